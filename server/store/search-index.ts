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
 * @returns people that were indexed; undefined when nothing was left to do
 */
function indexPortion(store: Store): number | undefined {
  const state = readState(store)
  if (state.step !== 'done') return buildMore(store, state)
  const seq = Math.max(state.seq, reached.get(store) ?? 0)
  if (seq >= lastSeq(store)) return undefined
  const changes = listChanges(store, seq, 1000)
  const end = changes.at(-1)?.seq ?? seq
  const people = new Map<string, Kind>()
  for (const { noun, rowId } of changes) if (noun === 'patient' || noun === 'member') people.set(rowId, noun)
  if (people.size === 0 && end - state.seq < unsavedChanges) {
    reached.set(store, end)
    return 0
  }
  store.write(() => {
    for (const [id, kind] of people) indexPerson(store, kind, id)
    store.queries.saveSearchState.run({ seq: end, step: 'done', after: '' })
  })
  return people.size
}

/** One portion. @returns false when nothing was left to do */
export const indexMore = (store: Store): boolean => indexPortion(store) !== undefined

/**
 * Brings what the index says of members up to date: whoever issues a card or links a member must not miss one. After an upgrade members are
 * gone through first, some thousands in a moment.
 */
export function indexMembers(store: Store): void {
  while (readState(store).step !== 'patient' && indexMore(store));
  const { step, seq } = readState(store)
  if (step !== 'patient') return
  // The log is followed only after the patients.
  let after = seq
  for (let changes = listChanges(store, after, 1000); changes.length > 0; changes = listChanges(store, after, 1000)) {
    store.write(() => {
      for (const { noun, rowId } of changes) if (noun === 'member') indexPerson(store, 'member', rowId)
    })
    after = changes.at(-1)?.seq ?? after
  }
}

/** People that are indexed while somebody waits for an answer: more than come in between two portions, and soon done. */
const peopleInTime = 500

/**
 * Brings the index up to date as far as nobody notices it; the rest is done by and by ({@link keepSearchIndex}).
 * @returns how much of it is done, in whole percent below 100; undefined when the index is whole
 */
export function indexSome(store: Store): number | undefined {
  let people = 0
  while (people < peopleInTime) {
    const more = indexPortion(store)
    if (more === undefined) return undefined
    people += more
  }
  return builtPercent(store, readState(store))
}

function builtPercent(store: Store, { step, after }: State): number {
  // What changed since is little beside everybody.
  if (step === 'done') return 99
  const { queries } = store
  const count = (kind: Kind, until?: string): number =>
    (kind === 'patient' ? queries.countSearchablePatients : queries.countSearchableMembers).get({
      until: until ?? 'g',
    })?.rows ?? 0
  const all = count('patient') + count('member')
  const done = step === 'member' ? count('member', after) : count('member') + count('patient', after)
  return all === 0 ? 0 : Math.min(99, Math.floor((100 * done) / all))
}

function readState(store: Store): State {
  const known = store.queries.findSearchState.get()
  const isWhole = known && (known.seq >= firstSeq(store) - 1 || known.seq === lastSeq(store))
  return isWhole ? known : { seq: lastSeq(store), step: 'member', after: '' }
}

function buildMore(store: Store, { seq, step, after }: State): number {
  const { queries } = store
  const kind = step === 'patient' ? 'patient' : 'member'
  const list = kind === 'patient' ? queries.listSearchablePatients : queries.listSearchableMembers
  const ids = list.all({ after, limit: rowsAtOnce }).map(({ id }) => id)
  const last = ids.at(-1)
  store.write(() => {
    for (const id of ids) indexPerson(store, kind, id)
    if (last !== undefined) queries.saveSearchState.run({ seq, step, after: last })
    else queries.saveSearchState.run({ seq, step: kind === 'member' ? 'patient' : 'done', after: '' })
  })
  return ids.length
}

/** One patient's entry anew, in the transaction that changes what it is made of. */
export const indexPatient = (store: Store, id: string): void => {
  indexPerson(store, 'patient', id)
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
