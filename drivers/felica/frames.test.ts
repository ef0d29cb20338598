import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from './bytes.ts'
import { encodePolling, encodeRead, encodeWrite, parsePolling, parseRead, parseWrite } from './frames.ts'

const idm = fromHex('01010601CB095703')
const other = fromHex('012E3D23BA075C45')

describe('FeliCa frames, byte for byte', () => {
  it('polls for the Lite-S system and no other unless told', () => {
    expect(toHex(encodePolling())).toBe('060088B40000')
    expect(toHex(encodePolling(0xffff, true))).toBe('0600FFFF0100')
  })

  it('reads up to four blocks from the read-only service', () => {
    expect(toHex(encodeRead(idm, [0x05]))).toBe('100601010601CB095703010B00018005')
    expect(toHex(encodeRead(idm, [0, 1, 2, 6]))).toBe('160601010601CB095703010B00048000800180028006')
    expect(() => encodeRead(idm, [0, 1, 2, 3, 4])).toThrow(RangeError)
  })

  it('writes one block to the read-write service', () => {
    // The published example of a write to S_PAD0: https://qiita.com/AkimotoMasane/items/f3557145c25210829e4b
    const data = fromHex('000102030405060708090A0B0C0D0E0F')
    expect(toHex(encodeWrite(fromHex('012E50E7DAC78B47'), 0, data))).toBe(
      '2008012E50E7DAC78B4701090001' + '8000' + '000102030405060708090A0B0C0D0E0F',
    )
  })

  it('takes a polling answer with and without the system code', () => {
    const plain = fromHex('12 01 012E3D23BA075C45 00F1000000014300')
    expect(parsePolling(plain)).toEqual({ ok: true, idm: other, pmm: fromHex('00F1000000014300'), system: undefined })
    // The sample of EWT's EWTJ680H manual.
    const withSystem = fromHex('14 01 012E3D23BA075C45 00F1000000014300 88B4')
    expect(parsePolling(withSystem)).toMatchObject({ ok: true, idm: other, system: 0x88b4 })
  })

  it('takes the data of a read and the yes of a write', () => {
    const read = fromHex('1D 07 01010601CB095703 0000 01 00AA55AA55AA55AA55AA55AA55AA55AA')
    expect(parseRead(read, idm, 1)).toEqual({ ok: true, blocks: [fromHex('00AA55AA55AA55AA55AA55AA55AA55AA')] })
    expect(parseWrite(fromHex('0C 09 01010601CB095703 0000'), idm)).toEqual({ ok: true })
  })

  it('gives status flags as a value with their meaning', () => {
    // As a Suica answered an ACR1252 that asked for a service it does not have.
    const suica = fromHex('01010A108E1BAD39')
    expect(parseRead(fromHex('0C 07 01010A108E1BAD39 01A6'), suica, 1)).toEqual({
      ok: false,
      code: 'flags',
      flags: { flag1: 0x01, flag2: 0xa6, meaning: 'absent' },
    })
    const meanings = { 70: 'memory', 71: 'worn', A8: 'absent', A5: 'denied', B1: 'denied', A2: 'other' }
    for (const [flag, meaning] of Object.entries(meanings)) {
      expect(parseWrite(fromHex(`0C 09 01010601CB095703 FF${flag}`), idm)).toMatchObject({ flags: { meaning } })
    }
  })

  it('tells the answer of another card from an answer', () => {
    expect(parseRead(fromHex('0C 07 012E3D23BA075C45 0000'), idm, 1)).toEqual({ ok: false, code: 'exchanged' })
    expect(parseWrite(fromHex('0C 09 012E3D23BA075C45 0000'), idm)).toEqual({ ok: false, code: 'exchanged' })
  })

  it('has an answer to any bytes and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 90 }), fc.integer({ min: 1, max: 4 }), (bytes, count) => {
        for (const outcome of [parsePolling(bytes), parseRead(bytes, idm, count), parseWrite(bytes, idm)]) {
          expect(typeof outcome.ok).toBe('boolean')
        }
      }),
    )
  })

  it('reads also from the middle of a larger buffer', () => {
    const buffer = fromHex('FFFF 14 01 012E3D23BA075C45 00F1000000014300 88B4 FFFF')
    expect(parsePolling(buffer.subarray(2, 22))).toMatchObject({ ok: true, system: 0x88b4 })
  })
})
