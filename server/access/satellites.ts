import { createHash, randomBytes } from 'node:crypto'
import type { Store } from '../store/open.ts'
import { findSatelliteByKey, saveSatellite, type Satellite } from '../store/satellites.ts'
import { createAttempts } from './attempts.ts'

export type AdmitOutcome =
  | { ok: true; satellite: Satellite }
  | { ok: false; code: 'unknown-satellite' }
  | { ok: false; code: 'too-many-attempts'; waitMs: number }

export interface SatelliteKeys {
  /** Who sends this key. `address` is where it comes from: wrong ones are slowed down for each address. */
  admit(key: string, address: string): AdmitOutcome
}

/** 256 random bits need no slow hash: there is nothing to try out. */
const hashKey = (key: string): Buffer => createHash('sha256').update(key).digest()

/** Makes a satellite and its key, which is known only here and now: the store keeps its digest. Undefined when the name is in use. */
export function issueSatelliteKey(store: Store, name: string): string | undefined {
  const key = `kbs-${randomBytes(32).toString('base64url')}`
  return saveSatellite(store, name, hashKey(key)) ? key : undefined
}

export function createSatelliteKeys(store: Store): SatelliteKeys {
  const attempts = createAttempts(store.now)
  /** Keys that were right before: a guesser at the same address does not shut them out. */
  const admitted = new Set<string>()

  return {
    admit(key, address) {
      const hash = hashKey(key)
      const id = hash.toString('base64')
      const waitMs = admitted.has(id) ? 0 : attempts.begin(address)
      if (waitMs > 0) return { ok: false, code: 'too-many-attempts', waitMs }
      // Asked each time: a key that is revoked is of no use from then on.
      const satellite = findSatelliteByKey(store, hash)
      if (!satellite) {
        admitted.delete(id)
        return { ok: false, code: 'unknown-satellite' }
      }
      if (!admitted.has(id)) attempts.noteSuccess(address)
      admitted.add(id)
      return { ok: true, satellite }
    },
  }
}
