import type { Consent, Terms } from '../../contract/card-issue.ts'
import type { Page } from '../../contract/page.ts'
import { memberIdsOf } from './members.ts'
import type { Store } from './open.ts'
import { noteTrail } from './trail.ts'

/** The terms that are asked now. The first version came with the box. */
export function newestTerms(store: Store): Terms {
  const newest = store.queries.newestTerms.get()
  if (!newest) throw new Error('the migration brings the first terms')
  return newest
}

/** Every version, newest first. `before` is the version the last page ended with. */
export function listTerms(store: Store, before: number | null, limit: number): Page<Terms> {
  const rows = store.queries.listTerms.all({ before: before ?? Number.MAX_SAFE_INTEGER, limit: limit + 1 })
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? String(items.at(-1)?.version ?? '') : null }
}

/** A new version; the ones before it stay as they are. The same text again is no new version. */
export const saveTerms = (
  store: Store,
  body: string,
  version: number,
  staffId: string,
): { ok: true; terms: Terms } | { ok: false; current: Terms } =>
  store.write(() => {
    const newest = newestTerms(store)
    if (newest.version !== version) return { ok: false, current: newest }
    const text = body.replaceAll('\r\n', '\n').trim()
    if (text === newest.body) return { ok: true, terms: newest }
    store.queries.insertTerms.run({ version: newest.version + 1, body: text, staffId, at: store.now() })
    noteTrail(store, { staffId, what: 'terms-changed', memberId: null, rowId: String(newest.version + 1) })
    return { ok: true, terms: newestTerms(store) }
  })

/** What a member has consented to, oldest first. */
export const listConsents = (store: Store, memberId: string, limit: number): Consent[] =>
  memberIdsOf(store, memberId)
    .flatMap((each) => store.queries.listConsentsOfMember.all({ memberId: each, limit }))
    .toSorted((a, b) => a.at - b.at)
