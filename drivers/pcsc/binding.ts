import { createRequire } from 'node:module'

/** The part of the npm package `smartcard` that we use; it may not be installed. States as in winscard.h. */
export interface Binding {
  Context: new () => Context
}

export interface Context {
  listReaders(): ReaderHandle[]
  /** Null when cancelled, empty when the time is over. The high half of a state counts insertions and removals. */
  waitForChange(readers: { name: string; state: number }[], timeoutMs: number): Promise<ReaderState[] | null>
  cancel(): void
  close(): void
}

export interface ReaderState {
  name: string
  state: number
  atr: Uint8Array | null
}

export interface ReaderHandle extends ReaderState {
  connect(shareMode: number, protocols: number): Promise<CardHandle>
}

export interface CardHandle {
  transmit(apdu: Uint8Array, options: { maxRecvLength: number }): Promise<Uint8Array>
  control(code: number, data?: Uint8Array): Promise<Uint8Array>
  disconnect(disposition: number): void
}

export const shareShared = 2
export const shareDirect = 3
export const anyProtocol = 3
export const leaveCard = 0
export const stateChanged = 0x2
export const statePresent = 0x20
export const stateMute = 0x200
/** A name that stands for "the list of readers has changed". */
export const plugAndPlay = '\\\\?PnP?\\Notification'

/** The daemon keeps a reader in its list whose driver no longer reaches it: unknown (4), unavailable (8). */
export const isUsable = ({ state }: ReaderState): boolean => (state & 0xc) === 0

/** The list is asked for in three calls; a reader may come or go in between. */
const listAttempts = 3

/**
 * Every reader of the daemon with its state. Throws what the binding throws when the daemon is gone, and when nothing can be had: a
 * reader that came or went meanwhile is no such case.
 */
export function listReaders(context: Context): ReaderHandle[] {
  for (let attempt = 1; ; attempt++) {
    try {
      const readers = context.listReaders()
      // Zero is no state: one of them was no more when their states were asked for, or is not set up yet.
      if (readers.every(({ state }) => state !== 0) || attempt === listAttempts) return readers
    } catch (error) {
      if (faultOf(error) === 'no-reader') return []
      // The list grew between asking for its length and asking for itself.
      if (attempt === listAttempts || !(error instanceof Error) || error.message !== 'Insufficient buffer') throw error
    }
  }
}

/** Undefined when the package was not installed, or not for this system: it needs a compiler and libpcsclite. */
export function loadBinding(): Binding | undefined {
  try {
    return createRequire(import.meta.url)('smartcard') as Binding
  } catch {
    return undefined
  }
}

export type PcscFault = 'lost' | 'comm' | 'moved' | 'mute' | 'in-use' | 'no-reader' | 'other'

/** The binding gives words only. These are its own, from `pcsc_errors.h` of the pinned version. */
const faults: Record<string, PcscFault> = {
  'PC/SC service not running': 'lost',
  'PC/SC service stopped': 'lost',
  'Invalid handle': 'lost',
  'Context is not valid': 'lost',
  // Both a broken line to the daemon and a reader that stutters.
  'Communication error': 'comm',
  'Card was removed': 'moved',
  'No smart card present': 'moved',
  'Card was reset': 'moved',
  'Card is unpowered': 'mute',
  'Card is unresponsive': 'mute',
  'Card is not supported': 'mute',
  'Protocol mismatch': 'mute',
  'Sharing violation': 'in-use',
  'Reader unavailable': 'no-reader',
  'Unknown reader': 'no-reader',
  'No readers available': 'no-reader',
}

export function faultOf(error: unknown): PcscFault {
  return (error instanceof Error ? faults[error.message] : undefined) ?? 'other'
}
