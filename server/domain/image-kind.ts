/** Bytes of a file's beginning that tell its kind. */
export const headLength = 32

const startsWith = (head: Uint8Array, at: number, text: string): boolean =>
  Buffer.from(head.subarray(at, at + text.length)).toString('latin1') === text

/**
 * Is this one of the kinds the box takes? Decided on the first bytes, never on a name or on what the sender says. HEIC is not: the
 * decoder that comes with the box has no HEVC; phones send JPEG when they are asked for it.
 */
export function isKnownImage(head: Uint8Array): boolean {
  const isJpeg = startsWith(head, 0, '\xff\xd8\xff')
  const isPng = startsWith(head, 0, '\x89PNG\r\n\x1a\n')
  const isWebp = startsWith(head, 0, 'RIFF') && startsWith(head, 8, 'WEBP')
  return isJpeg || isPng || isWebp
}
