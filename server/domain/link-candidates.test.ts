import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FactMatch, MatchStrength } from '../../contract/link.ts'
import {
  byRank,
  compareFacts,
  isCandidate,
  strengthOf,
  whyNoCandidate,
  type Facts,
  type Rated,
} from './link-candidates.ts'

const hanako: Facts = { name: '試験　花子', kana: 'シケン ハナコ', sex: 'female', birthOn: '1968-04-07' }
const judge = (other: Partial<Facts>, member: Facts = hanako): MatchStrength =>
  strengthOf(compareFacts(member, { ...hanako, ...other }))

describe('how sure a match is', () => {
  test.each<[string, Partial<Facts>, MatchStrength]>([
    ['everything as written', {}, 'exact'],
    ['another space and width', { name: '試験 花子', kana: 'ｼｹﾝﾊﾅｺ' }, 'exact'],
    ['the reading in hiragana', { kana: 'しけん　はなこ' }, 'exact'],
    ['no reading written', { kana: '' }, 'exact'],
    ['another reading of the same kanji', { kana: 'サンプル ケイコ' }, 'probable'],
    ['a slip in the reading', { kana: 'シケン ハナヨ' }, 'probable'],
    ['the sex is not written', { sex: 'unknown' }, 'probable'],
    ['other kanji, same reading', { name: '試験　華子' }, 'probable'],
    ['only the reading is written', { name: '' }, 'probable'],
    ['the other sex', { sex: 'male' }, 'possible'],
    ['a name taken in marriage', { name: '見本　花子', kana: 'ミホン ハナコ' }, 'possible'],
    ['another given name in the family (twins)', { name: '試験　月子', kana: 'シケン ツキコ' }, 'possible'],
    ['a digit of the birth date is wrong', { birthOn: '1968-04-01' }, 'possible'],
    ['day and month are swapped', { birthOn: '1968-07-04' }, 'possible'],
    ['the birth year is wrong', { birthOn: '1998-04-07' }, 'possible'],
    ['no birth date, other sex', { birthOn: '', sex: 'male' }, 'near'],
    ['the same name, born another day', { birthOn: '1950-12-24' }, 'near'],
    ['the same birthday and sex, nothing else', { name: '見本　太一', kana: 'ミホン タイチ' }, 'near'],
    ['the same birthday, other sex, nothing else', { name: '見本　太一', kana: 'ミホン タイチ', sex: 'male' }, 'none'],
    ['nobody alike', { name: '見本　太一', kana: 'ミホン タイチ', birthOn: '2001-01-01' }, 'none'],
  ])('%s', (_words, other, strength) => {
    expect(judge(other)).toBe(strength)
  })

  test('old and variant kanji are one person, and never set without looking', () => {
    const member = { ...hanako, name: '髙﨑　邊子' }
    const match = compareFacts(member, { ...hanako, name: '高崎　辺子' })
    expect([match.name, strengthOf(match)]).toEqual(['variant', 'probable'])
  })

  test('a missing birth date is no agreement', () => {
    const { birthOn: _, ...undated } = hanako
    expect(strengthOf(compareFacts(hanako, undated))).toBe('possible')
    expect(strengthOf(compareFacts(undated, undated))).toBe('possible')
  })
})

const text = fc.constantFrom('', '試験　花子', '試験 華子', '見本　花子', '高崎　辺子', '髙﨑　邊子')
const kana = fc.constantFrom('', 'シケン ハナコ', 'ｼｹﾝ ﾊﾅｺ', 'ミホン ハナコ', 'シケン ハナヨ')
const birth = fc.constantFrom('1968-04-07', '1968-07-04', '1998-04-07', '2001-01-01')
const person = fc
  .record({ name: text, kana, sex: fc.constantFrom('male' as const, 'female' as const, 'unknown' as const), birth })
  .map(({ birth: birthOn, ...rest }): Facts => ({ ...rest, birthOn }))
const agreement = fc.constantFrom(
  'same' as const,
  'variant' as const,
  'close' as const,
  'different' as const,
  'missing' as const,
)
const match: fc.Arbitrary<FactMatch> = fc.record({
  name: agreement,
  kana: agreement,
  birthOn: agreement,
  sex: agreement,
})

test('it makes no difference which of the two is asked about', () => {
  fc.assert(
    fc.property(person, person, (one, other) => {
      expect(compareFacts(one, other)).toEqual(compareFacts(other, one))
    }),
  )
})

test('only name, birth date and sex as written, with no contradicting reading, is exact', () => {
  fc.assert(
    fc.property(match, (found) => {
      const isWritten = found.name === 'same' && found.birthOn === 'same' && found.sex === 'same'
      const isRead = found.kana !== 'different' && found.kana !== 'close'
      expect(strengthOf(found) === 'exact').toBe(isWritten && isRead)
    }),
  )
})

const rated: fc.Arbitrary<Rated> = fc.record({
  strength: fc.constantFrom(
    'exact' as const,
    'probable' as const,
    'possible' as const,
    'near' as const,
    'none' as const,
  ),
  match,
  receivedAt: fc.option(fc.integer({ min: 0, max: 5 })),
  isTaken: fc.boolean(),
  key: fc.uuid(),
})

describe('the order of the candidates', () => {
  test('is the same however they were found', () => {
    fc.assert(
      fc.property(fc.uniqueArray(rated, { selector: ({ key }) => key }), (some) => {
        expect([...some].reverse().sort(byRank)).toEqual([...some].sort(byRank))
      }),
    )
  })

  test('never puts a weaker match above a surer one, however new its file is', () => {
    fc.assert(
      fc.property(fc.array(rated), (some) => {
        const order = ['exact', 'probable', 'possible', 'near', 'none']
        const ranks = [...some].sort(byRank).map(({ strength }) => order.indexOf(strength))
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
      }),
    )
  })

  test('among equals puts the one whose file came last on top, and one who is free before one who is taken', () => {
    const of = (key: string, receivedAt: number | null, isTaken = false): Rated => ({
      strength: 'exact',
      match: compareFacts(hanako, hanako),
      receivedAt,
      isTaken,
      key,
    })
    const sorted = [of('old', 1), of('never', null), of('taken', 9, true), of('new', 2)].sort(byRank)
    expect(sorted.map(({ key }) => key)).toEqual(['new', 'old', 'never', 'taken'])
  })
})

describe('when nobody can be set, it says why', () => {
  const calm = { state: 'ok' as const, isFrozen: false }
  test.each([
    ['somebody is free', [{ isTaken: true }, { isTaken: false }], 3, calm, []],
    ['nothing came', [], 0, calm, ['no-file']],
    ['somebody alike came', [], 2, calm, ['name-differs', 'no-file']],
    ['the one who fits is another member’s', [{ isTaken: true }], 2, calm, ['linked-elsewhere']],
    ['the folder does not answer', [], 0, { ...calm, state: 'unreachable' as const }, ['feed-stopped']],
    [
      'the folder does not answer, and somebody alike came before',
      [],
      1,
      { ...calm, state: 'denied' as const },
      ['feed-stopped', 'name-differs'],
    ],
    ['files lie there unread', [], 0, { ...calm, state: 'rejected' as const }, ['feed-held', 'no-file']],
    ['auto-registration is stopped', [], 0, { ...calm, isFrozen: true }, ['feed-frozen', 'no-file']],
    [
      'the one who fits came while auto-registration is stopped',
      [{ isTaken: false, isHeld: true }],
      0,
      { ...calm, isFrozen: true },
      ['feed-frozen'],
    ],
    ['nothing for hours', [], 0, { ...calm, state: 'quiet' as const }, ['no-file']],
  ])('%s', (_words, candidates, near, feed, reasons) => {
    expect(whyNoCandidate(candidates, near, feed)).toEqual(reasons)
  })
})

test('what is alike only is not offered as a candidate', () => {
  const all = ['exact', 'probable', 'possible', 'near', 'none'] as const
  expect(all.filter((strength) => isCandidate({ strength }))).toEqual(['exact', 'probable', 'possible'])
})
