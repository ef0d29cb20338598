import { onTestFinished } from 'vitest'
import type { DeskEvent } from '../../contract/desk.ts'
import type { DeviceInfo, ReaderEvent } from '../../drivers/reader.ts'
import { createVirtualDriver } from '../../drivers/virtual/virtual-driver.ts'
import { createReaders, type ReadersOptions } from '../../server/intake/readers.ts'
import type { Store } from '../../server/store/open.ts'
import { listVisits } from '../../server/store/visits.ts'
import { morning } from './store.ts'

/** A member card's id. */
export const idm = '0123456789ABCDEF'

export const scannerInfo: DeviceInfo = { device: 'usb:0c2e:0b61:S1', kind: 'hid', label: '試験スキャナ' }
export const pcscInfo: DeviceInfo = {
  device: 'usb:054c:0dc8:1',
  kind: 'pcsc',
  label: 'Sony RC-S300/S',
  usb: { port: '1-2.3', speedMbps: 12, hubs: 1 },
}

/** A card as it is laid on a reader. */
export const presented = (device: string, at = morning, card = idm): ReaderEvent => ({
  type: 'card-presented',
  at,
  device,
  card: { kind: 'felica', idm: card, record: { state: 'none' } },
  latencyMs: 12,
})

/** The readers of a box with two virtual ones; `desk` and `statuses` is what they told. */
export function openReaders(store: Store, changes: Partial<ReadersOptions> = {}) {
  const desk: DeskEvent[] = []
  const told = { statuses: 0 }
  const errors: unknown[] = []
  const virtual = createVirtualDriver({ now: store.now, names: ['左', '右'] })
  const readers = createReaders({
    store,
    drivers: [virtual],
    judge: () => 'unused',
    onStatus: () => {
      told.statuses++
    },
    onDesk: (event) => void desk.push(event),
    onError: (error) => void errors.push(error),
    ...changes,
  })
  readers.start()
  onTestFinished(() => readers.stop())
  const named = (label: string) => {
    const reader = readers.list().find((each) => each.label === label)
    if (!reader) throw new Error(`there is no reader ${label}`)
    return reader
  }
  return { readers, virtual, desk, told, errors, named }
}

/** Everything that was presented, newest first. */
export const visitsOf = (store: Store) => listVisits(store, '2000-01-01', '2100-01-01', null, 1000).items
