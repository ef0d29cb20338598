import fc from 'fast-check'
import { describe as group, expect, it } from 'vitest'
import type { Rp } from '../../contract/rp.ts'
import { addDays } from './calendar-date.ts'
import { describe, lastDayOfTaking, remainingAsOfDayBefore, skipsDays, takingState } from './taking.ts'

const rpOf = (facts: Partial<Rp> = {}): Rp => {
  const rp: Rp = {
    number: 1,
    form: 'internal',
    count: 14,
    perDay: 3,
    startOn: '2025-11-02',
    lastOn: null,
    medications: [{ name: '見本錠', codes: {}, dose: '6', unit: '錠' }],
    ...facts,
  }
  return { ...rp, lastOn: lastDayOfTaking(rp) }
}

group('the last day of taking', () => {
  it.each([
    ['2026-04-03', 14, '2026-04-16'],
    ['2026-04-03', 28, '2026-04-30'],
    ['2026-04-03', 1, '2026-04-03'],
    ['2026-01-31', 2, '2026-02-01'],
    ['2024-02-28', 2, '2024-02-29'],
    ['2026-02-28', 2, '2026-03-01'],
    ['2025-12-18', 14, '2025-12-31'],
  ])('of %s for %d days is %s', (startOn, count, lastOn) => {
    expect(lastDayOfTaking(rpOf({ startOn, count }))).toBe(lastOn)
  })

  it.each([
    ['zero days', rpOf({ count: 0 })],
    ['no number of days', { form: 'internal' as const, startOn: '2026-04-03', medications: [] }],
    ['no first day', { form: 'internal' as const, count: 14, medications: [] }],
    ['use as needed', rpOf({ form: 'prn' })],
    ['external use', rpOf({ form: 'external' })],
    ['drops', rpOf({ form: 'drops' })],
    ['injection', rpOf({ form: 'injection' })],
    ['an unknown form', rpOf({ form: 'other' })],
    ['an end beyond the calendar', rpOf({ startOn: '9999-12-31', count: 2 })],
  ])('cannot be computed with %s', (_, rp) => {
    expect(lastDayOfTaking(rp)).toBeNull()
  })

  it.each([
    '１日おき　朝食後',
    '隔日　朝食後',
    '２日に１回',
    '３日毎',
    '週１回　起床時',
    '週に２回',
    '1週間に1回',
    '月１回',
    '毎週月曜日',
    '月・水・金　夕食後',
    '４日服用３日休薬',
    '透析日のみ',
    '日曜に服用',
  ])('cannot be computed when days are left out: %s', (usage) => {
    expect(lastDayOfTaking(rpOf({ usage }))).toBeNull()
    expect(skipsDays(rpOf({ notes: [usage] }))).toBe(true)
    expect(skipsDays(rpOf({ medications: [{ name: '見本錠', codes: {}, notes: [usage] }] }))).toBe(true)
  })

  it.each([
    '１日３回毎食後',
    '１日１回　朝食後',
    '1日1回就寝前　14日分',
    '朝・夕食後',
    '１日２回　１２時間毎',
    '毎食直前',
    '４週間分',
    '朝だけ２錠',
    '５日分',
  ])('is not put in doubt by %s', (usage) => {
    expect(skipsDays(rpOf({ usage }))).toBe(false)
  })
})

group('服薬期間中', () => {
  const rp = rpOf()
  it.each([
    ['2025-11-01', 'not-started'],
    ['2025-11-02', 'taking'],
    ['2025-11-15', 'taking'],
    ['2025-11-16', 'finished'],
  ])('on %s: %s', (on, state) => {
    expect(takingState(rp, on)).toBe(state)
  })

  it.each(['prn', 'external', 'injection', 'drops', 'other'] as const)('is 服用状況不明 for %s', (form) => {
    expect(takingState(rpOf({ form }), '2025-11-02')).toBe('unknown')
    expect(takingState({ ...rpOf({ form }), lastOn: '2025-11-15' }, '2025-11-02')).toBe('unknown')
  })

  it('is 服用状況不明 without computable days', () => {
    expect(takingState(rpOf({ count: 0 }), '2025-11-02')).toBe('unknown')
    expect(takingState(rpOf({ usage: '隔日' }), '2025-11-02')).toBe('unknown')
  })
})

group('残量(目安)', () => {
  const rp = rpOf()
  it.each([
    ['2025-10-01', '84'],
    ['2025-11-01', '84'],
    ['2025-11-02', '84'],
    ['2025-11-03', '78'],
    ['2025-11-14', '12'],
    ['2025-11-15', '6'],
    ['2025-11-16', '0'],
    ['2026-11-16', '0'],
  ])('as of the day before %s is %s', (on, remaining) => {
    expect(remainingAsOfDayBefore(rp, rp.medications[0]!, on)).toBe(remaining)
  })

  it('exists only for what is taken by the day', () => {
    const dose = { dose: '6' }
    expect(remainingAsOfDayBefore(rpOf({ form: 'prn' }), dose, '2025-11-02')).toBeUndefined()
    expect(remainingAsOfDayBefore(rpOf({ form: 'external' }), dose, '2025-11-02')).toBeUndefined()
    expect(remainingAsOfDayBefore(rpOf({ count: 0 }), dose, '2025-11-02')).toBeUndefined()
    expect(remainingAsOfDayBefore(rp, {}, '2025-11-02')).toBeUndefined()
    expect(remainingAsOfDayBefore(rp, { ...dose, kind: 'material' }, '2025-11-02')).toBeUndefined()
  })

  it('goes down by one day a day and never below nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 365 }), fc.integer({ min: -10, max: 400 }), (count, offset) => {
        const of = rpOf({ count, startOn: '2025-11-02' })
        const on = addDays('2025-11-02', offset)
        const left = Number(remainingAsOfDayBefore(of, { dose: '2' }, on))
        expect(left).toBe(2 * Math.max(0, Math.min(count, count - offset)))
      }),
    )
  })
})

group('a description as of a day', () => {
  it('says the state of every rp and what remains, and changes nothing else', () => {
    const rps = [rpOf(), rpOf({ form: 'prn', number: 2 })]
    const before = structuredClone(rps)
    expect(describe(rps, '2025-11-15')).toEqual([
      { ...rps[0], taking: 'taking', medications: [{ ...rps[0]!.medications[0], remaining: '6' }] },
      { ...rps[1], taking: 'unknown' },
    ])
    expect(rps).toEqual(before)
  })
})
