import { expect, test } from 'vitest'
import type { FactMatch } from '../../contract/link.ts'
import { matchWords } from './link-match.ts'

const today = '2026-04-03'
const morning = Date.UTC(2026, 3, 3, 1)
const dayMs = 24 * 60 * 60 * 1000
const all: FactMatch = { name: 'same', kana: 'same', birthOn: 'same', sex: 'same' }

test.each<[Partial<FactMatch>, number | null, string[]]>([
  [{}, morning, ['氏名・カナ・生年月日・性別が一致', '本日受信']],
  [{ kana: 'missing' }, morning - dayMs, ['氏名・生年月日・性別が一致', 'カナの記載なし', '昨日受信']],
  [{ name: 'variant' }, morning - 12 * dayMs, ['生年月日・性別が一致', 'カナが一致、漢字が異体字', '12日前に受信']],
  [{ name: 'different' }, null, ['生年月日・性別が一致', 'カナが一致、漢字が違う', '調剤データなし']],
  [{ name: 'close', kana: 'close' }, morning, ['生年月日・性別が一致', '氏名が一部違う', 'カナが一部違う', '本日受信']],
  [
    { birthOn: 'close', sex: 'missing' },
    morning,
    ['氏名・カナが一致', '生年月日が一部違う', '性別の記載なし', '本日受信'],
  ],
  [
    { name: 'different', kana: 'different', birthOn: 'different', sex: 'different' },
    morning,
    ['氏名が違う', 'カナが違う', '生年月日が違う', '性別が違う', '本日受信'],
  ],
])('%o is said in words', (changes, receivedAt, words) => {
  expect(matchWords({ ...all, ...changes }, receivedAt, today).map(({ text }) => text)).toEqual(words)
})

test('what agrees, what is to be looked at and what differs is told by a mark, not by the words alone', () => {
  const match: FactMatch = { name: 'close', kana: 'different', birthOn: 'same', sex: 'same' }
  expect(matchWords(match, morning, today).map(({ tone }) => tone)).toEqual(['agree', 'slip', 'differ', 'time'])
})
