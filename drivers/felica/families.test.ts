import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from './bytes.ts'
import type { ReaderFamily, Transmit } from './exchange.ts'
import { families } from './families.ts'
import { blueprint } from './families/_blueprint.ts'
import { sony } from './families/sony.ts'
import { encodePolling } from './frames.ts'

const nothing = async () => undefined
const all: ReaderFamily[] = [blueprint, families['acs-direct'], families['acs-pn532'], sony(nothing)]

/** A reader that plays a part: each APDU it must be sent, and what it answers. */
function play(...lines: [sent: string, answered: string][]): { transmit: Transmit; done: () => void } {
  const rest = [...lines]
  return {
    async transmit(apdu) {
      const [sent, answered] = rest.shift() ?? ['nothing more', '']
      expect(toHex(apdu)).toBe(sent.replaceAll(' ', ''))
      return { ok: true, response: fromHex(answered) }
    },
    done: () => {
      expect(rest).toEqual([])
    },
  }
}

function always(answer: string): Transmit {
  return async () => ({ ok: true, response: fromHex(answer) })
}

describe('the blueprint: the bare frame', () => {
  it('goes and comes as in the ACR122 manual, without pseudo-APDU', async () => {
    const frame = fromHex('10 06 0101010101010101 01 0901 01 8000')
    const answer = '1D 07 0101010101010101 0000 01 00AA55AA55AA55AA55AA55AA55AA55AA'
    const reader = play(['10 06 0101010101010101 01 0901 01 8000', `${answer} 9000`])
    expect(await blueprint.carry(reader.transmit, frame)).toEqual({ ok: true, frame: fromHex(answer) })
    reader.done()
  })
})

describe('ACS ACR1251 and ACR1252: the frame in one pseudo-APDU', () => {
  const family = families['acs-direct']

  it('goes as in the ACM1252U manual', async () => {
    const answer = '1D 07 01010601CB095703 0000 01 00112233445566778899AABBCCDDEEFF'
    const reader = play(['FF 00 00 00 10 10 06 01 01 06 01 CB 09 57 03 01 09 01 01 80 00', `${answer} 9000`])
    const outcome = await family.carry(reader.transmit, fromHex('10 06 01010601CB095703 01 0901 01 8000'))
    expect(outcome).toEqual({ ok: true, frame: fromHex(answer) })
    reader.done()
  })

  it('hands on a refusal of the card as the card’s own frame, as an ACR1252 did with a Suica', async () => {
    const reader = play([
      'FF 00 00 00 10 10 06 01 01 0A 10 8E 1B AD 39 01 09 01 01 80 00',
      '0C070101 0A108E1BAD39 01A6 9000',
    ])
    const outcome = await family.carry(reader.transmit, fromHex('10 06 01010A108E1BAD39 01 0901 01 8000'))
    expect(outcome).toEqual({ ok: true, frame: fromHex('0C 07 01010A108E1BAD39 01A6') })
  })

  it('tells silence from a refused command', async () => {
    expect(await family.carry(always('6300'), encodePolling())).toEqual({ ok: false, code: 'silent' })
    expect(await family.carry(always('9000'), encodePolling())).toEqual({ ok: false, code: 'silent' })
    expect(await family.carry(always('6A81'), encodePolling())).toEqual({ ok: false, code: 'refused' })
    expect(await family.carry(always('0C07 9000'), encodePolling())).toEqual({ ok: false, code: 'malformed' })
  })
})

describe('ACS ACR122U: the frame inside a command of the chip', () => {
  const family = families['acs-pn532']

  it('goes as in the ACR122T manual', async () => {
    const frame = '10 06 0101010101010101 01 0901 01 8000'
    const answer = '1D 07 0101010101010101 0000 01 00AA55AA55AA55AA55AA55AA55AA55AA'
    const reader = play([`FF 00 00 00 13 D4 40 01 ${frame}`, `D5 41 00 ${answer} 9000`])
    expect(await family.carry(reader.transmit, fromHex(frame))).toEqual({ ok: true, frame: fromHex(answer) })
    reader.done()
  })

  it('polls by the chip’s own command, with the system pinned', async () => {
    const answer = '14 01 012E3D23BA075C45 00F1000000014300 88B4'
    const reader = play(
      ['FF 00 00 00 06 D4 32 05 00 01 02', 'D5 33 9000'],
      ['FF 00 00 00 09 D4 4A 01 01 00 88 B4 00 00', 'D5 4B 00 9000'],
      ['FF 00 00 00 09 D4 4A 01 01 00 FF FF 01 00', `D5 4B 01 01 ${answer} 9000`],
    )
    expect(await family.open(reader.transmit)).toEqual({ ok: true })
    expect(await family.carry(reader.transmit, encodePolling())).toEqual({ ok: false, code: 'silent' })
    const found = await family.carry(reader.transmit, encodePolling(0xffff, true))
    expect(found).toEqual({ ok: true, frame: fromHex(answer) })
    reader.done()
  })

  it('takes a timeout of the chip for silence and its other errors for refusal', async () => {
    const frame = fromHex('10 06 0101010101010101 01 0901 01 8000')
    expect(await family.carry(always('D5 41 01 9000'), frame)).toEqual({ ok: false, code: 'silent' })
    expect(await family.carry(always('D5 41 2B 9000'), frame)).toEqual({ ok: false, code: 'silent' })
    expect(await family.carry(always('D5 41 27 9000'), frame)).toEqual({ ok: false, code: 'refused' })
    expect(await family.carry(always('7F 9000'), frame)).toEqual({ ok: false, code: 'malformed' })
    expect(await family.carry(always('6300'), frame)).toEqual({ ok: false, code: 'refused' })
  })
})

describe('Sony RC-S300: the transparent session', () => {
  const accepted = 'C0 03 00 90 00 90 00'

  it('opens, carries and closes as measured on a real reader', async () => {
    const waits: number[] = []
    const family = sony(async (ms) => waits.push(ms))
    const answer = '14 01 0102030405060708 1011121314151617 0003'
    const reader = play(
      ['FF 50 00 00 02 82 00 00', 'C0 03 01 63 01 90 00'],
      ['FF 50 00 00 02 81 00 00', accepted],
      ['FF 50 00 02 04 8F 02 03 00 00', 'C0 03 00 90 00 8F 01 08 90 00'],
      ['FF 50 00 00 02 83 00 00', accepted],
      ['FF 50 00 00 02 84 00 00', accepted],
      [
        'FF 50 00 01 0F 5F 46 04 A0 86 01 00 95 06 06 00 00 03 01 00 00',
        `C0 03 00 90 00 92 01 00 96 02 00 00 97 14 ${answer} 90 00`,
      ],
      ['FF 50 00 00 02 83 00 00', accepted],
      ['FF 50 00 00 02 82 00 00', accepted],
    )
    expect(await family.open(reader.transmit)).toEqual({ ok: true })
    const outcome = await family.carry(reader.transmit, fromHex('06 00 0003 01 00'))
    expect(outcome).toEqual({ ok: true, frame: fromHex(answer) })
    await family.close(reader.transmit)
    reader.done()
    expect(waits).toEqual([30, 30])
  })

  it('carries a write of one block', async () => {
    const frame = '20 08 0102030405060708 01 0900 01 8005 000102030405060708090A0B0C0D0E0F'
    const reader = play([
      `FF 50 00 01 29 5F 46 04 A0 86 01 00 95 20 ${frame} 00`,
      'C0 03 00 90 00 92 01 00 96 02 00 00 97 0C 0C 09 0102030405060708 0000 90 00',
    ])
    const outcome = await sony(nothing).carry(reader.transmit, fromHex(frame))
    expect(outcome).toEqual({ ok: true, frame: fromHex('0C 09 0102030405060708 0000') })
  })

  it('stops opening at the first step the reader refuses', async () => {
    const reader = play(['FF 50 00 00 02 82 00 00', accepted], ['FF 50 00 00 02 81 00 00', 'C0 03 01 63 01 90 00'])
    expect(await sony(nothing).open(reader.transmit)).toEqual({ ok: false, code: 'refused' })
    reader.done()
  })

  it.each([
    ['nothing answered', 'C0 03 02 64 01 90 00', 'silent'],
    ['accepted, and no frame came', accepted, 'silent'],
    ['refused', 'C0 03 01 63 01 90 00', 'refused'],
    ['malformed', 'C0 03 01 64 01 90 00', 'refused'],
    ['wrong length', 'C0 03 01 67 00 90 00', 'refused'],
    ['unsupported value', 'C0 03 01 6A 81 90 00', 'refused'],
    ['not even an APDU of its own', '6D 00', 'refused'],
    ['no status object', '8F 01 08 90 00', 'malformed'],
    ['a status object that is too short', 'C0 02 00 90 90 00', 'malformed'],
    ['an object that runs past the end', 'C0 03 00 90 00 97 20 01 90 00', 'malformed'],
    ['a frame shorter than it says', 'C0 03 00 90 00 97 02 14 01 90 00', 'malformed'],
  ])('knows the answer: %s', async (_, answer, code) => {
    expect(await sony(nothing).carry(always(answer), encodePolling())).toEqual({ ok: false, code })
  })

  it('reads long lengths and skips objects it does not know', async () => {
    const frame = '0C 09 0102030405060708 0000'
    for (const length of ['0C', '81 0C', '82 00 0C']) {
      const answer = `5F 51 02 AABB C0 03 00 90 00 FF 6D 03 010203 97 ${length} ${frame} 90 00`
      expect(await sony(nothing).carry(always(answer), encodePolling())).toEqual({ ok: true, frame: fromHex(frame) })
    }
  })
})

describe('every family', () => {
  it('has an answer to any bytes and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), fc.boolean(), async (bytes, isAccepted) => {
        const response = isAccepted ? Uint8Array.of(...bytes, 0x90, 0x00) : bytes
        for (const family of all) {
          const outcome = await family.carry(async () => ({ ok: true, response }), encodePolling())
          expect(typeof outcome.ok).toBe('boolean')
          if (outcome.ok) expect(outcome.frame[0]).toBe(outcome.frame.length)
        }
      }),
    )
  })

  it('hands on what the transport says', async () => {
    for (const family of all) {
      for (const code of ['mute', 'transmit', 'moved', 'in-use'] as const) {
        expect(await family.carry(async () => ({ ok: false, code }), encodePolling())).toEqual({ ok: false, code })
      }
    }
  })

  it('goes by the name it has in the table', () => {
    for (const [name, family] of Object.entries(families)) expect(family.name).toBe(name)
  })
})
