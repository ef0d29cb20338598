import { expect, test } from 'vitest'
import { fingerprintWords, words } from './fingerprint-words.ts'

const toHiragana = (word: string): string =>
  word.replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))

/** Can one become the other by one kana put in, left out or exchanged? */
function isOneSlipAway(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let from = 0
  while (from < a.length && a[from] === b[from]) from++
  const rests = [
    [a.slice(from + 1), b.slice(from + 1)],
    [a.slice(from + 1), b.slice(from)],
    [a.slice(from), b.slice(from + 1)],
  ]
  return rests.some(([left, right]) => left === right)
}

test('there is a word for every byte, and a slip of one kana makes no other word', () => {
  expect([words.length, new Set(words).size]).toEqual([256, 256])
  const slips = words.flatMap((word, index) =>
    words.slice(index + 1).filter((other) => isOneSlipAway(toHiragana(word), toHiragana(other))),
  )
  expect(slips).toEqual([])
})

test('a fingerprint is ten words, the same on every box', () => {
  expect(fingerprintWords(Uint8Array.from({ length: 32 }, (_, index) => index * 8))).toBe(
    'アイス いちご えほん おふろ かたつむり からす きもの くじゃく けんどう コスモス',
  )
})
