import { randomFillSync } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import type { Store } from './open.ts'

const bytesPerId = 16
/** Random bytes are asked of the system for many ids at once. */
const pool = Buffer.alloc(bytesPerId * 256)
let used = pool.length
let counter = 0

/** A UUIDv7 by the store's clock. Ids made in the same millisecond sort in the order in which they were made. */
export function newId(store: Store): string {
  return newIdAt(store.now())
}

/** The same for an instant of its own, such as the moment of a touch. */
export function newIdAt(at: number): string {
  counter = (counter + 1) >>> 0
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += bytesPerId
  return uuidv7({ msecs: at, seq: counter, random: pool.subarray(used - bytesPerId, used) })
}
