import { describe, expect, it } from 'vitest'
import type { Visit } from '../../contract/visit.ts'
import { answerTouch, type PageState } from './touch.ts'

const now = 1_800_000_000_000
const member = {
  id: 'm1',
  name: '試験　花子',
  kana: 'シケン ハナコ',
  sex: 'female' as const,
  patientIds: [],
  version: 1,
}
const touch = (changes: Partial<Visit> = {}) => ({
  counterId: 'c1',
  presentedAt: now - 200,
  member: member as Visit['member'],
  ...changes,
})
const free: PageState = {
  route: { page: 'list', tab: 'visits' },
  hasDialog: false,
  isTyped: false,
  opensByItself: true,
}

describe('a touch at the own counter', () => {
  it('opens the detail over a list on which nothing is being done', () => {
    expect(answerTouch(touch(), 'c1', now, free)).toBe('open')
    expect(answerTouch(touch(), 'c1', now, { ...free, route: { page: 'list', tab: 'dispensings' } })).toBe('open')
  })

  it.each<[string, Partial<PageState>]>([
    ['something is typed', { isTyped: true }],
    ['a dialog is open', { hasDialog: true }],
    ['this PC does not want it', { opensByItself: false }],
    [
      "somebody else's page is open",
      { route: { page: 'person', person: { kind: 'member', id: 'm2' }, tab: 'current' } },
    ],
    [
      'a patient of the same id is open',
      { route: { page: 'person', person: { kind: 'patient', id: 'm1' }, tab: 'history' } },
    ],
    ['the settings are open', { route: { page: 'readers' } }],
  ])('is only offered while %s', (_what, busy) => {
    expect(answerTouch(touch(), 'c1', now, { ...free, ...busy })).toBe('offer')
  })

  it('asks for nothing when that person is open already', () => {
    const route = { page: 'person', person: { kind: 'member', id: 'm1' }, tab: 'current' } as const
    expect(answerTouch(touch(), 'c1', now, { ...free, route })).toBe('shown')
  })

  it('says that nobody knows whose card it is', () => {
    expect(answerTouch(touch({ member: null }), 'c1', now, free)).toBe('unknown')
  })

  it('says nothing of an unknown card to カード発行, which waits for one', () => {
    const route = { page: 'cards', id: 'i1' } as const
    expect(answerTouch(touch({ member: null }), 'c1', now, { ...free, route })).toBe('row')
    expect(answerTouch(touch(), 'c1', now, { ...free, route })).toBe('offer')
  })

  it('never opens a page for somebody who touched a while ago, and is a row after five minutes', () => {
    expect(answerTouch(touch({ presentedAt: now - 10_000 }), 'c1', now, free)).toBe('open')
    expect(answerTouch(touch({ presentedAt: now - 10_001 }), 'c1', now, free)).toBe('offer')
    expect(answerTouch(touch({ presentedAt: now - 300_000 }), 'c1', now, free)).toBe('offer')
    expect(answerTouch(touch({ presentedAt: now - 300_001 }), 'c1', now, free)).toBe('row')
  })
})

describe('a touch that is none of this counter', () => {
  it('is a row: at another counter, at a reader of no counter, or on a PC without one', () => {
    expect(answerTouch(touch({ counterId: 'c2' }), 'c1', now, free)).toBe('row')
    expect(answerTouch(touch({ counterId: null }), 'c1', now, free)).toBe('row')
    expect(answerTouch(touch({ counterId: null }), null, now, free)).toBe('row')
    expect(answerTouch(touch(), null, now, free)).toBe('row')
    expect(answerTouch(touch({ member: null, counterId: 'c2' }), 'c1', now, free)).toBe('row')
  })
})
