import { expect, test } from 'vitest'
import sharp from 'sharp'
import { photograph } from '../../test/support/images.ts'
import { codeState } from './code-state.ts'
import { imageKind } from './image-kind.ts'
import { turnJpeg } from './jpeg-turn.ts'
import { maskName } from './masked-name.ts'
import { phoneOrigin } from './phone-address.ts'

test('a code is open until it is used, revoked or out of time; a used one stays used', () => {
  const fresh = { usedAt: null, revokedAt: null, expiresAt: 100 }
  expect(codeState(fresh, 99)).toBe('open')
  expect(codeState(fresh, 100)).toBe('expired')
  expect(codeState({ ...fresh, revokedAt: 5 }, 200)).toBe('revoked')
  expect(codeState({ usedAt: 5, revokedAt: 6, expiresAt: 1 }, 200)).toBe('used')
})

test('of a name only its first character is shown', () => {
  expect(maskName('試験　花子')).toBe('試○ ○○')
  expect(maskName(' 見本 ')).toBe('見○○')
  expect(maskName('𠮷野 一')).toBe('𠮷○ ○○')
  expect(maskName('葛\u{e0100}西 一')).toBe('葛\u{e0100}○ ○○')
  expect(maskName('')).toBe('○○')
})

test('a phone is told the name the PC uses, or the address where the PC is the box itself', () => {
  const lan = ['192.168.1.20', '10.0.0.2']
  const at = (host: string, isSecure = true, addresses = lan) => phoneOrigin({ isSecure, host, addresses })
  expect(at('kusuribako.lan:8443')).toEqual({ origin: 'https://kusuribako.lan:8443', isReachable: true })
  expect(at('127.0.0.1:8443')).toEqual({ origin: 'https://192.168.1.20:8443', isReachable: true })
  expect(at('localhost:8443', true, [])).toEqual({ origin: 'https://localhost:8443', isReachable: false })
  expect(at('[::1]:8443')).toEqual({ origin: 'https://192.168.1.20:8443', isReachable: true })
  // Without a certificate the box serves only its own machine.
  expect(at('127.0.0.1:8470', false)).toEqual({ origin: 'http://127.0.0.1:8470', isReachable: false })
})

test('the first bytes decide what a file is', () => {
  const starts = (text: string) => imageKind(Buffer.from(text, 'latin1'))
  for (const known of ['\xff\xd8\xff\xe0....', '\x89PNG\r\n\x1a\n', 'RIFF....WEBPVP8 '])
    expect(starts(known)).toBe('known')
  for (const photo of ['....ftypheic....', '....ftypmif1....heic']) expect(starts(photo)).toBe('heic')
  for (const other of ['GIF89a', 'RIFF....AVI ', '%PDF-1.7', '<svg', '....ftypisom', '', '\xff'])
    expect(starts(other)).toBe('other')
})

test('an image is turned without being decoded: all who look at it turn it alike', async () => {
  const jpeg = await photograph(60, 40)
  expect(turnJpeg(jpeg, 0)).toBe(jpeg)
  const pixel = async (turns: number) => {
    const { info } = await sharp(turnJpeg(jpeg, turns)).autoOrient().raw().toBuffer({ resolveWithObject: true })
    return [info.width, info.height]
  }
  expect(await Promise.all([1, 2, 3].map(pixel))).toEqual([
    [40, 60],
    [60, 40],
    [40, 60],
  ])
  for (const [turns, orientation] of [
    [1, 6],
    [2, 3],
    [3, 8],
  ] as const)
    expect((await sharp(turnJpeg(jpeg, turns)).metadata()).orientation).toBe(orientation)
})
