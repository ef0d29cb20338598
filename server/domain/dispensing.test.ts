import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { latestWord, warnOfOrder, type DispensingEvent } from './dispensing.ts'

const at = (time: string) => `2026-04-03T${time}:00+09:00`
const a: DispensingEvent = { action: 'new', revision: 0, sentAt: at('10:15'), arrival: 1 }
const u: DispensingEvent = { action: 'update', revision: 1, sentAt: at('10:42'), arrival: 2 }
const d: DispensingEvent = { action: 'delete', revision: 2, sentAt: at('11:00'), arrival: 3 }

describe('the latest word on a prescription', () => {
  it('is the update, the delete, the update after the delete', () => {
    expect(latestWord([a])).toBe(a)
    expect(latestWord([a, u])).toBe(u)
    expect(latestWord([a, u, d])).toBe(d)
    const lifting = { ...u, revision: 3, arrival: 4 }
    expect(latestWord([a, u, d, lifting])).toBe(lifting)
  })

  it('is never a new one that comes after its update', () => {
    expect(latestWord([u, { ...a, arrival: 9 }])).toBe(u)
  })

  it('is never a new one sent again under the revision of its update, however late it is sent', () => {
    const unnumbered = { ...u, revision: 0 }
    const sentAgain = { ...a, sentAt: at('20:00'), arrival: 9 }
    expect(latestWord([a, unnumbered, sentAgain])).toBe(unnumbered)
  })

  it('is a new one that was sent again after a delete, even where revisions are not counted', () => {
    const [update, removal] = [
      { ...u, revision: 0 },
      { ...d, revision: 0 },
    ]
    const sentAgain = { ...a, sentAt: at('11:30'), arrival: 4 }
    expect(latestWord([a, removal, sentAgain])).toBe(sentAgain)
    expect(latestWord([a, update, removal, sentAgain])).toBe(sentAgain)
  })

  it('is not an earlier file that arrives after the delete', () => {
    expect(latestWord([d, { ...u, arrival: 9 }])).toBe(d)
    expect(latestWord([d, { ...a, arrival: 9 }])).toBe(d)
  })

  it('can be one that was hidden before: a delete between two files lifts the second', () => {
    const update = { ...u, revision: 0 }
    const sentAgain = { ...a, sentAt: at('11:30'), arrival: 3 }
    expect(latestWord([update, sentAgain])).toBe(update)
    expect(latestWord([update, sentAgain, { ...d, revision: 0, arrival: 4 }])).toBe(sentAgain)
  })

  it('counts a file without a send time as the oldest', () => {
    const { sentAt: _, ...undated } = a
    expect(latestWord([a, { ...undated, arrival: 9 }])).toBe(a)
  })

  it('is the one that came last between equals', () => {
    const again = { ...a, arrival: 9 }
    expect(latestWord([again, a])).toBe(again)
  })

  const anyEvent = fc.record(
    {
      action: fc.constantFrom('new' as const, 'update' as const, 'delete' as const),
      revision: fc.nat(2),
      sentAt: fc.constantFrom(at('10:00'), at('11:00'), at('12:00')),
    },
    { requiredKeys: ['action', 'revision'] },
  )
  const anyHistory = fc
    .array(anyEvent, { minLength: 1, maxLength: 7 })
    .map((events) => events.map((event, index): DispensingEvent => ({ ...event, arrival: index + 1 })))

  it('does not depend on the order in which the files are looked at', () => {
    fc.assert(
      fc.property(
        anyHistory.chain((events) =>
          fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
        ),
        ([events, shuffled]) => {
          expect(latestWord(shuffled as [DispensingEvent])).toEqual(latestWord(events as [DispensingEvent]))
        },
      ),
    )
  })

  it('is never a new one while an update of the same revision and no delete is known', () => {
    fc.assert(
      fc.property(anyHistory, (events) => {
        const latest = latestWord(events as [DispensingEvent])
        const rivals = events.filter(({ revision }) => revision === latest.revision)
        const hasUpdate = rivals.some(({ action }) => action === 'update')
        const hasDelete = rivals.some(({ action }) => action === 'delete')
        const isEarlierThanUpdate = rivals.every(({ sentAt = '' }) => sentAt <= (latest.sentAt ?? ''))
        if (hasUpdate && !hasDelete) expect(latest.action).toBe('update')
        if (latest.action === 'new' && hasDelete) expect(isEarlierThanUpdate).toBe(true)
      }),
    )
  })
})

it('a file that was sent later than the latest word says so', () => {
  const resent = { ...a, sentAt: at('12:00'), arrival: 9 }
  expect(warnOfOrder(resent, u)).toEqual([{ code: 'superseded-although-sent-later' }])
  expect(warnOfOrder(a, u)).toEqual([])
  expect(warnOfOrder(u, u)).toEqual([])
})
