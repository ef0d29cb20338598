import { describe, expect, it } from 'vitest'
import { createFlaps, flapWindowMs } from './flaps.ts'

/** What is said of removals at these times. */
function said(...times: number[]): string[] {
  let at = 0
  const flaps = createFlaps(() => at)
  return times.map((time) => {
    at = time
    return flaps.removed('one')
  })
}

describe('a reader that is unplugged', () => {
  it('flaps from the third time in a minute on, and that begins once', () => {
    expect(said(0, 1000, flapWindowMs, flapWindowMs, flapWindowMs + 1)).toEqual([
      'calm',
      'calm',
      'begins',
      'goes-on',
      'goes-on',
    ])
  })

  it('does not flap when the three are further apart', () => {
    expect(said(0, 1000, flapWindowMs + 1, 2 * flapWindowMs)).toEqual(['calm', 'calm', 'calm', 'calm'])
  })

  it('begins to flap again after it was calm', () => {
    const later = 10 * flapWindowMs
    expect(said(0, 1, 2, later, later + 1, later + 2)).toEqual(['calm', 'calm', 'begins', 'calm', 'calm', 'begins'])
  })

  it('does not count for another', () => {
    const flaps = createFlaps(() => 0)
    expect(['one', 'two', 'one', 'two', 'two'].map((device) => flaps.removed(device))).toEqual([
      'calm',
      'calm',
      'calm',
      'calm',
      'begins',
    ])
  })
})
