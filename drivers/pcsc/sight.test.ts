import { describe, expect, it } from 'vitest'
import { compareSights, firstSight, type CardChange } from './sight.ts'

const empty = 0x10
const present = 0x20
const inUse = 0x100
const changed = 0x2
const seen = (count: number, state: number): number => count * 0x10000 + state

/** What is told when a reader is seen in these states one after the other. */
function told(first: number, ...states: number[]): CardChange[] {
  let sight = firstSight(first)
  return states.flatMap((state) => {
    const next = compareSights(sight, state)
    sight = next.sight
    return next.changes
  })
}

describe('between two looks at a reader', () => {
  it('a card that came is told, and a card that went', () => {
    expect(told(seen(0, empty), seen(1, present))).toEqual(['inserted'])
    expect(told(seen(1, present), seen(2, empty))).toEqual(['removed'])
  })

  it('nothing is told when nothing happened, whoever else uses the card', () => {
    expect(told(seen(1, present), seen(1, present | inUse), seen(1, present | changed))).toEqual([])
    expect(told(seen(4, empty), seen(4, empty))).toEqual([])
  })

  it('a card that was exchanged went and came', () => {
    expect(told(seen(1, present), seen(3, present))).toEqual(['removed', 'inserted'])
  })

  it('a card that came and went is told as missed', () => {
    expect(told(seen(2, empty), seen(4, empty))).toEqual(['missed'])
  })

  it('a change that the daemon has not counted yet is told once', () => {
    expect(told(seen(1, present), seen(1, empty), seen(2, empty), seen(3, present))).toEqual(['removed', 'inserted'])
    expect(told(seen(2, empty), seen(2, present), seen(2, present), seen(3, present))).toEqual(['inserted'])
    expect(told(seen(2, empty), seen(3, empty), seen(4, empty))).toEqual(['missed'])
  })

  it('a reader that was plugged anew unseen, its card with it, gives the card once more', () => {
    expect(told(seen(5, present), seen(0, present), seen(0, present))).toEqual(['removed', 'inserted'])
  })

  it('the count goes round', () => {
    expect(told(seen(0xffff, present), seen(0, empty))).toEqual(['removed'])
    expect(told(seen(0xffff, present), seen(0xffff, empty), seen(0, empty))).toEqual(['removed'])
  })

  it('is handed back to the daemon as it gave it, without the mark of a change', () => {
    expect(compareSights(firstSight(seen(1, present)), seen(1, empty | changed)).sight.state).toBe(seen(1, empty))
    expect(firstSight(seen(0xffff, present | changed)).state).toBe(seen(0xffff, present))
  })
})
