import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkScanText, noBurst, takeKey, type Key, type WedgeResult } from './wedge.ts'

const keys = (text: string): string[] => [...text]

/** Types keys with a pause before each; returns the scans that came of it, which keys the page never saw, and which it has to wait for. */
const type = (typed: readonly (string | Partial<Key>)[], pause = 5) => {
  let burst = noBurst
  let at = 1000
  const results: WedgeResult[] = []
  const ours: string[] = []
  const held: string[] = []
  for (const each of typed) {
    const key = { key: '', isComposing: false, ...(typeof each === 'string' ? { key: each } : each), at: (at += pause) }
    const step = takeKey(burst, key)
    burst = step.burst
    if (step.isOurs) ours.push(key.key)
    if (step.isHeld) held.push(key.key)
    if (step.result) results.push(step.result)
  }
  return { results, ours, held }
}

describe('a keyboard scanner', () => {
  it('is known by its speed and by Enter or Tab at the end', () => {
    expect(type([...keys('4912345678904'), 'Enter']).results).toEqual([{ ok: true, text: '4912345678904' }])
    expect(type([...keys('AB-12/x'), 'Tab']).results).toEqual([{ ok: true, text: 'AB-12/x' }])
  })

  it('types Shift before each capital letter', () => {
    expect(type(['Shift', 'K', 'Shift', 'B', ':', '0', '0', '1', 'Enter']).results).toEqual([
      { ok: true, text: 'KB:001' },
    ])
  })

  it('keeps its keys from the page: neither a slash in the middle nor the Enter acts', () => {
    expect(type([...keys('12/?56'), 'Enter']).ours).toEqual(['/', '?', '5', '6', 'Enter'])
  })

  it('may begin a code with a key that the page acts on: the page has to wait for it', () => {
    expect(type([...keys('/12345'), 'Enter'])).toMatchObject({
      results: [{ ok: true, text: '/12345' }],
      held: ['/'],
      ours: ['2', '3', '4', '5', 'Enter'],
    })
    expect(type([...keys('A?1234'), 'Enter']).held).toEqual(['?'])
    expect(type([...keys('12/?56'), 'Enter']).held).toEqual([])
  })

  it('may send two codes one after the other', () => {
    expect(
      type([...keys('123456'), 'Enter', ...keys('654321'), 'Enter']).results.map((each) => each.ok && each.text),
    ).toEqual(['123456', '654321'])
  })

  it('is refused in words when the Japanese input method takes its keys', () => {
    const taken = { key: 'Process', isComposing: true }
    expect(type([...Array.from({ length: 8 }, () => taken), 'Enter']).results).toEqual([{ ok: false, reason: 'ime' }])
    expect(type([...keys('1234'), taken, ...keys('5678'), 'Enter']).results).toEqual([{ ok: false, reason: 'ime' }])
  })

  it('cannot bring over kanji or more than the box takes', () => {
    expect(type([...keys('JAHIS処方箋'), 'Enter']).results).toEqual([{ ok: false, reason: 'not-ascii' }])
    expect(type([...keys('x'.repeat(5000)), 'Enter']).results).toEqual([{ ok: false, reason: 'too-long' }])
  })
})

describe('a person', () => {
  it('who types is none: too slow, or too short', () => {
    expect(type([...keys('1234567890'), 'Enter'], 60)).toEqual({ results: [], ours: [], held: [] })
    expect(type([...keys('12345'), 'Enter']).results).toEqual([])
  })

  it('who moves through the list is none', () => {
    expect(type(['ArrowDown', 'ArrowDown', 'PageDown', 'Enter', '/', 'F12', 'Escape'])).toEqual({
      results: [],
      ours: [],
      // It comes to the page a blink later, when nothing follows it.
      held: ['/'],
    })
  })
})

describe('whatever keys come', () => {
  it('a scan that goes to the box is printable ASCII and no longer than it takes', () => {
    const key = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
      fc.constantFrom('Enter', 'Tab', 'Shift', 'Process', 'F1', 'Dead', '漢'),
    )
    fc.assert(
      fc.property(fc.array(key, { maxLength: 700 }), (typed) => {
        for (const result of type([...typed, 'Enter']).results)
          if (result.ok) expect(result.text).toMatch(/^[\x20-\x7e]{6,500}$/)
      }),
    )
  })
})

describe('the input box', () => {
  it('takes what is typed by hand as well, ASCII only', () => {
    expect(checkScanText('12')).toEqual({ ok: true, text: '12' })
    expect(checkScanText('１２３')).toEqual({ ok: false, reason: 'not-ascii' })
    expect(checkScanText('x'.repeat(501))).toEqual({ ok: false, reason: 'too-long' })
  })
})
