import { indexText, sortKey, type Searchable } from '../domain/search-text.ts'
import { firstSeq, lastSeq, listChanges } from './changes.ts'
import type { Store } from './open.ts'

type Kind = 'patient' | 'member'
interface State {
  seq: number
  step: Kind | 'done'
  after: string
}

/** Rows of one transaction: nobody waits longer than a few milliseconds for the store. */
const rowsAtOnce = 300
/** What a restart may have to go through again. */
const unsavedChanges = 10_000

/** How far the index is, as far as it need not be written down: changes that concern nobody's name. */
const reached = new WeakMap<Store, number>()

/**
 * Takes one portion of what has changed into the search index. It follows the change log, so that a file that comes in costs nothing
 * but its change; a store without an index, or whose log no longer reaches back, is gone through once from end to end. Not to be called
 * inside a transaction: what is rolled back would count as indexed.
 * @returns false when nothing was left to do
 */
export function indexMore(store: Store): boolean {
  const state = readState(store)
  if (state.step !== 'done') return buildMore(store, state)
  const seq = Math.max(state.seq, reached.get(store) ?? 0)
  if (seq >= lastSeq(store)) return false
  const changes = listChanges(store, seq, 1000)
  const end = changes.at(-1)?.seq ?? seq
  const people = new Map<string, Kind>()
  for (const { noun, rowId } of changes) if (noun === 'patient' || noun === 'member') people.set(rowId, noun)
  if (people.size === 0 && end - state.seq < unsavedChanges) {
    reached.set(store, end)
    return true
  }
  store.write(() => {
    for (const [id, kind] of people) indexPerson(store, kind, id)
    store.queries.saveSearchState.run({ seq: end, step: 'done', after: '' })
  })
  return true
}

/** Brings the index up to date, however much that is. */
export function indexAll(store: Store): void {
  while (indexMore(store));
}

function readState(store: Store): State {
  const known = store.queries.findSearchState.get()
  const isWhole = known && (known.seq >= firstSeq(store) - 1 || known.seq === lastSeq(store))
  return isWhole ? known : { seq: lastSeq(store), step: 'patient', after: '' }
}

function buildMore(store: Store, { seq, step, after }: State): boolean {
  const { queries } = store
  const kind = step === 'member' ? 'member' : 'patient'
  const list = kind === 'patient' ? queries.listSearchablePatients : queries.listSearchableMembers
  const ids = list.all({ after, limit: rowsAtOnce }).map(({ id }) => id)
  const last = ids.at(-1)
  store.write(() => {
    for (const id of ids) indexPerson(store, kind, id)
    if (last !== undefined) queries.saveSearchState.run({ seq, step, after: last })
    else queries.saveSearchState.run({ seq, step: kind === 'patient' ? 'member' : 'done', after: '' })
  })
  return true
}

function indexPerson(store: Store, kind: Kind, id: string): void {
  const { queries } = store
  const person = kind === 'patient' ? searchablePatient(store, id) : searchableMember(store, id)
  const known = queries.findSearchDoc.get({ personId: id })
  if (known) queries.deleteSearchText.run({ doc: known.doc })
  if (!person) {
    if (known) queries.deleteSearchPerson.run({ doc: known.doc })
    return
  }
  const saved = queries.saveSearchPerson.run({
    kind,
    personId: id,
    sortKey: sortKey(person.kana) || sortKey(person.name),
  })
  queries.insertSearchText.run({ doc: known?.doc ?? saved.lastInsertRowid, words: indexText(person) })
}

function searchablePatient(store: Store, id: string): Searchable | undefined {
  const row = store.queries.findSearchablePatient.get({ id })
  return row && { ...row, phones: row.phones.split(' ').filter((phone) => phone !== '') }
}

function searchableMember(store: Store, id: string): Searchable | undefined {
  const row = store.queries.findSearchableMember.get({ id })
  return row && { ...row, code: null, phones: [] }
}

/** After a change, milliseconds: files come in bundles. */
const pauseMs = 2000
/** Between two portions, so that whoever waits for the box gets a turn. */
const breathMs = 20

/** Keeps the index up to date by and by, so that a search finds little left to do. @returns the way to stop */
export function keepSearchIndex(store: Store, onError: (error: unknown) => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const soon = (delay: number): void => {
    timer ??= setTimeout(() => {
      timer = undefined
      try {
        if (indexMore(store)) soon(breathMs)
      } catch (error) {
        onError(error)
      }
    }, delay)
    timer.unref()
  }
  const stop = store.onCommit(() => {
    soon(pauseMs)
  })
  soon(0)
  return () => {
    stop()
    clearTimeout(timer)
    timer = undefined
  }
}
