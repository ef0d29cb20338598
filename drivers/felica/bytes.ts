/** Bytes as upper-case hex, the spelling in which card ids go over the port. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase()
}

/** Hex digits, spaces allowed, as bytes. Only for text that is known to be hex. */
export function fromHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
}

/** Whether both hold the same bytes. Not for secrets: it takes longer the more they agree. */
export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index])
}
