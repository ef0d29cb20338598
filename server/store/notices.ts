import type { IssueStatus, NewNotice, Notice, NoticeEdition, NoticeKind, NoticeReader } from '../../contract/notice.ts'
import { tokyoDate } from '../domain/calendar-date.ts'
import { newId } from './ids.ts'
import type { Store } from './open.ts'
import { lastCodePoint } from './queries.ts'
import { noteTrail } from './trail.ts'

type Row = NonNullable<ReturnType<Store['queries']['findNotice']['get']>>

export type NoticeOutcome =
  | { ok: true; notice: Notice }
  | { ok: false; code: 'not-found' }
  | { ok: false; code: 'stale-version'; current: Notice }

/** What a notice says, as it is stored. */
export interface NoticeWords {
  title: string
  body: string
  status: IssueStatus | null
  affects: string
  datedOn: string
}

export interface NoticeFilter {
  kind: NoticeKind | null
  isUnreadOnly: boolean
}

/** Newest first, as one person sees them. `before` is the cursor of the last page. */
export function listNotices(
  store: Store,
  staffId: string,
  { kind, isUnreadOnly }: NoticeFilter,
  before: { at: number; id: string } | null,
  limit: number,
): { items: Notice[]; next: { at: number; id: string } | null } {
  const rows = store.queries.listNotices.all({
    staffId,
    kind,
    isUnreadOnly: isUnreadOnly ? 1 : 0,
    beforeAt: before?.at ?? Number.MAX_SAFE_INTEGER,
    beforeId: before?.id ?? lastCodePoint,
    limit: limit + 1,
  })
  const last = rows[limit - 1]
  const people = countPeople(store)
  return {
    items: rows.slice(0, limit).map((row) => toNotice(row, people)),
    next: rows.length > limit && last ? { at: last.publishedAt, id: last.id } : null,
  }
}

/** One notice as one person sees it; removed ones answer too. */
export function findNotice(store: Store, staffId: string, id: string): Notice | undefined {
  const row = store.queries.findNotice.get({ staffId, id })
  return row && toNotice(row, countPeople(store))
}

/** How many notices this person has not acknowledged. */
export const countUnread = (store: Store, staffId: string): number =>
  store.queries.countUnreadNotices.get({ staffId })?.unread ?? 0

/** A notice written at the desk. Who wrote it has read it. */
export function saveNotice(store: Store, staffId: string, written: NewNotice): Notice {
  return store.write(() => {
    const words = wordsOf(written, written.kind, tokyoDate(store.now()))
    const id = insertNotice(store, { kind: written.kind, origin: 'desk', source: null, words, staffId })
    acknowledgeEdition(store, staffId, id, 1)
    noteTrail(store, { staffId, what: 'notice-written', memberId: null, rowId: id })
    return getNotice(store, staffId, id)
  })
}

/** A new edition. A known issue is raised again with each; a notice of the pharmacy when its author asks for it. */
export function editNotice(
  store: Store,
  staffId: string,
  id: string,
  edit: Omit<NewNotice, 'kind'> & { isRaised: boolean; version: number },
): NoticeOutcome {
  return store.write((): NoticeOutcome => {
    const row = store.queries.findNotice.get({ staffId, id })
    // What the box or a file says is theirs to change.
    if (row?.removedAt !== null || row.origin !== 'desk') return { ok: false, code: 'not-found' }
    if (row.version !== edit.version)
      return { ok: false, code: 'stale-version', current: getNotice(store, staffId, id) }
    const words = wordsOf(edit, row.kind, tokyoDate(store.now()))
    publish(store, row, { words, isRaised: edit.isRaised || row.kind === 'known-issue', staffId })
    acknowledgeEdition(store, staffId, id, row.edition + 1)
    noteTrail(store, { staffId, what: 'notice-corrected', memberId: null, rowId: id })
    return { ok: true, notice: getNotice(store, staffId, id) }
  })
}

/** Takes a notice off the list, or puts it back. Twice is as good as once. */
export function setNoticeRemoved(
  store: Store,
  staffId: string,
  id: string,
  version: number | null,
  isRemoved: boolean,
): NoticeOutcome {
  return store.write((): NoticeOutcome => {
    const row = store.queries.findNotice.get({ staffId, id })
    if (!row) return { ok: false, code: 'not-found' }
    if (version !== null && row.version !== version)
      return { ok: false, code: 'stale-version', current: getNotice(store, staffId, id) }
    if ((row.removedAt !== null) !== isRemoved) {
      store.queries.updateNotice.run({ ...row, removedAt: isRemoved ? store.now() : null })
      store.noteChange('notice', id)
      const what = isRemoved ? 'notice-removed' : 'notice-restored'
      noteTrail(store, { staffId, what, memberId: null, rowId: id })
    }
    return { ok: true, notice: getNotice(store, staffId, id) }
  })
}

/** 確認しました, of the edition that was seen: a newer one stays unread. */
export function acknowledge(store: Store, staffId: string, id: string, edition: number): NoticeOutcome {
  return store.write((): NoticeOutcome => {
    const row = store.queries.findNotice.get({ staffId, id })
    if (!row || edition > row.edition) return { ok: false, code: 'not-found' }
    acknowledgeEdition(store, staffId, id, edition)
    store.noteChange('notice', id)
    return { ok: true, notice: getNotice(store, staffId, id) }
  })
}

/** Everybody who works here, and when each acknowledged what is to be acknowledged now. */
export function listNoticeReaders(store: Store, id: string): NoticeReader[] {
  const raised = store.queries.findNotice.get({ staffId: '', id })?.raisedEdition ?? 0
  return store.queries.listNoticeReaders
    .all({ noticeId: id })
    .map(({ name, edition, at }) => ({ name, at: edition !== null && edition >= raised ? at : null }))
}

const mostEditions = 100

/** The newest hundred editions, newest first. */
export const listNoticeEditions = (store: Store, id: string): NoticeEdition[] =>
  store.queries.listNoticeEditions
    .all({ noticeId: id, limit: mostEditions })
    .map(({ edition, title, body, status, affects, datedOn, isRaised, at, by }) => ({
      edition,
      title,
      body,
      ...(status && { status }),
      affects,
      on: datedOn,
      isRaised,
      at,
      by,
    }))

/** Says something in the box's own name; a second word on the same thing is a new edition of the first. */
export function raiseBoxNotice(store: Store, sourceKey: string, title: string, body: string): void {
  const words = { title, body, status: null, affects: '', datedOn: tokyoDate(store.now()) }
  const known = store.queries.findNoticeBySource.get({ sourceKey })
  const row = known && store.queries.findNotice.get({ staffId: '', id: known.id })
  if (row) publish(store, row, { words, isRaised: true, staffId: null })
  else {
    const source = { key: sourceKey, version: 1 }
    insertNotice(store, { kind: 'box', origin: 'box', source, words, staffId: null })
  }
}

/** The last word on it: what comes up later under this key is a notice of its own. Nothing was raised: nothing is said. */
export function closeBoxNotice(store: Store, sourceKey: string, title: string, body: string): void {
  const known = store.queries.findNoticeBySource.get({ sourceKey })
  const row = known && store.queries.findNotice.get({ staffId: '', id: known.id })
  if (!row) return
  const words = { title, body, status: null, affects: '', datedOn: tokyoDate(store.now()) }
  publish(store, { ...row, sourceKey: null, removedAt: null }, { words, isRaised: true, staffId: null })
}

/** One entry of a signed file that is newer than what the box has, or unknown to it. */
export interface ImportedNotice {
  sourceKey: string
  sourceVersion: number
  kind: 'facility' | 'known-issue'
  words: NoticeWords
}

/** The version the box has of an entry of a signed file; undefined: none. */
export const findImportedVersion = (store: Store, sourceKey: string): number | undefined =>
  store.queries.findNoticeBySource.get({ sourceKey })?.sourceVersion ?? undefined

/** Inside `store.write`. Resolves to what it was. */
export function saveImportedNotice(store: Store, staffId: string | null, entry: ImportedNotice): 'added' | 'updated' {
  const { sourceKey, sourceVersion, kind, words } = entry
  const known = store.queries.findNoticeBySource.get({ sourceKey })
  const row = known && store.queries.findNotice.get({ staffId: '', id: known.id })
  if (!row) {
    const id = insertNotice(store, {
      kind,
      origin: 'file',
      source: { key: sourceKey, version: sourceVersion },
      words,
      staffId: null,
    })
    noteTrail(store, { staffId, what: 'notice-imported', memberId: null, rowId: id })
    return 'added'
  }
  publish(store, { ...row, sourceVersion, removedAt: null }, { words, isRaised: true, staffId: null })
  noteTrail(store, { staffId, what: 'notice-imported', memberId: null, rowId: row.id })
  return 'updated'
}

function insertNotice(
  store: Store,
  given: {
    kind: NoticeKind
    origin: Notice['origin']
    source: { key: string; version: number } | null
    words: NoticeWords
    staffId: string | null
  },
): string {
  const { kind, origin, source, words, staffId } = given
  const id = newId(store)
  const at = store.now()
  store.queries.insertNotice.run({
    id,
    kind,
    origin,
    sourceKey: source?.key ?? null,
    sourceVersion: source?.version ?? null,
    ...words,
    at,
  })
  store.queries.insertNoticeEdition.run({ noticeId: id, edition: 1, ...words, isRaised: 1, staffId, at })
  store.noteChange('notice', id)
  return id
}

function publish(
  store: Store,
  row: Row,
  { words, isRaised, staffId }: { words: NoticeWords; isRaised: boolean; staffId: string | null },
): void {
  const edition = row.edition + 1
  const at = store.now()
  store.queries.insertNoticeEdition.run({
    noticeId: row.id,
    edition,
    ...words,
    isRaised: isRaised ? 1 : 0,
    staffId,
    at,
  })
  const raised = isRaised ? { raisedEdition: edition, publishedAt: at } : {}
  store.queries.updateNotice.run({ ...row, ...words, edition, ...raised })
  store.noteChange('notice', row.id)
}

function acknowledgeEdition(store: Store, staffId: string, noticeId: string, edition: number): void {
  store.queries.acknowledgeNotice.run({ noticeId, staffId, edition, at: store.now() })
}

const wordsOf = (written: Omit<NewNotice, 'kind'>, kind: NoticeKind, datedOn: string): NoticeWords => ({
  title: written.title.trim(),
  body: written.body.trim(),
  status: kind === 'known-issue' ? (written.status ?? 'new-in-progress') : null,
  affects: kind === 'known-issue' ? written.affects.trim() : '',
  datedOn,
})

const countPeople = (store: Store): number => store.queries.countStaff.get()?.people ?? 0

function getNotice(store: Store, staffId: string, id: string): Notice {
  const notice = findNotice(store, staffId, id)
  if (!notice) throw new Error('a notice that was just written is not there')
  return notice
}

function toNotice(row: Row, people: number): Notice {
  const { id, kind, origin, title, body, status, affects, datedOn, edition, publishedAt, version } = row
  const isUnread = row.removedAt === null && (row.readEdition ?? 0) < row.raisedEdition
  return {
    id,
    kind,
    origin,
    title,
    body,
    ...(status && { status }),
    affects,
    on: datedOn,
    edition,
    publishedAt,
    isUnread,
    acknowledgedAt: isUnread ? null : row.acknowledgedAt,
    readers: { done: row.done, of: people },
    isRemoved: row.removedAt !== null,
    version,
  }
}
