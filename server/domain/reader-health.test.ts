import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Verdict } from '../../contract/reader.ts'
import { isFault, judgeReader } from './reader-health.ts'
import { day, factsOf, today, wellUsed } from './reader-health-test-rig.ts'
import type { Counts, HealthDay, ReaderFacts } from './reader-signs.ts'
import type { SwapConclusion } from './swap-test.ts'

const judge = (changes: Partial<ReaderFacts> = {}) => judgeReader(factsOf(changes))
/** A well used reader to which this happened, so many days ago. */
const withTrouble = (...troubles: [number, Partial<Counts>][]) =>
  judge({ days: [...wellUsed, ...troubles.map(([ago, counts]) => day(ago, counts))] })

test('a reader with nothing but touches is fine', () => {
  expect(judge()).toBe('ok')
  expect(judge({ isConnected: false })).toBe('ok')
})

test('nine touches are too few to tell, ten are enough', () => {
  expect(judge({ days: [] })).toBe('unused')
  expect(judge({ days: [day(0, { touches: 9 })] })).toBe('unused')
  expect(judge({ days: [day(0, { touches: 8, wrongCards: 1, mute: 1 })] })).toBe('ok')
  expect(judge({ days: [day(29, { touches: 10 })] })).toBe('ok')
  expect(judge({ days: [day(30, { touches: 10 })] })).toBe('unused')
})

test('three removals within a minute are a bad contact', () => {
  expect(withTrouble([0, { flaps: 1 }])).toBe('contact')
  expect(withTrouble([6, { flaps: 1 }])).toBe('contact')
})

test('a trouble that has not come back for seven days is over', () => {
  expect(withTrouble([7, { flaps: 1 }])).toBe('ok')
  expect(withTrouble([10, { disconnects: 20, kernelErrors: 5 }])).toBe('ok')
})

test('unplugged once a day is an ordinary evening, more than once is loose', () => {
  expect(judge({ days: wellUsed.map((each) => ({ ...each, disconnects: 1 })) })).toBe('ok')
  expect(withTrouble([1, { disconnects: 6 }])).toBe('ok')
  expect(withTrouble([1, { disconnects: 7 }])).toBe('contact')
  expect(withTrouble([20, { disconnects: 6 }], [1, { disconnects: 2 }])).toBe('contact')
})

test('two weak signs are as good as a strong one', () => {
  expect(withTrouble([1, { disconnects: 4 }])).toBe('ok')
  expect(withTrouble([1, { kernelErrors: 1 }])).toBe('ok')
  expect(withTrouble([1, { disconnects: 4, kernelErrors: 1 }])).toBe('contact')
  expect(withTrouble([1, { disconnects: 3, kernelErrors: 1 }])).toBe('ok')
})

test('what the kernel says of the line counts by itself', () => {
  expect(withTrouble([1, { kernelErrors: 2 }])).toBe('ok')
  expect(withTrouble([1, { kernelErrors: 3 }])).toBe('contact')
  expect(withTrouble([1, { kernelResets: 4 }])).toBe('ok')
  expect(withTrouble([1, { kernelResets: 5 }])).toBe('contact')
  expect(withTrouble([1, { kernelErrors: 1, kernelResets: 1 }])).toBe('ok')
  expect(withTrouble([1, { kernelErrors: 1, kernelResets: 2 }])).toBe('contact')
})

test('a slow line or a chain of hubs is no fault alone, and makes another sign weigh more', () => {
  const slow = { port: '1-1', speedMbps: 1.5, hubs: 0 }
  const hubs = { port: '1-2.3.4', speedMbps: 12, hubs: 2 }
  expect(judge({ usb: slow })).toBe('ok')
  expect(judge({ usb: hubs })).toBe('ok')
  expect(judge({ usb: { ...hubs, speedMbps: 1.5 } })).toBe('contact')
  const days = [...wellUsed, day(1, { kernelErrors: 1 })]
  expect(judge({ usb: slow, days })).toBe('contact')
  expect(judge({ usb: hubs, days })).toBe('contact')
  expect(judge({ usb: { ...hubs, hubs: 1 }, days })).toBe('ok')
})

test('broken transmissions on several days are a contact, on one day a card', () => {
  // 600 cards were read: 5 % are 30.
  expect(withTrouble([1, { transmitErrors: 10 }], [2, { transmitErrors: 10 }], [3, { transmitErrors: 10 }])).toBe(
    'contact',
  )
  expect(withTrouble([1, { transmitErrors: 10 }], [2, { transmitErrors: 10 }], [3, { transmitErrors: 9 }])).toBe('ok')
  expect(withTrouble([1, { transmitErrors: 30 }])).toBe('ok')
})

test('another program that holds the reader is told apart from a contact', () => {
  expect(withTrouble([1, { inUse: 2 }])).toBe('ok')
  expect(withTrouble([1, { inUse: 3 }])).toBe('other-program')
  expect(withTrouble([7, { inUse: 3 }])).toBe('ok')
  expect(withTrouble([1, { inUse: 3, flaps: 1 }])).toBe('other-program')
})

test('what the software lacks comes before anything the counts say', () => {
  const days = [...wellUsed, day(0, { flaps: 3 })]
  expect(judge({ service: 'no-daemon', isConnected: false, days })).toBe('driver-missing')
  expect(judge({ service: 'binding-missing', isConnected: false, days })).toBe('driver-missing')
  expect(judge({ service: 'stuck', isConnected: false })).toBe('driver-missing')
  expect(judge({ service: 'stuck', isConnected: true })).toBe('ok')
  expect(judge({ service: 'deaf' })).toBe('ok')
})

test('a reader that reads nothing any more is dead: ten failures of three people with no card read in between', () => {
  const failing = (failuresInRow: number, givenUpInRow: number, more: Partial<ReaderFacts> = {}) =>
    judge({
      days: [...wellUsed, day(0, { mute: failuresInRow, givenUp: givenUpInRow })],
      failuresInRow,
      givenUpInRow,
      ...more,
    })
  expect(failing(10, 3)).toBe('dead')
  expect(failing(9, 3)).toBe('bad-card')
  expect(failing(10, 2)).toBe('bad-card')
  expect(failing(10, 3, { isConnected: false })).not.toBe('dead')
  // Replace a cable before a reader.
  expect(failing(10, 3, { usb: { port: '1-2.3.4', speedMbps: 1.5, hubs: 2 } })).toBe('contact')
})

test('a new reader that has never read anything is dead as well', () => {
  const days = [day(0, { mute: 12, givenUp: 3 })]
  expect(judge({ days, lastReadOn: null, failuresInRow: 12, givenUpInRow: 3 })).toBe('dead')
})

test('one card that nobody can read while others are read is a bad card', () => {
  const days = (touches: number, givenUp: number) => [day(2, { touches, mute: givenUp * 3, givenUp })]
  expect(judge({ days: days(10, 1) })).toBe('bad-card')
  expect(judge({ days: days(20, 2) })).toBe('bad-card')
  expect(judge({ days: days(9, 1) })).toBe('ok')
  expect(judge({ days: [day(7, { touches: 100, mute: 3, givenUp: 1 })] })).toBe('ok')
})

test('many cards given up and few read are the reader, and the swap test tells which part', () => {
  expect(judge({ days: [day(2, { touches: 29, mute: 9, givenUp: 3 })] })).toBe('contact')
  expect(judge({ days: [day(2, { touches: 30, mute: 9, givenUp: 3 })] })).toBe('bad-card')
})

test('cards of other kinds are wrong cards, not a fault', () => {
  const days = (touches: number, wrongCards: number) => [day(2, { touches, wrongCards })]
  expect(judge({ days: days(15, 5) })).toBe('wrong-card')
  expect(judge({ days: days(16, 5) })).toBe('ok')
  expect(judge({ days: days(8, 4) })).toBe('ok')
  expect(judge({ days: [day(7, { touches: 1, wrongCards: 20 })] })).toBe('ok')
})

test('a finished swap test decides for seven days', () => {
  const after = (conclusion: SwapConclusion, on: string) => judge({ swap: { on, conclusion } })
  expect(after('reader', '2026-04-24')).toBe('dead')
  expect(after('reader', '2026-04-23')).toBe('ok')
  expect(after('port', today)).toBe('contact')
  for (const conclusion of ['vanished', 'nothing', 'common', 'mixed', 'too-few', 'reader-likely'] as const) {
    expect(after(conclusion, today)).toBe('ok')
  }
})

test('a scanner is judged by its line and its broken codes', () => {
  const scanner = { kind: 'serial' as const, usb: null }
  expect(judge({ ...scanner, days: [day(0, { scans: 50 })] })).toBe('ok')
  expect(judge({ ...scanner, days: [day(0, { scans: 50, scanErrors: 5 })] })).toBe('contact')
  expect(judge({ ...scanner, days: [day(0, { scans: 51, scanErrors: 5 })] })).toBe('ok')
  expect(judge({ ...scanner, days: [day(0, { scans: 5, scanErrors: 4 })] })).toBe('unused')
})

const few = fc.nat({ max: 40 })
const anyCounts = fc.record({
  connects: few,
  disconnects: few,
  flaps: fc.nat({ max: 3 }),
  touches: fc.nat({ max: 200 }),
  mute: few,
  givenUp: fc.nat({ max: 5 }),
  transmitErrors: few,
  moved: few,
  inUse: fc.nat({ max: 5 }),
  wrongCards: few,
  scans: few,
  scanErrors: few,
  kernelResets: fc.nat({ max: 8 }),
  kernelErrors: fc.nat({ max: 5 }),
})
const anyDays: fc.Arbitrary<HealthDay[]> = fc
  .array(fc.tuple(fc.nat({ max: 40 }), anyCounts, fc.option(fc.integer({ min: 1, max: 3000 }), { nil: undefined })), {
    maxLength: 12,
  })
  .map((days) => days.map(([ago, counts, latencyMs]) => day(ago, counts, latencyMs)))
const anyFacts: fc.Arbitrary<ReaderFacts> = fc
  .record({
    kind: fc.constantFrom('pcsc' as const, 'serial' as const, 'hid' as const, 'virtual' as const),
    isConnected: fc.boolean(),
    isWanted: fc.boolean(),
    failuresInRow: few,
    givenUpInRow: fc.nat({ max: 5 }),
    days: anyDays,
    others: fc.array(anyDays, { maxLength: 2 }),
    usb: fc.option(
      fc.record({ port: fc.constant('1-1'), speedMbps: fc.constantFrom(null, 1.5, 12, 480), hubs: fc.nat({ max: 3 }) }),
    ),
    service: fc.constantFrom(null, 'ok' as const, 'no-daemon' as const, 'binding-missing' as const, 'stuck' as const),
    swap: fc.option(
      fc.record({
        on: fc.constantFrom(today, '2026-04-20'),
        conclusion: fc.constantFrom('reader' as const, 'port' as const, 'vanished' as const),
      }),
    ),
  })
  .map(factsOf)

const rank: Record<Verdict, number> = {
  ok: 0,
  unused: 0,
  'wrong-card': 1,
  'bad-card': 1,
  contact: 2,
  'other-program': 2,
  'driver-missing': 2,
  dead: 2,
}

test('more signs of a bad contact never make the verdict better: it stays, or becomes contact', () => {
  const contactSign = fc.record({
    disconnects: few,
    flaps: fc.nat({ max: 3 }),
    transmitErrors: few,
    mute: few,
    kernelResets: few,
    kernelErrors: few,
  })
  fc.assert(
    fc.property(
      anyFacts,
      fc.array(fc.tuple(fc.nat({ max: 29 }), contactSign), { minLength: 1, maxLength: 5 }),
      (facts, more) => {
        const before = judgeReader(facts)
        const after = judgeReader({ ...facts, days: addTo(facts.days, more) })
        expect(rank[after]).toBeGreaterThanOrEqual(rank[before])
        // With too little seen, more failures are also more seen.
        if (before !== 'unused') expect([before, 'contact']).toContain(after)
      },
    ),
    { numRuns: 2000 },
  )
})

/** More of this on those days: a day has one row. */
function addTo(days: readonly HealthDay[], more: [number, Partial<Counts>][]): HealthDay[] {
  const all = [...days]
  for (const [ago, counts] of more) {
    const extra = day(ago, counts)
    const at = all.findIndex(({ on }) => on === extra.on)
    const old = all[at]
    if (!old) all.push(extra)
    else {
      const sum = { ...old }
      for (const name of Object.keys(counts) as (keyof Counts)[]) sum[name] += extra[name]
      all[at] = sum
    }
  }
  return all
}

test('a reader that nobody has touched is never called dead, nor any card on it bad or wrong', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const days = facts.days.map((each) => ({
        ...each,
        touches: 0,
        mute: 0,
        givenUp: 0,
        transmitErrors: 0,
        moved: 0,
        wrongCards: 0,
        inUse: 0,
      }))
      const verdict = judgeReader({ ...facts, days, failuresInRow: 0, givenUpInRow: 0, swap: null })
      expect(['dead', 'bad-card', 'wrong-card', 'other-program']).not.toContain(verdict)
    }),
    { numRuns: 1000 },
  )
})

test('faults are what somebody must mend; a card or too little seen is none', () => {
  expect((Object.keys(rank) as Verdict[]).filter(isFault).toSorted()).toEqual([
    'contact',
    'dead',
    'driver-missing',
    'other-program',
  ])
})
