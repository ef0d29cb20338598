import { describe, expect, it } from 'vitest'
import { encodeCp932 } from '../../demo/cp932.ts'
import { decode } from './decode.ts'
import { sampleBytes } from '../../../test/support/nsips-sample.ts'

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)

describe('CP932', () => {
  it.each([
    ['NEC special characters', [0x87, 0x40], '①'],
    ['IBM extensions', [0xfb, 0xfc], '髙'],
    ['NEC-selected IBM extensions', [0xee, 0xe0], '髙'],
    ['half-width kana', [0xc3, 0xbd, 0xc4], 'ﾃｽﾄ'],
    ['the backslash, not a yen sign', [0x5c], '\\'],
    ['the full-width tilde, not a wave dash', [0x81, 0x60], '～'],
    ['the full-width hyphen, not a minus sign', [0x81, 0x7c], '－'],
    ['a character whose second byte is a backslash', [0x95, 0x5c], '表'],
    ['the first 外字', [0xf0, 0x40], '\uE000'],
    ['the last 外字', [0xf9, 0xfc], '\uE757'],
  ])('has %s', (_, values, text) => {
    expect(decode(bytes(...values))).toEqual({ text, encoding: 'cp932' })
  })

  it('keeps all 1880 外字 apart', () => {
    const characters = new Set<string>()
    for (let lead = 0xf0; lead <= 0xf9; lead++) {
      for (let trail = 0x40; trail <= 0xfc; trail++) if (trail !== 0x7f) characters.add(decode(bytes(lead, trail)).text)
    }
    expect(characters.size).toBe(1880)
    expect([...characters].every((character) => /^[\uE000-\uE757]$/.test(character))).toBe(true)
  })

  it('a broken character swallows neither the comma nor the line end behind it', () => {
    expect(decode(bytes(0x31, 0x95, 0x2c, 0x32, 0x95, 0x0d, 0x0a)).text).toBe('1\uFFFD,2\uFFFD\r\n')
    expect(decode(bytes(0x95)).text).toBe('\uFFFD')
  })
})

describe('UTF-8', () => {
  const text = '1,00001234,ﾃｽﾄ ﾊﾅｺ,試験　花子\r\n'

  it('is recognised by its BOM, which is no part of the text', () => {
    expect(decode(Buffer.from(`\uFEFF${text}`))).toEqual({ text, encoding: 'utf-8' })
    expect(decode(Buffer.from('\uFEFFVER010401'))).toEqual({ text: 'VER010401', encoding: 'utf-8' })
  })

  it('is recognised by Japanese characters in strictly valid UTF-8', () => {
    expect(decode(Buffer.from(text))).toEqual({ text, encoding: 'utf-8' })
  })

  it('is not seen in half-width kana that happen to be valid UTF-8', () => {
    const kana = encodeCp932('ﾃｽﾄｽ')
    expect(decode(Buffer.from([0xc3, 0xbd])).text).toBe('ﾃｽ')
    expect(decode(kana)).toEqual({ text: 'ﾃｽﾄｽ', encoding: 'cp932' })
  })

  it('is not seen in the samples', () => {
    for (const name of ['new', 'update', 'delete', 'wide'] as const)
      expect(decode(sampleBytes(name)).encoding).toBe('cp932')
  })

  it('with a BOM and broken bytes shows where they are', () => {
    expect(decode(bytes(0xef, 0xbb, 0xbf, 0x41, 0xff, 0x2c)).text).toBe('A\uFFFD,')
  })
})

it('no bytes are no text', () => {
  expect(decode(bytes())).toEqual({ text: '', encoding: 'cp932' })
})
