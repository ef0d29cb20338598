import type { Counter } from '../../contract/counter.ts'
import { newId } from './ids.ts'
import type { Store } from './open.ts'

export type CounterOutcome =
  | { ok: true; counter: Counter }
  | { ok: false; code: 'not-found' | 'name-taken' }
  | { ok: false; code: 'stale-version'; current: Counter }

/** Those that have not been removed, oldest first. */
export const listCounters = (store: Store): Counter[] => store.queries.listCounters.all().map(toCounter)

/** One that has not been removed. */
export function findCounter(store: Store, id: string): Counter | undefined {
  const row = store.queries.findCounter.get({ id })
  return row?.removedAt === null ? toCounter(row) : undefined
}

/**
 * A new counter. The first one of a pharmacy takes every reader that belongs nowhere, as the only counter takes every reader that
 * is plugged in later.
 */
export function saveCounter(store: Store, name: string): CounterOutcome {
  return store.write((): CounterOutcome => {
    if (store.queries.findCounterByName.get({ name })) return { ok: false, code: 'name-taken' }
    const isFirst = listCounters(store).length === 0
    const id = newId(store)
    store.queries.insertCounter.run({ id, name, at: store.now() })
    store.noteChange('counter', id)
    if (isFirst) adopt(store, id)
    return { ok: true, counter: { id, name, version: 1 } }
  })
}

function adopt(store: Store, counterId: string): void {
  for (const { id } of store.queries.listReadersWithoutCounter.all()) {
    store.queries.editReader.run({ id, hasCounter: 1, counterId, isWanted: null, scanFraming: null, scanHeader: null })
    store.noteChange('reader', id)
  }
}

export function renameCounter(store: Store, id: string, name: string, version: number): CounterOutcome {
  return store.write((): CounterOutcome => {
    const current = findCounter(store, id)
    if (!current) return { ok: false, code: 'not-found' }
    if (current.version !== version) return { ok: false, code: 'stale-version', current }
    const twin = store.queries.findCounterByName.get({ name })
    if (twin && twin.id !== id) return { ok: false, code: 'name-taken' }
    return change(store, id, name, null)
  })
}

/** Its readers belong to no counter from now on; {@link restoreCounter} gives those back that nobody has moved meanwhile. */
export function removeCounter(store: Store, id: string, version: number): CounterOutcome {
  return store.write((): CounterOutcome => {
    const current = findCounter(store, id)
    if (!current) return { ok: false, code: 'not-found' }
    if (current.version !== version) return { ok: false, code: 'stale-version', current }
    return changeWithReaders(store, id, current.name, store.now())
  })
}

export function restoreCounter(store: Store, id: string): CounterOutcome {
  return store.write((): CounterOutcome => {
    const row = store.queries.findCounter.get({ id })
    if (!row) return { ok: false, code: 'not-found' }
    // Twice is as good as once.
    if (row.removedAt === null) return { ok: true, counter: toCounter(row) }
    if (store.queries.findCounterByName.get({ name: row.name })) return { ok: false, code: 'name-taken' }
    return changeWithReaders(store, id, row.name, null)
  })
}

function changeWithReaders(store: Store, id: string, name: string, removedAt: number | null): CounterOutcome {
  store.queries.touchReaderVersions.run({ counterId: id })
  for (const reader of store.queries.listReadersOfCounter.all({ counterId: id })) store.noteChange('reader', reader.id)
  return change(store, id, name, removedAt)
}

function change(store: Store, id: string, name: string, removedAt: number | null): CounterOutcome {
  store.queries.updateCounter.run({ id, name, removedAt })
  store.noteChange('counter', id)
  const row = store.queries.findCounter.get({ id })
  return row ? { ok: true, counter: toCounter(row) } : { ok: false, code: 'not-found' }
}

const toCounter = ({ id, name, version }: Counter): Counter => ({ id, name, version })
