import { Big } from 'big.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LeftoverCount, LeftoverDrug, LeftoverLine } from '../../contract/leftovers.ts'
import { addDays, daysBetween } from './calendar-date.ts'
import { planLeftovers } from './leftovers.ts'

const fromOn = '2026-04-03'
const fourWeeks = { kind: 'last-day', on: '2026-04-30' } as const

const drug = (more: Partial<LeftoverDrug> = {}): LeftoverDrug => ({
  key: 'a',
  name: '見本錠5mg',
  form: 'internal',
  unit: '錠',
  perDay: '3',
  perDose: '1',
  times: 3,
  ...more,
})
const line = (counted: string | null, more: Partial<LeftoverDrug> = {}, rest: Partial<LeftoverLine> = {}) => ({
  drug: drug(more),
  counted,
  countedIn: 'amount' as const,
  isGuess: false,
  ...rest,
})
const plan = (lines: LeftoverLine[], goal: LeftoverCount['goal'] = fourWeeks) =>
  planLeftovers({ fromOn, goal, lines, note: '' })
const only = (...given: Parameters<typeof line>) => plan([line(...given)]).results[0]

describe('one drug until 30 April, 28 days', () => {
  test.each([
    ['whole days', '12', {}, { days: 4, lessDays: 4, lessAmount: '12', prescribeDays: 24, lastsUntil: '2026-04-06' }],
    ['a rest of less than a day', '14', {}, { days: 4, rest: '2', lessDays: 4, lessAmount: '12', prescribeDays: 24 }],
    ['less than a day', '2', {}, { days: 0, rest: '2', lessDays: 0, lessAmount: '0', prescribeDays: 28 }],
    ['nothing', '0', {}, { days: 0, lessDays: 0, lessAmount: '0', prescribeDays: 28 }],
    ['powder in g', '4.5', { perDay: '1.5', perDose: '0.5' }, { days: 3, lessDays: 3, lessAmount: '4.5' }],
    ['thirds that no binary fraction knows', '0.9', { perDay: '0.3', perDose: '0.1' }, { days: 3, lessAmount: '0.9' }],
    ['a hair less than three days', '0.899999999', { perDay: '0.3', perDose: '0.1' }, { days: 2, rest: '0.299999999' }],
    ['half tablets', '7', { perDay: '0.5', perDose: '0.5', times: 1 }, { days: 14, lessDays: 14, lessAmount: '7' }],
    ['doses that differ over the day', '13', { perDay: '4' }, { days: 3, rest: '1', lessAmount: '12' }],
    ['as much as is needed', '84', {}, { days: 28, lessDays: 28, prescribeDays: 0 }],
    ['more than is needed', '100', {}, { days: 33, lessDays: 28, lessAmount: '84', prescribeDays: 0 }],
  ])('%s: %s counted', (_name, counted, more, expected) => {
    expect(only(counted, more)).toMatchObject(expected)
  })

  test('packets are doses: so many a day, told to the prescriber in the unit of the drug', () => {
    expect(only('10', { unit: 'g', perDay: '1.5', perDose: '0.5' }, { countedIn: 'packets' })).toEqual({
      ...{ key: 'a', days: 3, rest: '1', lastsUntil: '2026-04-05' },
      ...{ lessDays: 3, lessAmount: '4.5', prescribeDays: 25, warnings: [] },
    })
  })

  test('what is not counted, or not taken by the day, is listed and not computed', () => {
    expect(only(null)).toEqual({ key: 'a', warnings: [] })
    const { perDay: _, ...prn } = drug({ form: 'prn' })
    expect(plan([{ ...line('7'), drug: prn }]).results).toEqual([{ key: 'a', warnings: [] }])
  })
})

describe('the day on which all end', () => {
  test('is the day before the next visit, or the day itself', () => {
    expect(plan([], { kind: 'next-visit', on: '2026-05-01' })).toMatchObject({ endOn: '2026-04-30', days: 28 })
    expect(plan([], { kind: 'last-day', on: fromOn })).toMatchObject({ endOn: fromOn, days: 1 })
  })

  test('that nobody chose, or that lies before the first day, proposes nothing', () => {
    for (const goal of [null, { kind: 'next-visit', on: fromOn } as const]) {
      const { endOn, results } = plan([line('12')], goal)
      expect(endOn).toBeNull()
      expect(results).toEqual([{ key: 'a', days: 4, lastsUntil: '2026-04-06', warnings: [] }])
    }
  })
})

describe('what is worth a word', () => {
  test.each([
    ['many', '273', {}, {}, ['many', 'surplus']],
    ['ninety days are not many', '270', {}, {}, ['surplus']],
    ['expired', '6', {}, { expiresOn: '2026-03-31' }, ['expired']],
    ['expires before the end', '6', {}, { expiresOn: '2026-04-29' }, ['expires-before-end']],
    ['expires at the end', '6', {}, { expiresOn: '2026-04-30' }, []],
    ['another dose before', '6', { earlierPerDay: '2' }, {}, ['dose-changed']],
    ['another dose before, and nothing left', '0', { earlierPerDay: '2' }, {}, []],
    ['more than was given out', '43', { given: '42' }, {}, ['more-than-given']],
    ['as much as was given out', '42', { given: '42' }, {}, []],
    ['no whole number of doses', '5', { perDose: '2', perDay: '6' }, {}, ['not-whole']],
  ])('%s', (_name, counted, more, rest, warnings) => {
    expect(only(counted, more, rest)?.warnings.toSorted()).toEqual(warnings.toSorted())
  })
})

const amount = (max: number) =>
  fc.integer({ min: 0, max }).chain((n) => fc.constantFrom(1, 10, 1000).map((d) => new Big(n).div(d).toFixed()))

test('whatever is counted: all end on the same day, nothing is negative, and no tablet appears or vanishes', () => {
  const lines = fc.array(
    fc.record({
      counted: amount(100_000),
      perDay: amount(5000).filter((text) => text !== '0'),
      times: fc.integer({ min: 1, max: 6 }),
      countedIn: fc.constantFrom('amount' as const, 'packets' as const),
    }),
    { minLength: 1, maxLength: 6 },
  )
  fc.assert(
    fc.property(lines, fc.integer({ min: 0, max: 400 }), (given, ahead) => {
      const { endOn, days, results } = plan(
        given.map(({ counted, perDay, times, countedIn }, index) =>
          line(counted, { key: String(index), perDay, times }, { countedIn }),
        ),
        { kind: 'last-day', on: addDays(fromOn, ahead) },
      )
      expect(daysBetween(fromOn, endOn!)).toBe(days - 1)
      results.forEach((result, index) => {
        const { counted, perDay, times, countedIn } = given[index]!
        expect(result.lessDays! + result.prescribeDays!).toBe(days)
        expect(Math.min(result.lessDays!, result.prescribeDays!, result.days!)).toBeGreaterThanOrEqual(0)
        const oneDay = countedIn === 'packets' ? times : perDay
        const used = new Big(oneDay).times(result.days!).plus(result.rest ?? '0')
        expect(used.toFixed()).toBe(counted)
        expect(new Big(result.rest ?? '0').lt(oneDay)).toBe(true)
        expect(new Big(result.lessAmount!).eq(new Big(perDay).times(result.lessDays!))).toBe(true)
      })
    }),
  )
})
