import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, tokyoDate, tokyoMidnight } from './calendar-date.ts'
import { isDisclosed, judgeDisclosure, type DisclosureFacts } from './disclosure.ts'

const none: DisclosureFacts = { days: 1, presentedAt: null, reasonAt: null, withdrawnAt: null }
/** The first moment of 2026-04-04 in Tokyo. */
const midnight = Date.UTC(2026, 3, 3, 15, 0, 0)
const morning = midnight - 14 * 3_600_000
const hour = 3_600_000
const judge = (facts: Partial<DisclosureFacts>, now: number) => judgeDisclosure({ ...none, ...facts }, now)

describe('what others told', () => {
  it('is closed without a presentation', () => {
    expect(judge({}, morning)).toEqual({ isOpen: false, by: null, until: null, days: 1 })
  })

  it('is open from the presentation to the last millisecond of that day in Tokyo, and closed with the first of the next', () => {
    const open = { isOpen: true, by: 'presentation', until: midnight, days: 1 }
    expect(judge({ presentedAt: morning }, morning)).toEqual(open)
    expect(judge({ presentedAt: morning }, midnight - 1)).toEqual(open)
    expect(judge({ presentedAt: morning }, midnight)).toMatchObject({ isOpen: false })
    expect(judge({ presentedAt: midnight - 1 }, midnight)).toMatchObject({ isOpen: false })
    expect(judge({ presentedAt: midnight }, midnight)).toMatchObject({ isOpen: true, until: midnight + 24 * hour })
  })

  it('stays open for as many calendar days as were chosen, however late on the first of them the notebook was shown', () => {
    for (const days of [3, 7, 30] as const) {
      const until = midnight + (days - 1) * 24 * hour
      expect(judge({ days, presentedAt: midnight - 1 }, until - 1)).toMatchObject({ isOpen: true, until })
      expect(judge({ days, presentedAt: midnight - 1 }, until)).toMatchObject({ isOpen: false })
    }
  })

  it('stays open until the person withdraws it, where that was chosen, and opens with the next presentation', () => {
    const years = morning + 9_000 * 24 * hour
    expect(judge({ days: null, presentedAt: morning }, years)).toMatchObject({ isOpen: true, until: null })
    const withdrawnAt = morning + hour
    expect(judge({ days: null, presentedAt: morning, withdrawnAt }, years)).toMatchObject({ isOpen: false })
    expect(judge({ days: null, presentedAt: withdrawnAt + 1, withdrawnAt }, years)).toMatchObject({ isOpen: true })
  })

  it('is open by a reason for the rest of that day, whatever was chosen for presentations', () => {
    for (const days of [1, 30, null] as const) {
      const open = { isOpen: true, by: 'reason', until: midnight }
      expect(judge({ days, reasonAt: morning }, midnight - 1)).toMatchObject(open)
      expect(judge({ days, reasonAt: morning }, midnight)).toMatchObject({ isOpen: false })
    }
    expect(judge({ reasonAt: morning, withdrawnAt: morning }, morning + 1)).toMatchObject({ isOpen: false })
  })

  it('is not opened by what a clock dated on a day to come', () => {
    expect(judge({ presentedAt: midnight, reasonAt: midnight }, midnight - 1)).toMatchObject({ isOpen: false })
  })

  it('is closed again by the calendar alone when a clock is put forward or back over midnight', () => {
    expect(judge({ presentedAt: morning }, midnight + hour)).toMatchObject({ isOpen: false })
    expect(judge({ presentedAt: morning }, midnight - hour)).toMatchObject({ isOpen: true })
    expect(judge({ presentedAt: morning }, morning - 24 * hour)).toMatchObject({ isOpen: false })
  })
})

describe('for all moments', () => {
  const instant = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2060, 0, 1) })
  const days = fc.constantFrom(1, 3, 7, 30, null)

  it('it is open on exactly the days of the setting, and `until` is the moment it closes', () => {
    fc.assert(
      fc.property(instant, days, fc.integer({ min: 0, max: 40 * 24 * hour }), (presentedAt, setting, later) => {
        const now = presentedAt + later
        const { isOpen, until } = judge({ days: setting, presentedAt }, now)
        const end = setting === null ? null : addDays(tokyoDate(presentedAt), setting)
        expect(isOpen).toBe(end === null || tokyoDate(now) < end)
        if (isOpen && end !== null) {
          expect(until).toBe(tokyoMidnight(end))
          expect(judge({ days: setting, presentedAt }, until! - 1).isOpen).toBe(true)
          expect(judge({ days: setting, presentedAt }, until!).isOpen).toBe(false)
        }
      }),
    )
  })

  it('a withdrawal is never outlived by what was before it', () => {
    fc.assert(
      fc.property(instant, instant, instant, instant, days, (presentedAt, reasonAt, withdrawnAt, now, setting) => {
        const { by } = judge({ days: setting, presentedAt, reasonAt, withdrawnAt }, now)
        if (presentedAt <= withdrawnAt) expect(by).not.toBe('presentation')
        if (reasonAt <= withdrawnAt) expect(by).not.toBe('reason')
      }),
    )
  })
})

it('it is about records of elsewhere, 市販薬, and メモ in others’ words; からだの情報 are the pharmacy’s own', () => {
  expect(isDisclosed('outside-dispensing', {})).toBe(true)
  expect(isDisclosed('otc', {})).toBe(true)
  expect(isDisclosed('memo', { origin: 'patient' })).toBe(true)
  expect(isDisclosed('memo', { origin: 'other-institution' })).toBe(true)
  expect(isDisclosed('memo', { origin: 'this-pharmacy' })).toBe(false)
  // What cannot be told is held for somebody else's.
  expect(isDisclosed('memo', {})).toBe(true)
  expect(isDisclosed('body-note', { source: 'patient' })).toBe(false)
})
