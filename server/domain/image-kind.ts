/** Bytes of a file's beginning that tell its kind. */
export const headLength = 32

const textAt = (head: Uint8Array, from: number, to: number): string =>
  Buffer.from(head.subarray(from, to)).toString('latin1')

/** Brands of the container in which iPhones and some others keep photographs (ISO/IEC 23008-12). */
const heicBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'])

/**
 * `known`: one of the kinds the box takes. Decided on the first bytes, never on a name or on what the sender says. HEIC is told apart and not
 * taken: the decoder that comes with the box has no HEVC; phones send JPEG when they are asked for it.
 */
export function imageKind(head: Uint8Array): 'known' | 'heic' | 'other' {
  const isJpeg = textAt(head, 0, 3) === '\xff\xd8\xff'
  const isPng = textAt(head, 0, 8) === '\x89PNG\r\n\x1a\n'
  const isWebp = textAt(head, 0, 4) === 'RIFF' && textAt(head, 8, 12) === 'WEBP'
  if (isJpeg || isPng || isWebp) return 'known'
  return textAt(head, 4, 8) === 'ftyp' && heicBrands.has(textAt(head, 8, 12)) ? 'heic' : 'other'
}
