import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from './bytes.ts'
import type { Transmit } from './exchange.ts'
import { allowedSelects, classify, guarded } from './my-number.ts'

const jpki = '00A4040C0AD392F000260100000001'

function card(answer: string): { transmit: Transmit; heard: string[] } {
  const heard: string[] = []
  return {
    heard,
    async transmit(apdu) {
      heard.push(toHex(apdu))
      return { ok: true, response: fromHex(answer) }
    },
  }
}

describe('telling cards apart', () => {
  it.each([
    ['PC/SC part 3', '3B 8F 80 01 80 4F 0C A0 00 00 03 06 11 00 3B 00 00 00 00 42'],
    ['ACR122 at 212 kbit/s', '3B 8F 80 01 80 4F 0C A0 00 00 03 06 03 F0 11 00 00 00 00 8A'],
    ['ACR122 at 424 kbit/s', '3B 8F 80 01 80 4F 0C A0 00 00 03 06 03 F0 12 00 00 00 00 89'],
    ['id within the ATR', '3B 8C 80 01 04 43 FD 01 02 03 04 05 06 07 08 00'],
  ])('FeliCa by its ATR, with nothing sent: %s', async (_, atr) => {
    const { transmit, heard } = card('9000')
    expect(await classify(fromHex(atr), transmit)).toBe('felica')
    expect(heard).toEqual([])
  })

  it.each([
    '3B 88 80 01 00 00 05 E0 B3 81 A1 00 7F',
    '3B E0 00 FF 81 31 FE 45 14',
    '3B DA 13 FF 81 31 FB 46 80 12 39 2F 31 C1 73 C6 01 C0 3B',
    '3B C5 FF 81 31 FB 45 80 73 C6 01 00 00',
  ])('a My Number card by its ATR, with nothing sent: %s', async (atr) => {
    const { transmit, heard } = card('9000')
    expect(await classify(fromHex(atr), transmit)).toBe('mynumber')
    expect(heard).toEqual([])
  })

  it('a My Number card of another issue by one SELECT', async () => {
    const { transmit, heard } = card('9000')
    expect(await classify(fromHex('3B 88 80 01 00 00 00 00 33 81 81 00 00'), transmit)).toBe('mynumber')
    expect(heard).toEqual([jpki])
  })

  it('any other Type B card by the same one SELECT', async () => {
    for (const answer of ['6A82', '6D00', '', '90']) {
      const { transmit, heard } = card(answer)
      expect(await classify(fromHex('3B 88 80 01 00 00 00 00 33 81 81 00 00'), transmit)).toBe('other')
      expect(heard).toEqual([jpki])
    }
  })

  it.each([
    ['the former residents’ card', '3B 88 80 01 00 00 14 E0 B3 81 91 00 5E'],
    ['MIFARE Classic', '3B 8F 80 01 80 4F 0C A0 00 00 03 06 03 00 01 00 00 00 00 6A'],
    ['a telephone', '3B 80 80 01 01'],
    ['nothing', ''],
  ])('others, with nothing sent: %s', async (_, atr) => {
    const { transmit, heard } = card('9000')
    expect(await classify(fromHex(atr), transmit)).toBe('other')
    expect(heard).toEqual([])
  })

  it('whatever the ATR and whatever the card answers, hears at most one SELECT', async () => {
    const atrs = fc.oneof(
      fc.uint8Array({ maxLength: 33 }),
      fc.uint8Array({ minLength: 9, maxLength: 9 }).map((tail) => Uint8Array.of(0x3b, 0x88, 0x80, 0x01, ...tail)),
    )
    await fc.assert(
      fc.asyncProperty(atrs, fc.uint8Array({ maxLength: 20 }), async (atr, answer) => {
        const { transmit, heard } = card(toHex(answer))
        expect(['felica', 'mynumber', 'other']).toContain(await classify(atr, transmit))
        expect([[], [jpki]]).toContainEqual(heard)
      }),
    )
  })
})

describe('the guard before a card that is not FeliCa', () => {
  it('lets exactly the two SELECTs through, unchanged', async () => {
    const { transmit, heard } = card('9000')
    const guard = guarded(transmit)
    for (const select of allowedSelects) expect(await guard.transmit(select)).toMatchObject({ ok: true })
    expect(heard).toEqual([jpki, '00A4040C0AD3921000310001010408'])
    expect(guard.refusals()).toBe(0)
  })

  it('lets nothing else through, ever, and counts it', async () => {
    const known = allowedSelects.map(toHex)
    // Neighbours of what is allowed are the dangerous ones: one byte changed, cut off or added.
    const neighbour = fc
      .record({
        select: fc.constantFrom(...allowedSelects),
        at: fc.nat({ max: 14 }),
        byte: fc.nat({ max: 255 }),
        cut: fc.nat({ max: 3 }),
        tail: fc.uint8Array({ maxLength: 3 }),
      })
      .map(({ select, at, byte, cut, tail }) => {
        const changed = Uint8Array.of(...select)
        changed[at] = byte
        return Uint8Array.of(...changed.subarray(0, changed.length - cut), ...tail)
      })
    const verify = fc.uint8Array({ maxLength: 16 }).map((pin) => Uint8Array.of(0x00, 0x20, 0x00, 0x80, ...pin))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(neighbour, verify, fc.uint8Array({ maxLength: 40 }))), async (apdus) => {
        const { transmit, heard } = card('9000')
        const guard = guarded(transmit)
        for (const apdu of apdus) {
          const outcome = await guard.transmit(apdu)
          if (!known.includes(toHex(apdu))) expect(outcome).toEqual({ ok: false, code: 'not-allowed' })
        }
        expect(heard.filter((apdu) => !known.includes(apdu))).toEqual([])
        expect(guard.refusals() + heard.length).toBe(apdus.length)
      }),
      { numRuns: 1000 },
    )
  })

  it('refuses the reader’s own question for the id as well', async () => {
    const { transmit, heard } = card('010203049000')
    const guard = guarded(transmit)
    expect(await guard.transmit(fromHex('FFCA000000'))).toEqual({ ok: false, code: 'not-allowed' })
    expect(heard).toEqual([])
    expect(guard.refusals()).toBe(1)
  })

  it('cannot be talked round by changing the bytes on their way', async () => {
    const seen: Uint8Array[] = []
    const guard = guarded(async (apdu) => {
      seen.push(apdu)
      apdu.fill(0)
      return { ok: true, response: fromHex('9000') }
    })
    await guard.transmit(fromHex(jpki))
    expect(await guard.transmit(fromHex(jpki))).toMatchObject({ ok: true })
    expect(seen).toHaveLength(2)
  })
})
