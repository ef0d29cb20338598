import { isUtf8 } from 'node:buffer'

/** How the bytes of a file were read. */
export interface Decoded {
  text: string
  encoding: 'cp932' | 'utf-8'
}

// The Encoding Standard's shift_jis is CP932: NEC and IBM extensions, and F040–F9FC (外字) as U+E000–U+E757.
const cp932 = new TextDecoder('shift_jis')
const utf8 = new TextDecoder('utf-8')

/**
 * Decodes a file: CP932, unless it says (BOM) or shows that it is UTF-8. Never throws: what cannot be decoded becomes U+FFFD,
 * and an invalid lead byte never swallows the comma or line end behind it.
 */
export function decode(bytes: Uint8Array): Decoded {
  const isUnicode = hasBom(bytes) || (isUtf8(bytes) && hasJapaneseLead(bytes))
  return isUnicode ? { text: utf8.decode(bytes), encoding: 'utf-8' } : { text: cp932.decode(bytes), encoding: 'cp932' }
}

export const hasBom = (bytes: Uint8Array): boolean => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf

/**
 * Pairs of half-width kana in CP932 can by accident be valid two-byte UTF-8. Real Japanese UTF-8 has three-byte characters,
 * whose first byte is E3 to E9.
 */
const hasJapaneseLead = (bytes: Uint8Array): boolean => bytes.some((byte) => byte >= 0xe3 && byte <= 0xe9)
