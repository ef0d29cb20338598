import type { DeviceCode } from '../../contract/device.ts'
import { findDevice } from './devices.ts'
import { newId } from './ids.ts'
import type { Store } from './open.ts'
import { noteTrail } from './trail.ts'

/** Open codes whose time is over stay that long, so that the page that shows one can say so. */
const keptMs = 24 * 60 * 60 * 1000
const mostTries = 5

/** A new code; those that the same person made before are of no use any more. @param by null: from the command line of the box */
export function saveDeviceCode(store: Store, codeHash: Buffer, lifeMs: number, by: string | null): DeviceCode {
  return store.write(() => {
    const at = store.now()
    store.queries.deleteOldDeviceCodes.run({ before: at - keptMs })
    for (const open of store.queries.listOpenDeviceCodes.all({ now: at }))
      if (open.createdBy === by) set(store, open.id, 'withdrawn', open.triesLeft, null)
    const id = newId(store)
    const expiresAt = at + lifeMs
    store.queries.insertDeviceCode.run({ id, codeHash, at, by, expiresAt, triesLeft: mostTries })
    noteTrail(store, { staffId: by, what: 'device-code-made', memberId: null, rowId: id })
    store.noteChange('device', id)
    return { id, state: 'open', triesLeft: mostTries, expiresAt, device: null }
  })
}

export function findDeviceCode(store: Store, id: string): DeviceCode | undefined {
  const row = store.queries.findDeviceCode.get({ id })
  if (!row) return undefined
  const { state, triesLeft, expiresAt, deviceId } = row
  return {
    ...{ id, triesLeft, expiresAt },
    state: state === 'open' && expiresAt <= store.now() ? 'expired' : state,
    device: (deviceId !== null && findDevice(store, deviceId)) || null,
  }
}

export function withdrawDeviceCode(store: Store, id: string): boolean {
  return store.write(() => {
    const open = store.queries.listOpenDeviceCodes.all({ now: store.now() }).find((code) => code.id === id)
    if (open) set(store, id, 'withdrawn', open.triesLeft, null)
    return open !== undefined
  })
}

export interface OpenDeviceCode {
  id: string
  createdBy: string | null
}

/**
 * Which open code was typed. Nobody says which one a guess was meant for: a wrong one costs every open code one of its tries, wherever it
 * came from, and the fifth ends it.
 */
export function tryDeviceCode(store: Store, isCode: (codeHash: Buffer) => boolean): OpenDeviceCode | undefined {
  return store.write(() => {
    const open = store.queries.listOpenDeviceCodes.all({ now: store.now() })
    const found = open.find(({ codeHash }) => isCode(codeHash))
    if (found) return { id: found.id, createdBy: found.createdBy }
    for (const { id, createdBy, triesLeft } of open) {
      const isDead = triesLeft <= 1
      set(store, id, isDead ? 'dead' : 'open', triesLeft - 1, null)
      if (isDead) noteTrail(store, { staffId: createdBy, what: 'device-code-dead', memberId: null, rowId: id })
    }
    return undefined
  })
}

/** Inside `store.write`: the code has let this device in. */
export function spendDeviceCode(store: Store, id: string, deviceId: string): void {
  const { triesLeft = 0 } = store.queries.findDeviceCode.get({ id }) ?? {}
  set(store, id, 'used', triesLeft, deviceId)
}

type StoredState = 'open' | 'used' | 'dead' | 'withdrawn'

function set(store: Store, id: string, state: StoredState, triesLeft: number, deviceId: string | null): void {
  store.queries.setDeviceCode.run({ id, state, triesLeft, deviceId })
  store.noteChange('device', id)
}
