import type { Entry, EntryDeed, EntryRevision } from '../../contract/entry.ts'
import type { Page } from '../../contract/page.ts'
import { isDisclosed, mayBeDisclosed } from '../domain/disclosure.ts'
import { sightOf, type Sight } from './disclosure.ts'
import { newId } from './ids.ts'
import { currentMemberId, memberIdsOf } from './members.ts'
import type { Store } from './open.ts'
import { noteTrail } from './trail.ts'

/** What is written into a notebook; each has its contract, and its noun among the changes. */
export type EntryKind = 'body-note' | 'memo' | 'otc' | 'outside-dispensing'

/** One kind of entry: its noun, and what of its content is looked up by. */
export interface EntryShape<Content extends object> {
  kind: EntryKind
  /** The day it stands under, '' for none; newest days come first in a list. */
  dayOf: (content: Content) => string
  janOf?: (content: Content) => string | undefined
}

export type EntryOutcome<Content> =
  | { ok: true; entry: Entry & Content }
  | { ok: false; code: 'not-found' | 'disclosure-closed' }
  | { ok: false; code: 'stale-version'; current: Entry & Content }

/** Who does it; null: the box by itself. */
export interface Author {
  staffId: string | null
  /** 代行入力: in whose name it is typed. */
  onBehalfOf?: string | null
}

type Row = NonNullable<ReturnType<Store['queries']['findEntry']['get']>>

/** Behind every id of the box: ids are hexadecimal. */
const afterIds = 'g'
const afterDays = '9999-99-99'

/** One entry of a member's record, taken away or not, whoever's words it is: for what is done to it. */
function findEntry<Content extends object>(
  store: Store,
  { kind }: EntryShape<Content>,
  memberId: string,
  id: string,
): (Entry & Content) | undefined {
  const row = store.queries.findEntry.get({ id })
  return row?.kind === kind && memberIdsOf(store, memberId).includes(row.memberId)
    ? toEntry(row, JSON.parse(row.content) as Content)
    : undefined
}

export interface EntryRange {
  /** Where the last page ended: `DAY:ID`. */
  before?: string | null
  /** The oldest day wanted. */
  from?: string
  /** Those taken away are left out. */
  isKeptOnly?: boolean
}

/**
 * Entries of a member's record, those of members merged into it among them; newest day first, then newest entry. Here and in
 * {@link listEntryRevisions} is decided what is read of notebooks: where the sight is closed, what others told is not there.
 */
export function listEntries<Content extends object>(
  store: Store,
  { kind }: EntryShape<Content>,
  memberId: string,
  limit: number,
  sight: Sight,
  { before = null, from = '', isKeptOnly = false }: EntryRange = {},
): Page<Entry & Content> {
  const isOwnOnly = sight === 'closed' && mayBeDisclosed(kind)
  // Of the other kinds nothing is this pharmacy's own.
  if (isOwnOnly && kind !== 'memo') return { items: [], next: null }
  const [beforeOn = afterDays, beforeId = afterIds] = before?.split(':') ?? []
  const which = { withRemoved: isKeptOnly ? 0 : 1, isOwnOnly: isOwnOnly ? 1 : 0 }
  const range = { beforeOn, beforeId, from, ...which, limit: limit + 1 }
  const rows = memberIdsOf(store, memberId)
    .flatMap((id) => store.queries.listEntries.all({ memberId: id, kind, ...range }))
    .sort((a, b) => byText(b.dayOn, a.dayOn) || byText(b.id, a.id))
  const last = rows[limit - 1]
  return {
    items: rows.slice(0, limit).map((row) => toEntry(row, JSON.parse(row.content) as Content)),
    next: rows.length > limit && last ? `${last.dayOn}:${last.id}` : null,
  }
}

/** How many there are that have not been taken away. */
export const countEntries = (store: Store, kind: EntryKind, memberId: string): number =>
  memberIdsOf(store, memberId).reduce(
    (sum, id) => sum + (store.queries.countEntries.get({ memberId: id, kind })?.entries ?? 0),
    0,
  )

export function addEntry<Content extends object>(
  store: Store,
  shape: EntryShape<Content>,
  memberId: string,
  content: Content,
  author: Author,
): EntryOutcome<Content> {
  return store.write((): EntryOutcome<Content> => {
    const owner = currentMemberId(store, memberId)
    if (owner === undefined) return { ok: false, code: 'not-found' }
    if (isClosed(store, shape, owner, author, content)) return { ok: false, code: 'disclosure-closed' }
    const id = newId(store)
    store.queries.insertEntry.run({ id, memberId: owner, kind: shape.kind, ...keysOf(shape, content) })
    return noteDeed(store, shape, owner, { id, version: 1, deed: 'added', content, reason: null, ...author })
  })
}

/** Replaces what an entry says. One that was taken away cannot be corrected: `not-found`. */
export const correctEntry = <Content extends object>(
  store: Store,
  shape: EntryShape<Content>,
  memberId: string,
  { id, version, content, ...author }: { id: string; version: number; content: Content } & Author,
): EntryOutcome<Content> =>
  change(store, shape, memberId, { id, version, ...author }, (current) =>
    current.isRemoved ? null : { deed: 'corrected', content, reason: null, removedAt: null, ...author },
  )

/**
 * Takes an entry away, with the reason where one is asked for; {@link restoreEntry} brings it back. Twice is as good as once, but not for
 * another reason: whoever gives that has to have seen the first.
 */
export const removeEntry = <Content extends object>(
  store: Store,
  shape: EntryShape<Content>,
  memberId: string,
  { id, version, reason, ...author }: { id: string; version: number; reason: string | null } & Author,
): EntryOutcome<Content> =>
  change(store, shape, memberId, { id, version, ...author }, (current, content) =>
    current.isRemoved && (reason === null || reason === current.reason)
      ? 'done'
      : { deed: 'removed', content, reason, removedAt: store.now(), ...author },
  )

export const restoreEntry = <Content extends object>(
  store: Store,
  shape: EntryShape<Content>,
  memberId: string,
  { id, version, ...author }: { id: string; version: number } & Author,
): EntryOutcome<Content> =>
  change(store, shape, memberId, { id, version, ...author }, (current, content) =>
    current.isRemoved ? { deed: 'restored', content, reason: null, removedAt: null, ...author } : 'done',
  )

/** Every revision, newest first; empty when the entry is not of this member's record, or closed. */
export function listEntryRevisions<Content extends object>(
  store: Store,
  shape: EntryShape<Content>,
  memberId: string,
  id: string,
  sight: Sight,
): EntryRevision<Content>[] {
  const entry = findEntry(store, shape, memberId, id)
  const isHidden = (content: object): boolean => sight === 'closed' && isDisclosed(shape.kind, content)
  if (!entry || isHidden(entry)) return []
  const revisions = store.queries.listEntryRevisions
    .all({ entryId: id })
    .map(({ reason, onBehalfOf, content, ...revision }) => ({
      ...revision,
      ...(onBehalfOf !== null && { onBehalfOf }),
      ...(reason !== null && { reason }),
      content: JSON.parse(content) as Content,
    }))
  // A memo may have been said to be somebody else's words before.
  return revisions.filter(({ content }) => !isHidden(content))
}

/** What others told is neither shown nor changed while it is closed to who writes. */
const isClosed = (
  store: Store,
  { kind }: EntryShape<never>,
  memberId: string,
  { staffId }: Author,
  ...contents: readonly object[]
): boolean => contents.some((content) => isDisclosed(kind, content)) && sightOf(store, memberId, staffId) === 'closed'

type Deed<Content> = { deed: EntryDeed; content: Content; reason: string | null; removedAt: number | null } & Author

/** @param decide what is done to the entry as it is now; 'done': nothing is left to do; null: it cannot be done */
function change<Content extends object>(
  store: Store,
  shape: EntryShape<Content>,
  memberId: string,
  { id, version, ...author }: { id: string; version: number } & Author,
  decide: (current: Entry, content: Content) => Deed<Content> | 'done' | null,
): EntryOutcome<Content> {
  return store.write((): EntryOutcome<Content> => {
    const row = store.queries.findEntry.get({ id })
    const current = findEntry(store, shape, memberId, id)
    if (!row || !current) return { ok: false, code: 'not-found' }
    if (isClosed(store, shape, row.memberId, author, current)) return { ok: false, code: 'disclosure-closed' }
    const deed = decide(current, JSON.parse(row.content) as Content)
    if (deed === 'done') return { ok: true, entry: current }
    if (current.version !== version) return { ok: false, code: 'stale-version', current }
    if (deed === null) return { ok: false, code: 'not-found' }
    if (isClosed(store, shape, row.memberId, author, deed.content)) return { ok: false, code: 'disclosure-closed' }
    store.queries.updateEntry.run({ id, removedAt: deed.removedAt, ...keysOf(shape, deed.content) })
    return noteDeed(store, shape, row.memberId, { id, version: version + 1, ...deed })
  })
}

function noteDeed<Content extends object>(
  store: Store,
  shape: EntryShape<Content>,
  memberId: string,
  revision: { id: string; version: number; deed: EntryDeed; content: Content; reason: string | null } & Author,
): EntryOutcome<Content> {
  const { id, version, deed, content, reason, staffId, onBehalfOf = null } = revision
  const at = store.now()
  store.queries.insertEntryRevision.run({
    ...{ entryId: id, version, deed, at, staffId, onBehalfOf, reason },
    content: JSON.stringify(content),
  })
  const what = `${shape.kind}-${deed}` as const
  noteTrail(store, { staffId, onBehalfOf, what, memberId, rowId: id, detail: { version } })
  // The member's id, not the entry's: a page knows at once whether it is concerned.
  store.noteChange(shape.kind, currentMemberId(store, memberId) ?? memberId)
  const entry = findEntry(store, shape, memberId, id)
  return entry ? { ok: true, entry } : { ok: false, code: 'not-found' }
}

const keysOf = <Content extends object>({ dayOf, janOf }: EntryShape<Content>, content: Content) => ({
  dayOn: dayOf(content),
  jan: janOf?.(content) ?? null,
})

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function toEntry<Content extends object>(row: Row, content: Content): Entry & Content {
  const { id, memberId, version, addedAt, addedBy, addedFor, at, by, onBehalfOf, reason, removedAt } = row
  return {
    ...content,
    ...{ id, memberId, version, addedAt, addedBy, at, by, isRemoved: removedAt !== null },
    ...(addedFor !== null && { addedFor }),
    ...(onBehalfOf !== null && { onBehalfOf }),
    ...(reason !== null && { reason }),
  }
}
