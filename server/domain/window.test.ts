import { describe, expect, it } from 'vitest'
import type { Rp } from '../../contract/rp.ts'
import { addDays } from './calendar-date.ts'
import { lastDayOfTaking } from './taking.ts'
import { isWithinWindow, takingList, windowDays } from './window.ts'

const presentedOn = '2026-06-01'

const dispensingOf = (id: string, dispensedOn: string, facts: Partial<Rp>) => {
  const rp: Rp = {
    number: 1,
    form: 'internal',
    startOn: dispensedOn,
    lastOn: null,
    medications: [{ name: id, codes: {}, dose: '3' }],
    ...facts,
  }
  return {
    id,
    pharmacy: { code: '9999999', name: '架空薬局' },
    prescription: { number: id, dispensedOn },
    rps: [{ ...rp, lastOn: lastDayOfTaking(rp) }],
  }
}

const names = (...dispensings: ReturnType<typeof dispensingOf>[]): string[] =>
  takingList(dispensings, presentedOn).map(({ medication }) => medication.name)

describe('手帳提示日より120日以内', () => {
  it('is 120 days', () => {
    expect(windowDays).toBe(120)
  })

  it.each([
    [0, true],
    [1, true],
    [119, true],
    [120, true],
    [121, false],
    [-1, false],
  ])('a day %d days before is within: %s', (ago, isWithin) => {
    expect(isWithinWindow(presentedOn, addDays(presentedOn, -ago))).toBe(isWithin)
  })

  it('counts by the last day of taking where there is one', () => {
    // Dispensed 133 and 134 days before, for 14 days: the last day is 120 and 121 days before.
    expect(names(dispensingOf('in', addDays(presentedOn, -133), { count: 14 }))).toEqual(['in'])
    expect(names(dispensingOf('out', addDays(presentedOn, -134), { count: 14 }))).toEqual([])
  })

  it('counts by the day of dispensing where there is none', () => {
    expect(names(dispensingOf('in', addDays(presentedOn, -120), { form: 'external' }))).toEqual(['in'])
    expect(names(dispensingOf('out', addDays(presentedOn, -121), { form: 'external' }))).toEqual([])
    expect(names(dispensingOf('out', addDays(presentedOn, 1), { form: 'prn', count: 5 }))).toEqual([])
  })

  it('can be widened', () => {
    const old = dispensingOf('old', addDays(presentedOn, -200), { form: 'prn' })
    expect(takingList([old], presentedOn, 200)).toHaveLength(1)
    expect(takingList([old], presentedOn, 199)).toHaveLength(0)
  })
})

describe('服用中のお薬一覧', () => {
  it('puts what is taken first, then unknown, then not started, then finished', () => {
    const list = takingList(
      [
        dispensingOf('finished', '2026-03-01', { count: 7 }),
        dispensingOf('not started', '2026-06-05', { count: 7 }),
        dispensingOf('as needed', '2026-05-01', { form: 'prn', count: 10 }),
        dispensingOf('taking, ends soon', '2026-05-26', { count: 7 }),
        dispensingOf('taking, ends late', '2026-05-20', { count: 90 }),
        dispensingOf('newer ointment', '2026-05-02', { form: 'external' }),
        dispensingOf('every other day', '2026-05-03', { count: 14, usage: '隔日' }),
      ],
      presentedOn,
    )
    expect(list.map(({ medication, state }) => [medication.name, state])).toEqual([
      ['taking, ends late', 'taking'],
      ['taking, ends soon', 'taking'],
      ['every other day', 'unknown'],
      ['newer ointment', 'unknown'],
      ['as needed', 'unknown'],
      ['not started', 'not-started'],
      ['finished', 'finished'],
    ])
  })

  it('says where it comes from and what remains', () => {
    const [first] = takingList(
      [dispensingOf('見本錠', '2026-05-26', { count: 7, usage: '１日３回毎食後' })],
      presentedOn,
    )
    expect(first).toEqual({
      dispensingId: '見本錠',
      dispensedOn: '2026-05-26',
      pharmacyName: '架空薬局',
      form: 'internal',
      usage: '１日３回毎食後',
      startOn: '2026-05-26',
      lastOn: '2026-06-01',
      state: 'taking',
      medication: { name: '見本錠', codes: {}, dose: '3', remaining: '3' },
    })
  })

  it('leaves materials and containers out', () => {
    const medications = [
      { name: '見本針', codes: {}, kind: 'material' as const },
      { name: '見本容器', codes: {}, kind: 'other' as const },
      { name: '見本注', codes: {} },
    ]
    expect(names(dispensingOf('x', '2026-05-26', { form: 'injection', medications }))).toEqual(['見本注'])
  })

  it('leaves out what nobody knows the day of', () => {
    const { prescription: _, ...rest } = dispensingOf('x', '2026-05-26', { form: 'external' })
    const rps = rest.rps.map(({ startOn: __, ...rp }) => rp)
    expect(takingList([{ ...rest, prescription: { number: 'x' }, rps }], presentedOn)).toEqual([])
  })
})
