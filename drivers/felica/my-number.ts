import { fromHex, sameBytes, toHex } from './bytes.ts'
import type { Transmit, TransmitOutcome } from './exchange.ts'

/**
 * Telling a My Number card from the rest without touching anything on it: by its ATR or, for a contactless Type B card of another
 * issue, by one SELECT. No PIN, no certificate, no file, and not even its PUPI is ever asked for.
 */

/** The My Number card's application for public certification, and the one for filling in forms: the only words ever said to it. */
export const allowedSelects = [
  fromHex('00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01'),
  fromHex('00 A4 04 0C 0A D3 92 10 00 31 00 01 01 04 08'),
] as const

/** As listed in pcsc-tools' smartcard_list.txt and OpenSC's card-jpki.c; contactless first, then the contact side. */
const myNumberAtrs = new Set([
  '3B888001000005E0B381A1007F',
  '3BE000FF8131FE4514',
  '3BDA13FF8131FB468012392F31C173C601C03B',
  '3BC5FF8131FB458073C6010000',
])

/** The card of the former residents' register (住基カード): Type B as well, and no My Number card. */
const residentCardAtr = '3B888001000014E0B38191005E'

/**
 * FeliCa as PC/SC part 3 spells it (standard 11), as ACR122 firmware does (F0 11 at 212, F0 12 at 424 kbit/s), and the short form of
 * readers that give the id in the ATR.
 */
const felicaAtr = /^3B8F8001804F0CA000000306(11....|03F011|03F012)|^3B8C80010443FD/

/** A contactless Type B card: four bytes of application data, three of protocol information and one more, made up by the reader. */
const typeBAtr = /^3B888001(..){9}$/

export type CardKind = 'felica' | 'mynumber' | 'other'

/**
 * What kind of card lies on the reader. Sends at most one SELECT, and only to a Type B card whose ATR is not known; to all others
 * nothing. FeliCa cards may then be read; the others must never be sent anything more.
 */
export async function classify(atr: Uint8Array, transmit: Transmit): Promise<CardKind> {
  const text = toHex(atr)
  if (felicaAtr.test(text)) return 'felica'
  if (myNumberAtrs.has(text)) return 'mynumber'
  if (text === residentCardAtr || !typeBAtr.test(text)) return 'other'
  const outcome = await guarded(transmit).transmit(allowedSelects[0])
  const isSelected = outcome.ok && outcome.response.at(-2) === 0x90 && outcome.response.at(-1) === 0x00
  return isSelected ? 'mynumber' : 'other'
}

/** What the guard lets through goes on to the card; the rest is `not-allowed` and never leaves the box. */
export interface Guard {
  transmit(apdu: Uint8Array): Promise<TransmitOutcome | { ok: false; code: 'not-allowed' }>
  /** How many byte strings were refused. More than none is a fault in the program. */
  refusals(): number
}

/** A transport to a card that is not FeliCa: exactly the two SELECTs pass, byte for byte. */
export function guarded(transmit: Transmit): Guard {
  let refused = 0
  return {
    async transmit(apdu) {
      const select = allowedSelects.find((allowed) => sameBytes(allowed, apdu))
      if (select) return transmit(select.slice())
      refused += 1
      return { ok: false, code: 'not-allowed' }
    },
    refusals: () => refused,
  }
}
