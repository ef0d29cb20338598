import { newId } from './ids.ts'
import type { Store } from './open.ts'
import { hasTouch } from './visits.ts'

/** A small machine that holds readers for the box, known by its key. */
export interface Satellite {
  id: string
  name: string
}

export interface ListedSatellite extends Satellite {
  createdAt: number
  revokedAt: number | null
}

/** The satellite with this key; undefined when there is none, or its key was revoked. */
export function findSatelliteByKey(store: Store, keyHash: Buffer): Satellite | undefined {
  const row = store.queries.findSatelliteByKey.get({ keyHash })
  return row?.revokedAt === null ? { id: row.id, name: row.name } : undefined
}

/** In the order in which they were made, with those whose key was revoked. */
export const listSatellites = (store: Store): ListedSatellite[] => store.queries.listSatellites.all()

/** @returns false when a satellite with this name has a key that is in use */
export function saveSatellite(store: Store, name: string, keyHash: Buffer): boolean {
  return store.write(() => {
    if (store.queries.findSatelliteByName.get({ name })) return false
    store.queries.insertSatellite.run({ id: newId(store), name, keyHash, at: store.now() })
    return true
  })
}

/** Its key opens nothing any more; the name is free for a new one. @returns false when there is none of this name */
export function revokeSatellite(store: Store, name: string): boolean {
  return store.write(() => {
    const found = store.queries.findSatelliteByName.get({ name })
    if (!found) return false
    store.queries.revokeSatellite.run({ id: found.id, at: store.now() })
    return true
  })
}

/** Has the box taken this touch or scan of a satellite, by its key? */
export const wasTaken = (store: Store, touchKey: string): boolean =>
  hasTouch(store, touchKey) || store.queries.findScanByTouch.get({ touchKey }) !== undefined
