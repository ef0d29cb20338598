/** One symbol of a code that is spread over several. */
export interface ScanPart {
  /** The same for all parts of one code, as far as the symbols tell. */
  key: string
  /** From 1. */
  part: number
  of: number
  /** What all parts but the first leave out when they are put together: the version line of a notebook. */
  heading: Uint8Array
  bytes: Uint8Array
  /** Exclusive or of all bytes of the whole code, where the symbol carries it. */
  parity?: number
}

/**
 * What a scanner puts before a part of a QR code in structured append, when it sends the parts as it reads them.
 * `symbol`: the two bytes of the symbol itself (ISO/IEC 18004: position and last position in four bits each, from 0; parity).
 * `digits-from-0`, `digits-from-1`: four hexadecimal digits in ASCII: position, count, parity (DENSO WAVE, "non-edit mode"); the
 * manuals do not say whether the first is 0 or 1, one scan of a known code does. From 0, the second digit is the last position.
 */
export type AppendHeader = 'none' | 'symbol' | 'digits-from-0' | 'digits-from-1'

/** A part of a QR code in structured append, undefined when the bytes do not begin with such a header. */
export function readAppendPart(bytes: Uint8Array, header: AppendHeader): ScanPart | undefined {
  const fields = header === 'symbol' ? symbolFields(bytes) : header === 'none' ? undefined : digitFields(bytes, header)
  if (!fields) return undefined
  const { part, of, parity, length } = fields
  if (of < 2 || of > 16 || part < 1 || part > of || bytes.length === length) return undefined
  return { key: `append:${parity}`, part, of, parity, heading: nothing, bytes: bytes.subarray(length) }
}

interface HeaderFields {
  part: number
  of: number
  parity: number
  length: number
}

function symbolFields(bytes: Uint8Array): HeaderFields | undefined {
  const [place, parity] = bytes
  if (place === undefined || parity === undefined) return undefined
  return { part: (place >> 4) + 1, of: (place & 15) + 1, parity, length: 2 }
}

function digitFields(bytes: Uint8Array, header: 'digits-from-0' | 'digits-from-1'): HeaderFields | undefined {
  const digits = Buffer.from(bytes.subarray(0, 4)).toString('latin1')
  if (!/^[0-9A-F]{4}$/i.test(digits)) return undefined
  const shift = header === 'digits-from-0' ? 1 : 0
  return {
    part: Number.parseInt(digits.slice(0, 1), 16) + shift,
    of: Number.parseInt(digits.slice(1, 2), 16) + shift,
    parity: Number.parseInt(digits.slice(2), 16),
    length: 4,
  }
}

/**
 * A part of a notebook divided by JAHIS's own rule: version line first, `911,id,count,number` last, cut between records. Undefined
 * for a notebook without such a line, `bad` for one whose line makes no sense.
 * (JAHIS 電子版お薬手帳データフォーマット仕様書 3.2.9(3).)
 *
 * Works on bytes: in CP932 neither a comma nor a line end is ever the second half of a character.
 */
export function readNotebookPart(bytes: Uint8Array): ScanPart | 'bad' | undefined {
  const end = lastContent(bytes)
  const lastLine = bytes.lastIndexOf(lf, end - 1) + 1
  const line = Buffer.from(bytes.subarray(lastLine, end)).toString('latin1')
  if (!line.startsWith('911,')) return undefined
  const fields = /^911,([0-9A-Za-z]{1,20}),(\d{1,2}),(\d{1,2}),*$/.exec(line)
  const afterHeading = bytes.indexOf(lf) + 1
  const [, id = '', of = '', part = ''] = fields ?? []
  if (!fields || Number(of) < 1 || Number(part) < 1 || Number(part) > Number(of) || afterHeading > lastLine)
    return 'bad'
  return {
    key: `911:${id}`,
    part: Number(part),
    of: Number(of),
    heading: bytes.subarray(0, afterHeading),
    bytes: bytes.subarray(afterHeading, lastLine),
  }
}

/** Puts all parts together, in order, each byte as it was read. */
export function joinParts(parts: readonly ScanPart[]): Uint8Array {
  const inOrder = [...parts].sort((a, b) => a.part - b.part)
  return new Uint8Array(Buffer.concat([inOrder[0]?.heading ?? nothing, ...inOrder.map(({ bytes }) => bytes)]))
}

/** The exclusive or of all bytes. */
export const parityOf = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum ^ byte, 0)

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

const nothing = new Uint8Array()
const lf = 0x0a

/** Where the last line ends: line ends, spaces and the end mark 1A after it do not count. */
function lastContent(bytes: Uint8Array): number {
  let end = bytes.length
  while (end > 0 && [0x0a, 0x0d, 0x1a, 0x20].includes(bytes[end - 1] ?? 0)) end -= 1
  return end
}
