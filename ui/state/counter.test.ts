import { describe, expect, it } from 'vitest'
import { noCounter, ownCounter } from './counter.ts'

const one = { id: 'c1', name: '1番窓口', version: 1 }

describe('the counter of a PC', () => {
  it('is unset until somebody has said it, and "none" is an answer', () => {
    expect(ownCounter(null, [one]).state).toBe('unset')
    expect(ownCounter(noCounter, [one]).state).toBe('none')
  })

  it('is the one that was chosen, under its name of today', () => {
    expect(ownCounter('c1', [{ ...one, name: '受付' }])).toEqual({ state: 'chosen', counter: { ...one, name: '受付' } })
  })

  it('is asked for again when it was removed, and not before the counters are known', () => {
    expect(ownCounter('c1', [])).toEqual({ state: 'gone', counter: null })
    expect(ownCounter('c1', null)).toEqual({ state: 'asking', counter: null })
  })
})
