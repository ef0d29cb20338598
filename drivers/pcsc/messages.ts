import type { CardRecord, DeviceInfo, IssueOutcome, PresentedCard, ReaderEvent } from '../reader.ts'

type FailureCode = Extract<ReaderEvent, { type: 'card-failed' }>['code']

/** Why a child ended itself, or what it found. */
export type ChildTrouble = 'binding-missing' | 'no-daemon' | 'deaf' | 'stuck'

/** What the child process says to its parent. */
export type ChildMessage =
  /** Every second: still there. */
  | { type: 'alive' }
  | { type: 'service'; state: 'ok' | ChildTrouble }
  /** `isRenamed`: it has been there all the time, under another key. `isAlike`: others like it cannot be told from it. */
  | { type: 'reader-attached'; info: DeviceInfo; hasCard: boolean; isRenamed?: boolean; isAlike?: boolean }
  | { type: 'reader-detached'; device: string; isRenamed?: boolean }
  /** Where a reader was found, to be told to the next child. */
  | { type: 'reader-placed'; name: string; place: Place }
  /** A card came, and is being read; the reading is told when it is done. `agoMs`: how long ago it came. */
  | { type: 'card-inserted'; device: string; agoMs: number }
  /** `latencyMs` counts from when it came. */
  | { type: 'card-presented'; device: string; card: PresentedCard; latencyMs: number }
  /** A card that was there before the reader was: nobody has laid it there now. */
  | { type: 'card-lying'; device: string; card: PresentedCard }
  /** Told after the reading, however early it was lifted: `agoMs` ago. */
  | { type: 'card-removed'; device: string; agoMs: number }
  | { type: 'card-failed'; device: string; code: FailureCode }
  | { type: 'issued'; request: number; outcome: IssueOutcome }

/** What the parent asks of it; answered by `issued` with the same number. */
export interface IssueRequest {
  type: 'issue'
  request: number
  device: string
  record: CardRecord
  idm: string
  replaces?: string
}

/** Where a reader is plugged in. It holds for one run of the daemon, and until the device is plugged in anew. */
export interface Place {
  port: string
  devnum: number | undefined
  daemon: string
}

/** How the child is told what to do: one argument, as JSON. */
export interface ChildSettings {
  /** `/sys/bus/usb/devices`, or a folder like it. */
  sysfs: string
  /** How often a fresh context looks whether we still hear everything, and how long a difference may last. */
  lookMs: number
  deafMs: number
  /** How long USB may list a card reader that the daemon does not. */
  stuckMs: number
  /** The longest an APDU may take. */
  transmitMs: number
  /** What an earlier child found out, by the daemon's names. */
  places: Record<string, Place>
}

/** sysexits.h: try again later, and: something that is needed is not there. */
export const exitTryAgain = 75
export const exitUnavailable = 69
