import {
  everybodysDisclosure,
  type Disclosure,
  type DisclosureSetting,
  type GivenReason,
  type NewDisclosureReason,
} from '../../contract/disclosure.ts'
import type { Page } from '../../contract/page.ts'
import { addDays, tokyoDate, tokyoMidnight } from '../domain/calendar-date.ts'
import { judgeDisclosure } from '../domain/disclosure.ts'
import { newId } from './ids.ts'
import { findMember } from './members.ts'
import type { Store } from './open.ts'
import { noteTrail } from './trail.ts'

/**
 * Whether what another institution or the person told is among what a read answers. Everything that reads notebook entries asks for it, and
 * entries.ts alone goes by it: what is closed never leaves the store.
 */
export type Sight = 'open' | 'closed'

/** As it is now for one member of staff; of a member that was merged, that of the record it is in. */
export function findDisclosure(store: Store, memberId: string, staffId: string): Disclosure {
  const now = store.now()
  const today = tokyoDate(now)
  const [startOfDay, endOfDay] = [tokyoMidnight(today), tokyoMidnight(addDays(today, 1))]
  const facts = store.queries.findDisclosureFacts.get({ memberId, staffId, now, startOfDay, endOfDay })
  if (!facts) throw new Error('the setting of the disclosure is missing')
  return judgeDisclosure(facts, now)
}

/** @param staffId who asks; null: the box by itself, for which nothing is closed */
export const sightOf = (store: Store, memberId: string, staffId: string | null): Sight =>
  staffId === null || findDisclosure(store, memberId, staffId).isOpen ? 'open' : 'closed'

/** Opens a member's record for the rest of the day for who gives the reason. Undefined: there is no such member. */
export function openByReason(
  store: Store,
  memberId: string,
  { reason, note }: NewDisclosureReason,
  staffId: string,
): Disclosure | undefined {
  return store.write(() => {
    const member = findMember(store, memberId)
    if (!member) return undefined
    const id = newId(store)
    store.queries.insertDisclosureReason.run({
      ...{ id, memberId: member.id, staffId, reason, note: note.trim(), at: store.now() },
    })
    noteTrail(store, { staffId, what: 'disclosure-reason', memberId: member.id, rowId: id, detail: { reason } })
    store.noteChange('disclosure', member.id)
    return findDisclosure(store, member.id, staffId)
  })
}

/** The person does not want it shown: closes for everybody, until the next presentation. Undefined: there is no such member. */
export function withdrawDisclosure(store: Store, memberId: string, staffId: string): Disclosure | undefined {
  return store.write(() => {
    const member = findMember(store, memberId)
    if (!member) return undefined
    const id = newId(store)
    store.queries.insertDisclosureWithdrawal.run({ id, memberId: member.id, staffId, at: store.now() })
    noteTrail(store, { staffId, what: 'disclosure-withdrawn', memberId: member.id, rowId: id })
    store.noteChange('disclosure', member.id)
    return findDisclosure(store, member.id, staffId)
  })
}

/** Openings by a reason, newest first. `before`: the id the last page ended with. */
export function listReasons(store: Store, before: string | null, limit: number): Page<GivenReason> {
  // 'g' sorts behind every id.
  const rows = store.queries.listDisclosureReasons.all({ before: before ?? 'g', limit: limit + 1 })
  return {
    items: rows.slice(0, limit).map((row) => {
      const member = findMember(store, row.memberId)
      return { ...row, memberId: member?.id ?? row.memberId, name: member?.name ?? '', kana: member?.kana ?? '' }
    }),
    next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null,
  }
}

export function findDisclosureSetting(store: Store): DisclosureSetting {
  const setting = store.queries.findDisclosureSetting.get()
  if (!setting) throw new Error('the setting of the disclosure is missing')
  return setting
}

export function editDisclosureSetting(
  store: Store,
  { days, version }: DisclosureSetting,
  staffId: string,
): { ok: true; setting: DisclosureSetting } | { ok: false; current: DisclosureSetting } {
  return store.write(() => {
    const { changes } = store.queries.editDisclosureSetting.run({ days, version })
    const setting = findDisclosureSetting(store)
    if (changes === 0) return { ok: false, current: setting }
    noteTrail(store, { staffId, what: 'disclosure-set', memberId: null, rowId: null, detail: { days } })
    store.noteChange('disclosure', everybodysDisclosure)
    return { ok: true, setting }
  })
}

/** Pages are told within this time of a clock that was put forward. */
const lookEveryMs = 30_000

/**
 * Tells every page when a day in Asia/Tokyo begins, so that what closes then leaves the screens at once. The reads themselves go by the
 * clock alone and need nobody to tell them. A day that could not be told, such as on a full disk, is told at the next look. Returns the way
 * to stop.
 */
export function keepDisclosureDays(store: Store, onError: (error: unknown) => void): () => void {
  let day = tokyoDate(store.now())
  let timer: ReturnType<typeof setTimeout>
  const look = (): void => {
    const now = store.now()
    const today = tokyoDate(now)
    if (today !== day) {
      try {
        store.write(() => {
          store.noteChange('disclosure', everybodysDisclosure)
        })
        day = today
      } catch (error) {
        onError(error)
      }
    }
    timer = setTimeout(look, Math.min(lookEveryMs, Math.max(1, tokyoMidnight(addDays(today, 1)) - now)))
    timer.unref()
  }
  look()
  return () => {
    clearTimeout(timer)
  }
}
