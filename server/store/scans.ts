import type { Page } from '../../contract/page.ts'
import type { Scan, ScanKind } from '../../contract/scan.ts'
import { addDays, tokyoDate, tokyoMidnight } from '../domain/calendar-date.ts'
import { newIdAt } from './ids.ts'
import type { Store } from './open.ts'

export interface NewScan {
  readerId: string | null
  counterId: string | null
  kind: ScanKind
  /** How many symbols it was put together from. */
  symbols: number
  scannedAt: number
  /** Undecoded. */
  bytes: Uint8Array
  /** Of a satellite, which may tell the same scan twice. */
  touchKey: string | null
}

/** Keeps a code that was read whole. Inside `store.write`. @returns false when this very scan is kept already */
export function saveScan(store: Store, scan: NewScan): boolean {
  const { changes } = store.queries.insertScan.run({
    ...scan,
    id: newIdAt(scan.scannedAt),
    bytes: Buffer.from(scan.bytes.buffer, scan.bytes.byteOffset, scan.bytes.byteLength),
  })
  return changes === 1
}

/** What was kept on a day in Asia/Tokyo, newest first. `before` is the id the last page ended with. */
export function listScans(store: Store, on: string, before: string | null, limit: number): Page<Scan> {
  const days = { from: tokyoMidnight(on), to: tokyoMidnight(addDays(on, 1)) }
  // 'g' sorts behind every id.
  const rows = store.queries.listScans.all({ ...days, before: before ?? 'g', limit: limit + 1 })
  return { items: rows.slice(0, limit), next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null }
}

/** Codes of one scanner that were kept since a day in Asia/Tokyo began. */
export const countScansSince = (store: Store, readerId: string, from: string): number =>
  store.queries.countScansOfReader.get({ readerId, from: tokyoMidnight(from) })?.scans ?? 0

/** A scanned notebook and the midnight that ends its presentation, or why it is not to be seen. */
type ScannedNotebook =
  { ok: true; scannedAt: number; until: number; bytes: Uint8Array } | { ok: false; reason: 'unknown' | 'closed' }

/**
 * A notebook that a scanner read. The scan is its presentation (adr/0037): it counts on its day in Asia/Tokyo, by the calendar and not for
 * 24 hours; one that is dated on a day to come opens nothing. Scans of any other kind are unknown here.
 */
export function findScannedNotebook(store: Store, id: string): ScannedNotebook {
  const scan = store.queries.findScannedNotebook.get({ id })
  if (!scan) return { ok: false, reason: 'unknown' }
  const day = tokyoDate(scan.scannedAt)
  if (day !== tokyoDate(store.now())) return { ok: false, reason: 'closed' }
  return { ok: true, ...scan, until: tokyoMidnight(addDays(day, 1)) }
}
