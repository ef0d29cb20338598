let table: Map<string, number> | undefined

/** Every character of CP932 and its code, found by decoding each code once. */
function buildTable(): Map<string, number> {
  const decoder = new TextDecoder('shift_jis', { fatal: true })
  const codes = new Map<string, number>()
  const add = (bytes: number[], code: number): void => {
    try {
      const character = decoder.decode(Uint8Array.from(bytes))
      if (!codes.has(character)) codes.set(character, code)
    } catch {
      // An unassigned code.
    }
  }
  for (let byte = 0; byte < 0x100; byte++) add([byte], byte)
  for (let lead = 0x81; lead <= 0xfc; lead++) {
    // ED and EE repeat characters that Windows writes as FA and FB.
    if ((lead >= 0xa0 && lead <= 0xdf) || lead === 0xed || lead === 0xee) continue
    for (let trail = 0x40; trail <= 0xfc; trail++) add([lead, trail], lead * 0x100 + trail)
  }
  return codes
}

/** Encodes text as a receipt computer writes it (CP932). Throws on a character that the code page does not have. */
export function encodeCp932(text: string): Buffer {
  table ??= buildTable()
  const bytes: number[] = []
  for (const character of text) {
    const code = table.get(character)
    if (code === undefined) throw new RangeError(`U+${character.codePointAt(0)?.toString(16) ?? ''} is not in CP932`)
    if (code > 0xff) bytes.push(code >> 8)
    bytes.push(code & 0xff)
  }
  return Buffer.from(bytes)
}
