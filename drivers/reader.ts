/**
 * The port every driver implements: card readers and scanners. A driver knows nothing of pharmacies; it tells what its hardware
 * sees. Times are instants in milliseconds UTC.
 *
 * `device` is a key that stays the same across re-plugging: `usb:VVVV:PPPP:SERIAL`, without a serial `usb:VVVV:PPPP@PORT-PATH`,
 * `virtual:NAME`, or for a forwarded device `satellite:NAME/KEY`. Never the name a PC/SC daemon makes up.
 */
export interface DeviceInfo {
  device: string
  kind: 'virtual' | 'pcsc' | 'serial' | 'hid'
  /** What a person reads: maker and model, for example `Sony RC-S300/S`. */
  label: string
  /** How it is plugged in, as the kernel tells; absent for what is not on USB or could not be told from others. */
  usb?: UsbFacts
}

/** Read when the device came: what a technician would look up first. */
export interface UsbFacts {
  /** Bus, then port by port, such as `1-2.3`. */
  port: string
  /** What was agreed on: 12 for most card readers, 480 for many scanners. 1.5 with a device that can do more is a bad contact. */
  speedMbps?: number
  /** How many hubs lie between it and the box's own sockets. */
  hubs: number
  /** The kernel counts up by one at each plugging: much higher than last time is much flapping that nobody saw. */
  devnum?: number
}

/**
 * What lies on a reader. Only a FeliCa card carries an id out of the driver; of any other card only its kind is told
 * (a My Number card's PUPI is dropped in the driver).
 */
export type PresentedCard =
  { kind: 'felica'; idm: string; record: CardRecordState } | { kind: 'mynumber' } | { kind: 'other' }

/** What the writable blocks of a member card say; `none` for a card that has none or was never written. */
export type CardRecordState =
  | { state: 'none' }
  | { state: 'unreadable' }
  | { state: 'torn' }
  | { state: 'present'; version: number; memberId: string; secret: string }

export type ReaderEvent =
  | { type: 'device-ready'; at: number; info: DeviceInfo }
  | { type: 'device-gone'; at: number; device: string }
  | { type: 'card-presented'; at: number; device: string; card: PresentedCard; latencyMs: number }
  /**
   * Something already lay there when the watching began, and may have for hours: no touch, but it can be written on. `idm` only of a FeliCa
   * card.
   */
  | { type: 'card-lying'; at: number; device: string; idm?: string }
  | { type: 'card-removed'; at: number; device: string }
  /** A card was there and could not be read: `mute` no answer, `transmit` broken off, `moved` taken away too soon. */
  | { type: 'card-failed'; at: number; device: string; code: 'mute' | 'transmit' | 'moved' | 'in-use' }
  /** One code as bytes, before any decoding. `symbology` is the AIM identifier such as `]Q1`, where the scanner sends it. */
  | { type: 'scanned'; at: number; device: string; bytes: Uint8Array; symbology?: string }
  /** A report or code that makes no sense, or is too long. */
  | { type: 'scan-failed'; at: number; device: string; code: 'malformed' | 'too-long' | 'timeout' }
  /**
   * Every coming and going, for reader health. A flapping reader (three removals in a minute: cable, hub or contact) is told as such
   * once; from then on `device-gone` and `device-ready` spare whoever only wants to use it. `alike`: this device stands for several of a
   * kind that nothing tells apart, until each is plugged in by itself.
   */
  | { type: 'link'; at: number; device: string; code: 'plugged' | 'unplugged' | 'flapping' | 'alike' }
  /** What the kernel says of a USB port, by its path such as `1-2.3`. Whether a device of ours is plugged in there, the listener knows. */
  | { type: 'usb-trouble'; at: number; port: string; code: UsbTrouble }
  /** The service behind the devices, whenever its state changes. */
  | { type: 'service'; at: number; service: 'pcsc' | 'serial' | 'hid' | 'usb'; state: ServiceState }
  /** The program behind a service had done its work, ended, and is started again. */
  | { type: 'restarted'; at: number; service: 'pcsc' }

/**
 * `no-daemon` pcscd does not run · `binding-missing` what is needed was not installed · `deaf` it no longer heard what the daemon says ·
 * `stuck` it, or the daemon, does not get on · `no-kernel-log` only of `usb`: the kernel's messages may not be read here.
 */
export type ServiceState = 'ok' | 'no-daemon' | 'binding-missing' | 'deaf' | 'stuck' | 'no-kernel-log'

/**
 * `signal` no clean answer (cable, contact) · `power` no answer in time (power, long cable) · `enumerate` given up on · `emi` the hub shut
 * the port for interference · the rest as the kernel names it.
 */
export type UsbTrouble = 'reset' | 'disconnect' | 'signal' | 'power' | 'enumerate' | 'over-current' | 'emi'

/** What the box writes on a card: `memberId` a UUID in lower case, `secret` 32 lower-case hex digits. */
export interface CardRecord {
  memberId: string
  secret: string
}

/**
 * `no-card` no FeliCa card lies there · `exchanged` another one does · `not-supported` this model of reader cannot write · `no-memory` the
 * card has none for us · `read-only` it has, and does not let itself be written · `foreign` it holds somebody else's data · `newer` it was
 * written by a newer box · `in-use` another program holds it · `transmit` reader or card failed before anything was written · `invalid` no
 * such record can be. After all these nothing was written.
 *
 * `torn` it broke off while writing · `compare` what was read back is something else · `gone` the reader, or the program behind it, went ·
 * `timeout`. After these the card may hold the old record or the new one, never a mixture; its next touch tells which.
 */
export type IssueFault =
  | 'no-card'
  | 'exchanged'
  | 'not-supported'
  | 'no-memory'
  | 'read-only'
  | 'foreign'
  | 'newer'
  | 'in-use'
  | 'transmit'
  | 'invalid'
  | 'torn'
  | 'compare'
  | 'gone'
  | 'timeout'

/** `occupied` the card says another member than the one to be written or replaced; nothing was written. */
export type IssueOutcome =
  { ok: true } | { ok: false; code: IssueFault } | { ok: false; code: 'occupied'; record: CardRecord }

export interface Driver {
  /** Begins to tell; hardware that is not there is a status, never an exception. */
  start(listener: (event: ReaderEvent) => void): void
  stop(): Promise<void>
  /**
   * Writes a member record on the FeliCa card that lies on this reader now, reads it back and compares.
   * @param idm the card it is meant for, as `card-presented` told it; any other is refused
   * @param replaces the member whose record may be replaced; that of any other but the new one is never touched
   */
  issue?(device: string, record: CardRecord, idm: string, replaces?: string): Promise<IssueOutcome>
}
