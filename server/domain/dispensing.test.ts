import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isLater, merge, type DispensingEvent } from './dispensing.ts'

const a: DispensingEvent = {
  action: 'new',
  revision: 0,
  sentAt: '2026-04-03T10:15:30+09:00',
  arrival: 1,
  patientCode: '1',
}
const u: DispensingEvent = {
  action: 'update',
  revision: 1,
  sentAt: '2026-04-03T10:42:10+09:00',
  arrival: 2,
  patientCode: '1',
}
const d: DispensingEvent = { action: 'delete', revision: 2, sentAt: '2026-04-03T11:00:05+09:00', arrival: 3 }

/** What is left when events come in this order. */
const settle = (events: readonly DispensingEvent[]): DispensingEvent | undefined =>
  events.reduce<DispensingEvent | undefined>(
    (current, event) => (merge(current, event).outcome === 'applied' ? event : current),
    undefined,
  )

describe('the files of one prescription', () => {
  it('apply one after the other', () => {
    expect(merge(undefined, a)).toEqual({ outcome: 'applied', warnings: [] })
    expect(merge(a, u)).toEqual({ outcome: 'applied', warnings: [] })
    expect(merge(u, d)).toEqual({ outcome: 'applied', warnings: [] })
  })

  it('a late new never overwrites its update', () => {
    expect(merge(u, { ...a, arrival: 9 }).outcome).toBe('superseded')
    expect(merge({ ...u, revision: 0 }, { ...a, arrival: 9 }).outcome).toBe('superseded')
  })

  it('a delete is lifted by a later file and by no earlier one', () => {
    expect(merge(d, { ...u, revision: 3, arrival: 4 }).outcome).toBe('applied')
    expect(merge(d, { ...a, revision: 2, sentAt: '2026-04-03T11:30:00+09:00', arrival: 4 }).outcome).toBe('applied')
    expect(merge(d, { ...u, arrival: 9 }).outcome).toBe('superseded')
  })

  it('the same file twice changes nothing', () => {
    expect(merge(a, { ...a })).toEqual({ outcome: 'same', warnings: [] })
  })

  it('without a send time it counts as the oldest', () => {
    const { sentAt: _, ...undated } = a
    expect(merge(a, { ...undated, arrival: 9 }).outcome).toBe('superseded')
    expect(merge(undated, a).outcome).toBe('applied')
  })

  it('between equals the one that came last holds', () => {
    expect(merge(a, { ...a, arrival: 9 }).outcome).toBe('applied')
    expect(merge({ ...a, arrival: 9 }, a).outcome).toBe('superseded')
  })

  it('say so when a lower revision was sent later', () => {
    const resent = { ...a, sentAt: '2026-04-03T12:00:00+09:00', arrival: 9 }
    expect(merge(u, resent)).toEqual({ outcome: 'superseded', warnings: [{ code: 'superseded-although-sent-later' }] })
  })

  it('say so when the patient changes', () => {
    expect(merge(a, { ...u, patientCode: '2' }).warnings).toEqual([{ code: 'patient-changed' }])
    expect(merge({ ...u, patientCode: '2' }, a).warnings).toEqual([{ code: 'patient-changed' }])
    expect(merge(u, d).warnings).toEqual([])
  })
})

describe('the order of events', () => {
  const anyEvent = fc.record(
    {
      action: fc.constantFrom('new' as const, 'update' as const, 'delete' as const),
      revision: fc.nat(2),
      sentAt: fc.constantFrom('2026-04-03T10:00:00+09:00', '2026-04-03T11:00:00+09:00'),
      arrival: fc.nat(3),
    },
    { requiredKeys: ['action', 'revision', 'arrival'] },
  )
  const shuffledTwice = fc
    .uniqueArray(anyEvent, {
      minLength: 1,
      maxLength: 7,
      selector: ({ arrival: _, ...event }) => JSON.stringify(event),
    })
    .chain((events) => fc.tuple(order(events), order(events)))
  const order = <T>(events: T[]) => fc.shuffledSubarray(events, { minLength: events.length })

  it('never decides the final state', () => {
    fc.assert(
      fc.property(shuffledTwice, ([one, other]) => {
        const arrived = (events: typeof one) => settle(events.map((event, arrival) => ({ ...event, arrival })))
        const { arrival: _, ...left } = arrived(one)!
        const { arrival: __, ...right } = arrived(other)!
        expect(left).toEqual(right)
      }),
    )
  })

  it('is total: of two different events exactly one is later', () => {
    fc.assert(
      fc.property(anyEvent, anyEvent, (one, other) => {
        const isSame = !isLater(one, other) && !isLater(other, one)
        expect(isSame).toBe(
          one.action === other.action &&
            one.revision === other.revision &&
            one.sentAt === other.sentAt &&
            one.arrival === other.arrival,
        )
        expect(isLater(one, other) && isLater(other, one)).toBe(false)
      }),
    )
  })
})
