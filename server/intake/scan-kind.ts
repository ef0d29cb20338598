import type { ScanKind } from '../../contract/scan.ts'

/** A code in printable ASCII that is known by how it begins, such as one this box prints. */
export interface CodePrefix {
  prefix: string
  kind: 'eligibility' | 'code'
}

/** Longer ones are texts, not codes. */
const maxCode = 512

/**
 * The kind of a whole code, or of the first part of one; undefined for anything else. What is not known is not guessed at: a foreign
 * code must never bring up a patient. JAHISTCnn is the notebook's (JAHIS 電子版お薬手帳データフォーマット仕様書), JAHISn the
 * prescription's (JAHIS 院外処方箋2次元シンボル記録条件規約), both told by their first bytes; JAN and GS1 below.
 * @param symbology the AIM identifier, where the scanner sends it
 */
export function kindOf(
  bytes: Uint8Array,
  prefixes: readonly CodePrefix[],
  symbology: string | undefined,
): ScanKind | undefined {
  const head = Buffer.from(withoutMark(bytes).subarray(0, 16)).toString('latin1')
  if (/^JAHISTC\d\d[,\r\n]/.test(head)) return 'jahis-notebook'
  if (/^JAHIS\d{1,2}[,\r\n]/.test(head)) return 'jahis-prescription'
  const code = codeText(bytes)
  const known = prefixes.find(({ prefix }) => prefix !== '' && code?.startsWith(prefix))
  if (known) return known.kind
  if (isGs1(bytes, symbology)) return 'gs1'
  return code !== undefined && isJan(code, symbology) ? 'jan' : undefined
}

/** The text of a code in printable ASCII, without the line end some scanners add; undefined for all else. */
export function codeText(bytes: Uint8Array): string | undefined {
  const text = textOf(bytes)
  return text !== undefined && /^[\x20-\x7e]+$/.test(text) ? text : undefined
}

function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.length > maxCode) return undefined
  return Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\r\n\t]+$/, '')
}

/** GS1-128, DataBar, DataMatrix and QR (GS1 General Specifications, AIM identifiers of ISO/IEC 15424). */
const gs1Symbologies: ReadonlySet<string> = new Set([']C1', ']e0', ']d2', ']Q3'])

/** FNC1 as scanners send it, in front and between elements. */
const fnc1 = 0x1d

/** Element strings begin with the digits of an application identifier. Digits in brackets are print for people, not GS1. */
const gs1Text = /^\d{2}[\x20-\x7e]+$/

/** Said by the symbology, or, where the scanner sends none, by FNC1 in front. */
function isGs1(bytes: Uint8Array, symbology: string | undefined): boolean {
  const isSaid = symbology === undefined ? bytes[0] === fnc1 : gs1Symbologies.has(symbology)
  return isSaid && gs1Text.test(textOf(bytes.filter((byte) => byte !== fnc1)) ?? '')
}

/** Digits of a GTIN by the symbology that carries it: EAN-13 and UPC-A, EAN-8, and ITF-14. */
const gtinLengths: Partial<Record<string, readonly number[]>> = {
  ']E0': [12, 13],
  ']E4': [8],
  ']I0': [14],
  ']I1': [14],
}

/**
 * JAN-13, JAN-8 or another GTIN. Without a symbology eight or thirteen digits whose check digit fits are taken for a JAN: nothing
 * else this box reads is of digits alone, and a JAN brings up nobody.
 */
function isJan(code: string, symbology: string | undefined): boolean {
  const lengths = symbology === undefined ? [8, 13] : gtinLengths[symbology]
  return lengths?.includes(code.length) === true && /^\d+$/.test(code) && hasCheckDigit(code)
}

/** Weights 3 and 1 in turn from the right, check digit included with 1 (GS1 General Specifications). */
function hasCheckDigit(digits: string): boolean {
  const sum = [...digits]
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0)
  return sum % 10 === 0
}

/**
 * Whether a JAHIS text stops inside a line. Every record ends with CR LF, though some writers leave the last one out: so it may
 * be the first symbol of several, sent by a scanner that does not say so.
 */
export function mayBeCut(bytes: Uint8Array): boolean {
  const end = bytes.at(-1)
  return end !== 0x0a && end !== 0x0d && end !== 0x1a
}

const mark = [0xef, 0xbb, 0xbf]

/** Without the mark some apps put before UTF-8. */
function withoutMark(bytes: Uint8Array): Uint8Array {
  return mark.every((byte, at) => bytes[at] === byte) ? bytes.subarray(3) : bytes
}
