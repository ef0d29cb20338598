import { describe, expect, it } from 'vitest'
import type { CardRecordState } from '../reader.ts'
import { createRecall, moreReadings, recallMs, type Stay } from './recall.ts'

const present: CardRecordState = { state: 'present', version: 1, memberId: 'm', secret: 's' }
const stay = (since: number, goneAt?: number): Stay => ({ since, goneAt: () => goneAt })

describe('the record of a card that was read', () => {
  it('need not be read again while it lies there, or when it is back soon', () => {
    const recall = createRecall()
    recall.keep('A', present, stay(0))
    expect(recall.find('A', 60_000)).toEqual(present)
    recall.keep('A', present, stay(0, 1000))
    expect(recall.find('A', 1000 + recallMs)).toEqual(present)
  })

  it('is read again when it was away for longer, when it was written on, and of any other card', () => {
    const recall = createRecall()
    recall.keep('A', present, stay(0, 1000))
    expect(recall.find('A', 1001 + recallMs)).toBeUndefined()
    expect(recall.find('B', 1000)).toBeUndefined()
    recall.forget()
    expect(recall.find('A', 1000)).toBeUndefined()
  })

  it('is known of two cards that lie on one reader and take turns', () => {
    const recall = createRecall()
    recall.keep('A', present, stay(0, 10))
    recall.keep('B', { state: 'none' }, stay(20, 30))
    expect([recall.find('A', 40), recall.find('B', 40)]).toEqual([present, { state: 'none' }])
  })

  it.each(['torn', 'unreadable'] as const)(
    'is tried a few times more, and not without end, when it was %s',
    (state) => {
      const recall = createRecall()
      let readings = 0
      for (let at = 0; at < 100; at += 10) {
        if (recall.find('A', at) === undefined) readings++
        recall.keep('A', { state }, stay(at, at + 5))
      }
      expect(readings).toBe(1 + moreReadings)
    },
  )
})
