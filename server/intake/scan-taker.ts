import type { ReaderEvent } from '../../drivers/reader.ts'
import type { Store } from '../store/open.ts'
import { countReader } from '../store/reader-days.ts'
import { useReader, type KnownReader } from '../store/readers.ts'
import { saveScan } from '../store/scans.ts'
import * as words from './desk-text.ts'
import type { DeskText } from './desk-text.ts'
import { countsOfScanError, type Counted } from './reader-counts.ts'
import { createScanDesk } from './scan-desk.ts'
import {
  defaultScanSettings,
  type CompleteScan,
  type ScanResult,
  type ScanSettings,
  type UnfinishedScan,
} from './scans.ts'

/** Where something was read; the reader is null for a scanner that types into a page. */
export interface Place {
  readerId: string | null
  counterId: string | null
}

export interface ScanTakerOptions {
  store: Store
  findReader: (device: string) => KnownReader | undefined
  tell: (text: DeskText, place: Place, key: string) => void
  /** Inside `store.write`. */
  count: (readerId: string, at: number, counted: Counted) => void
  onError: (error: unknown) => void
  settings?: ScanSettings
}

const wedge = 'wedge:'
/** ISO/IEC 15424. */
const aimIdentifier = /^\][A-Za-z][0-9A-Za-z]/

/** What scanners read: divided codes are put together, whole ones are kept, and the counter is told of each symbol. */
export function createScanTaker({
  store,
  findReader,
  tell,
  count,
  onError,
  settings = defaultScanSettings,
}: ScanTakerOptions) {
  const desk = createScanDesk({
    now: store.now,
    settingsOf: (device) => ({ ...settings, appendHeader: findReader(device)?.scanHeader ?? 'none' }),
    onUnfinished(device, scan) {
      try {
        takeUnfinished(device, scan)
      } catch (error) {
        onError(error)
      }
    },
  })

  function placeOf(device: string): Place {
    if (device.startsWith(wedge)) return { readerId: null, counterId: device.slice(wedge.length) || null }
    const known = findReader(device)
    return { readerId: known?.id ?? null, counterId: known?.counterId ?? null }
  }

  /** The parts of a code, and what comes of them, are one line on the screen. @returns what was said */
  const say = (device: string, place: Place, text: DeskText): DeskText => {
    tell(text, place, `scan:${place.readerId ?? device}`)
    return text
  }

  function countError({ readerId }: Place, reason: Parameters<typeof countsOfScanError>[0], at: number): void {
    if (readerId === null) return
    store.write(() => {
      count(readerId, at, countsOfScanError(reason))
    })
  }

  function takeUnfinished(device: string, scan: UnfinishedScan): void {
    const place = placeOf(device)
    say(device, place, words.scanUnfinished(scan))
    countError(place, 'unfinished', store.now())
  }

  /** @returns false for what a satellite has told before */
  function keep(place: Place, scan: CompleteScan | undefined, at: number, touchKey: string | null): boolean {
    const { readerId } = place
    return store.write(() => {
      const isKept = !scan || scan.isRepeat || saveScan(store, { ...place, ...toRow(scan), scannedAt: at, touchKey })
      if (isKept && readerId !== null) {
        countReader(store, readerId, at, { scans: 1 })
        useReader(store, readerId, at)
      }
      return isKept
    })
  }

  function takeSymbol(
    device: string,
    scan: { bytes: Uint8Array; symbology?: string | undefined },
    at: number,
    touchKey: string | null,
  ): DeskText | 'repeat' {
    const place = placeOf(device)
    const result: ScanResult = desk.take(device, scan)
    if (result.state === 'refused') {
      countError(place, result.reason, at)
      return say(device, place, words.scanRefused(result.reason))
    }
    try {
      if (!keep(place, result.state === 'complete' ? result : undefined, at, touchKey)) return 'repeat'
    } catch (error) {
      // Read again it must not pass for a code that is kept already.
      desk.forget(device)
      throw error
    }
    const { state } = result
    return say(
      device,
      place,
      state === 'complete' ? words.scanDone(result) : words.scanPart(result.part, result.of, result.missing),
    )
  }

  return {
    take(
      { at, bytes, symbology }: Extract<ReaderEvent, { type: 'scanned' }>,
      device: string,
      touchKey: string | null,
    ): 'taken' | 'repeat' | 'unknown-reader' {
      const known = findReader(device)
      if (!known) return 'unknown-reader'
      if (known.isWanted)
        return takeSymbol(device, { bytes, symbology }, at, touchKey) === 'repeat' ? 'repeat' : 'taken'
      say(device, placeOf(device), words.readerOff)
      return 'taken'
    },
    fail({ at, code }: Extract<ReaderEvent, { type: 'scan-failed' }>, device: string): 'taken' | 'unknown-reader' {
      const known = findReader(device)
      if (!known) return 'unknown-reader'
      const place = placeOf(device)
      // What is switched OFF is not judged either.
      if (known.isWanted) countError(place, code, at)
      say(device, place, known.isWanted ? words.scanFailed(code) : words.readerOff)
      return 'taken'
    },
    /**
     * @param text printable ASCII, with the AIM identifier in front where the scanner types it
     * @returns what the counter was told of it
     */
    takeTyped(counterId: string | null, text: string): DeskText {
      const symbology = aimIdentifier.exec(text)?.[0]
      const bytes = new Uint8Array(Buffer.from(text.slice(symbology?.length ?? 0), 'latin1'))
      const said = takeSymbol(wedge + (counterId ?? ''), { bytes, symbology }, store.now(), null)
      // Only a satellite tells a scan twice.
      if (said === 'repeat') throw new Error('a typed scan cannot repeat')
      return said
    },
    forget: (device: string): void => {
      desk.forget(device)
    },
    stop: (): void => {
      desk.stop()
    },
  }
}

const toRow = ({ kind, of, bytes }: CompleteScan) => ({ kind, symbols: of, bytes })
