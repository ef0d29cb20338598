/**
 * Where a HID-POS scanner puts things in its input report, counted in bytes with the report id as byte 0. HID usage page 0x8C
 * (Bar Code Scanner): usages FB–FD symbology identifier, FE decoded data, FF "decoded data continued"; the usual arrangement is
 * printed in makers' manuals (Access-IS LSR118 product manual).
 */
export interface HidLayout {
  reportId: number
  /** Reports with these ids are something else (a status, an answer) and are passed over. */
  otherIds: readonly number[]
  /** Of the whole report. */
  size: number
  length: number
  symbology: number
  data: number
  /** How many data bytes fit. */
  room: number
  /** Bit 0 of this byte: more of the same code follows. */
  flags: number
}

const usual: HidLayout = {
  reportId: 2,
  otherIds: [],
  size: 64,
  length: 1,
  symbology: 2,
  data: 5,
  room: 56,
  flags: 63,
}

/** Without the two spare bytes: the flags follow the data. */
const short: HidLayout = { ...usual, size: 62, flags: 61 }

/** Scanners that differ, by `VVVV:PPPP`. One line a model, from its manual or from its recorded reports. */
export type HidLayouts = Readonly<Record<string, HidLayout>>

/** The layout of one report: the model's own, else by its size. Undefined for a size no known layout has. */
export function layoutFor(model: string, size: number, models: HidLayouts): HidLayout | undefined {
  const own = models[model]
  if (own) return own.size === size ? own : undefined
  return [usual, short].find((layout) => layout.size === size)
}

/** One report as it was meant. */
export type HidReport =
  | { kind: 'data'; bytes: Uint8Array; symbology: string | undefined; isContinued: boolean }
  | { kind: 'other' }
  | { kind: 'malformed' }

/** Reads one input report. Never throws, whatever the bytes. */
export function readReport(report: Uint8Array, model: string, models: HidLayouts): HidReport {
  const id = report[0]
  if (id !== undefined && models[model]?.otherIds.includes(id)) return { kind: 'other' }
  const layout = layoutFor(model, report.length, models)
  const length = layout && report[layout.length]
  if (!layout || length === undefined || id !== layout.reportId || length > layout.room) return { kind: 'malformed' }
  const mark = Buffer.from(report.subarray(layout.symbology, layout.symbology + 3)).toString('latin1')
  return {
    kind: 'data',
    bytes: Uint8Array.from(report.subarray(layout.data, layout.data + length)),
    symbology: /^\][A-Za-z][0-9A-Za-z]$/.test(mark) ? mark : undefined,
    isContinued: ((report[layout.flags] ?? 0) & 1) === 1,
  }
}
