import type { ReaderEdit, ReaderKind } from '../../contract/reader.ts'
import { findCounter } from './counters.ts'
import { newId } from './ids.ts'
import type { Store } from './open.ts'

/** A reader as the box remembers it, plugged in or not. */
export type KnownReader = ReturnType<Store['queries']['listReaders']['all']>[number]

/** In the order in which they were first seen. */
export const listReaders = (store: Store): KnownReader[] => store.queries.listReaders.all()

export const findReader = (store: Store, id: string): KnownReader | undefined => store.queries.findReader.get({ id })

export const findReaderByDevice = (store: Store, device: string): KnownReader | undefined =>
  store.queries.findReaderByDevice.get({ device })

export interface SeenReader {
  device: string
  kind: ReaderKind
  label: string
  satellite: string | null
}

/**
 * A reader is there. Seen for the first time it is wanted, and belongs to the only counter if there is exactly one.
 * Inside `store.write`. @returns its id
 */
export function seeReader(store: Store, { device, kind, label, satellite }: SeenReader): string {
  const at = store.now()
  const known = findReaderByDevice(store, device)
  const id = known?.id ?? newId(store)
  if (known) store.queries.seeReader.run({ id, kind, label, at })
  else {
    const counters = store.queries.listCounters.all()
    const counterId = counters.length === 1 ? (counters[0]?.id ?? null) : null
    store.queries.insertReader.run({ id, device, kind, label, satellite, counterId, at })
  }
  store.noteChange('reader', id)
  return id
}

/** It went. Inside `store.write`. */
export function leaveReader(store: Store, id: string): void {
  store.queries.leaveReader.run({ id, at: store.now() })
  store.noteChange('reader', id)
}

/** A card or code was read there. Inside `store.write`; no change is noted: the row it made says enough. */
export function useReader(store: Store, id: string, at: number): void {
  store.queries.useReader.run({ id, at })
}

/** A card could not be read there: what is remembered since the last one that was. Inside `store.write`. */
export function failReader(
  store: Store,
  id: string,
  { failures, givenUp }: { failures: number; givenUp: number },
): void {
  store.queries.failReader.run({ id, failures, givenUp })
}

export type EditOutcome = { ok: true } | { ok: false; code: 'not-found' | 'unknown-counter' | 'stale-version' }

/** What a person sets: the counter, ON or OFF, how a scanner is set up. What is not given stays as it is. */
export function editReader(store: Store, id: string, edit: ReaderEdit): EditOutcome {
  return store.write((): EditOutcome => {
    const current = findReader(store, id)
    if (!current) return { ok: false, code: 'not-found' }
    if (current.version !== edit.version) return { ok: false, code: 'stale-version' }
    const { counterId, isWanted, scanner } = edit
    if (counterId && !findCounter(store, counterId)) return { ok: false, code: 'unknown-counter' }
    store.queries.editReader.run({
      id,
      hasCounter: counterId === undefined ? 0 : 1,
      counterId: counterId ?? null,
      isWanted: isWanted === undefined ? null : isWanted ? 1 : 0,
      scanFraming: scanner?.framing ?? null,
      scanHeader: scanner?.appendHeader ?? null,
    })
    store.noteChange('reader', id)
    return { ok: true }
  })
}
