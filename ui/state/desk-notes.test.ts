import { describe, expect, it } from 'vitest'
import type { DeskEvent } from '../../contract/desk.ts'
import { concerns, liveNotes, nextEnd, takeNote } from './desk-notes.ts'

const event = (changes: Partial<DeskEvent> = {}): DeskEvent => ({
  key: 'k',
  at: 0,
  counterId: 'c1',
  readerId: null,
  level: 'info',
  code: 'scan-part',
  text: '1枚目 / 3枚',
  next: '',
  ...changes,
})

describe('what the readers say', () => {
  it('is told at its counter only; what belongs to no counter is told everywhere', () => {
    expect(concerns(event(), 'c1')).toBe(true)
    expect(concerns(event(), 'c2')).toBe(false)
    expect(concerns(event(), null)).toBe(false)
    expect(concerns(event({ counterId: null }), 'c2')).toBe(true)
    expect(concerns(event({ counterId: null }), null)).toBe(true)
  })

  it('is one line for all parts of one code, and a new line for another', () => {
    const first = takeNote([], event(), 0)
    const other = takeNote(first, event({ key: 'x', text: 'カード' }), 1)
    const second = takeNote(other, event({ text: '2枚目 / 3枚' }), 2)
    expect(second.map(({ text }) => text)).toEqual(['カード', '2枚目 / 3枚'])
  })

  it('never covers the page: the oldest of five gives way', () => {
    let notes = takeNote([], event({ key: '0' }), 0)
    for (const key of ['1', '2', '3', '4']) notes = takeNote(notes, event({ key }), 0)
    expect(notes.map(({ key }) => key)).toEqual(['4', '3', '2', '1'])
  })

  it('goes by itself: done after 8 seconds, a hint after a minute, what has to be acted on after five', () => {
    const notes = [
      event({ key: 'done', level: 'done', code: 'scan-done' }),
      event({ key: 'hint', code: 'my-number' }),
      event({ key: 'part' }),
      event({ key: 'bad', level: 'warning', code: 'card-failed' }),
    ].map((each) => ({ ...each, shownAt: 1000 }))
    const keysAt = (now: number) => liveNotes(notes, now).map(({ key }) => key)
    expect(keysAt(8999)).toEqual(['done', 'hint', 'part', 'bad'])
    expect(keysAt(9000)).toEqual(['hint', 'part', 'bad'])
    expect(keysAt(61_000)).toEqual(['part', 'bad'])
    expect(keysAt(301_000)).toEqual([])
    expect(nextEnd(notes, 2000)).toBe(7000)
    expect(nextEnd([], 2000)).toBeUndefined()
  })
})
