import { v7 as uuidv7 } from 'uuid'
import type { Store } from './open.ts'

let counter = 0

/** A UUIDv7 by the store's clock. Ids made in the same millisecond sort in the order in which they were made. */
export function newId(store: Store): string {
  return newIdAt(store.now())
}

/** The same for an instant of its own, such as the moment of a touch. */
export function newIdAt(at: number): string {
  counter = (counter + 1) >>> 0
  return uuidv7({ msecs: at, seq: counter })
}
