import type { ReaderEvent, ServiceState, UsbTrouble } from '../../drivers/reader.ts'
import type { ReaderCounts } from '../store/reader-days.ts'
import type { ScanRefusal } from './scans.ts'

type FailureCode = Extract<ReaderEvent, { type: 'card-failed' }>['code']
type ScanFailure = Extract<ReaderEvent, { type: 'scan-failed' }>['code']

/** What stood out at a reader, as it is kept for the technician. */
export type ReaderEventCode =
  | 'plugged'
  | 'unplugged'
  | 'flapping'
  | 'alike'
  | `card-${FailureCode}`
  | 'card-mismatch'
  | 'my-number'
  | 'other-card'
  | `scan-${ScanFailure | ScanRefusal | 'unfinished'}`
  | `usb-${UsbTrouble}`
  | `service-${ServiceState}`
  | 'restarted'

/** What an event adds to the day of its reader, and what is noted of it. */
export interface Counted {
  counts: Partial<ReaderCounts>
  code: ReaderEventCode
}

export const countsOfLink: Record<Extract<ReaderEvent, { type: 'link' }>['code'], Counted> = {
  plugged: { counts: { connects: 1 }, code: 'plugged' },
  unplugged: { counts: { disconnects: 1 }, code: 'unplugged' },
  flapping: { counts: { flaps: 1 }, code: 'flapping' },
  alike: { counts: {}, code: 'alike' },
}

export const countsOfFailure: Record<FailureCode, Counted> = {
  mute: { counts: { mute: 1 }, code: 'card-mute' },
  transmit: { counts: { transmitErrors: 1 }, code: 'card-transmit' },
  moved: { counts: { moved: 1 }, code: 'card-moved' },
  'in-use': { counts: { inUse: 1 }, code: 'card-in-use' },
}

export const countsOfWrongCard: Record<'mynumber' | 'other', Counted> = {
  mynumber: { counts: { wrongCards: 1 }, code: 'my-number' },
  other: { counts: { wrongCards: 1 }, code: 'other-card' },
}

/** A reset is the kernel's own remedy; the rest it could not help. A removal is counted by its link. */
export const countsOfUsb = (trouble: UsbTrouble): Counted => ({
  counts: trouble === 'reset' ? { kernelResets: 1 } : trouble === 'disconnect' ? {} : { kernelErrors: 1 },
  code: `usb-${trouble}`,
})

/** A foreign code, a mixed-up or half-read set of sheets is no fault of the scanner: it counts as a wrong card does. */
const wrongCodes: ReadonlySet<string> = new Set<ScanFailure | ScanRefusal | 'unfinished'>([
  'unknown-code',
  'bad-part',
  'conflicting-part',
  'conflicting-count',
  'conflicting-heading',
  'unfinished',
])

export const countsOfScanError = (reason: ScanFailure | ScanRefusal | 'unfinished'): Counted => ({
  counts: wrongCodes.has(reason) ? { wrongCards: 1 } : { scanErrors: 1 },
  code: `scan-${reason}`,
})
