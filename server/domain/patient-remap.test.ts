import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCodeList, remapByFacts, remapByList, type RemapPerson } from './patient-remap.ts'

const hanako: RemapPerson = {
  id: 'old-1',
  code: '00001234',
  name: '試験　花子',
  kana: 'シケン ハナコ',
  sex: 'female',
  birthOn: '1968-04-07',
}
const byFacts = (olds: readonly RemapPerson[], news: readonly RemapPerson[]) =>
  [...remapByFacts(olds, news)].filter((pair) => pair !== undefined)

const inNew = (changes: Partial<RemapPerson>): RemapPerson => ({ ...hanako, id: 'new-1', code: '77', ...changes })

describe('by what files say, one patient against one', () => {
  test.each<[string, Partial<RemapPerson>, Partial<RemapPerson>, string, string[]]>([
    ['all equal', {}, {}, 'exact', ['same-facts']],
    ['blanks and widths differ', {}, { name: '試験 花子', kana: 'ｼｹﾝ ﾊﾅｺ' }, 'exact', ['same-facts']],
    ['a variant kanji', { name: '髙崎　花子' }, { name: '高﨑　花子' }, 'probable', ['variant-name']],
    ['small kana', { kana: 'シヨウコ' }, { kana: 'ショウコ' }, 'probable', ['variant-kana']],
    ['sex missing', {}, { sex: 'unknown' }, 'probable', ['sex-missing']],
    ['kana missing', { kana: '' }, {}, 'probable', ['kana-missing']],
    ['name missing', {}, { name: '' }, 'probable', ['name-missing']],
    ['birth date missing', {}, { birthOn: null }, 'probable', ['birth-missing']],
    ['a new family name, the kana left', {}, { name: '見本　花子' }, 'probable', ['name-differs']],
    ['sex entered wrongly', {}, { sex: 'male' }, 'probable', ['sex-differs']],
    ['birth date entered wrongly', {}, { birthOn: '1968-04-17' }, 'probable', ['birth-differs']],
    ['birth date and sex differ', {}, { birthOn: '1968-04-17', sex: 'male' }, 'unmatched', ['nobody']],
    ['only the birth date is the same', {}, { name: '見本　太郎', kana: 'ミホン タロウ' }, 'unmatched', ['nobody']],
    [
      'somebody else',
      {},
      { name: '見本　太郎', kana: 'ミホン タロウ', birthOn: '2000-01-01' },
      'unmatched',
      ['nobody'],
    ],
  ])('%s', (_name, old, next, list, reasons) => {
    expect([...byFacts([{ ...hanako, ...old }], [inNew(next)])]).toMatchObject([{ list, reasons }])
  })
})

test('two of one name, birth date and sex are never exact: a person has to look at both', () => {
  const twin = { ...hanako, id: 'old-2', code: '00005678' }
  expect([...byFacts([hanako, twin], [inNew({})])].map(({ list }) => list)).toEqual(['probable', 'probable'])
  const two = [inNew({}), inNew({ id: 'new-2', code: '78' })]
  expect([...byFacts([hanako], two)]).toMatchObject([{ list: 'probable', reasons: ['same-facts', 'several'] }])
})

test('whoever has an exact partner is no probable partner of anybody else', () => {
  const cousin = { ...hanako, id: 'old-2', code: '2', sex: 'unknown' as const }
  expect([...byFacts([hanako, cousin], [inNew({})])].map(({ list }) => list)).toEqual(['exact', 'unmatched'])
})

const person = fc.record({
  name: fc.constantFrom('髙橋　見本', '高橋　見本', '試験　花子', '架空　太郎', ''),
  kana: fc.constantFrom('タカハシ ミホン', 'シケン ハナコ', 'カクウ タロウ', ''),
  sex: fc.constantFrom<RemapPerson['sex']>('male', 'female', 'unknown'),
  birthOn: fc.constantFrom('1968-04-07', '1970-01-01', null),
})
const people = (prefix: string) =>
  fc
    .array(person, { maxLength: 12 })
    .map((list) => list.map((each, at): RemapPerson => ({ ...each, id: `${prefix}-${String(at)}`, code: String(at) })))

test('every old patient is in one list; an exact pair is equal in all four facts, and nobody is exact twice', () => {
  fc.assert(
    fc.property(people('old'), people('new'), (olds, news) => {
      const pairs = [...byFacts(olds, news)]
      expect(pairs.map(({ old }) => old.id)).toEqual(olds.map(({ id }) => id))
      const exact = pairs.filter(({ list }) => list === 'exact')
      expect(new Set(exact.map(({ next }) => next?.id)).size).toBe(exact.length)
      for (const { old, next } of exact) {
        const { name, kana, sex, birthOn } = news.find(({ id }) => id === next?.id)!
        expect({ name, kana, sex, birthOn }).toEqual({
          name: old.name,
          kana: old.kana,
          sex: old.sex,
          birthOn: old.birthOn,
        })
      }
      for (const { next, list } of pairs) expect(next === null).toBe(list === 'unmatched')
    }),
  )
})

test('by the maker’s list: listed pairs are exact unless files contradict them', () => {
  const list = new Map([
    ['00001234', '77'],
    ['00005678', '78'],
    ['00009999', '79'],
  ])
  const olds = [
    hanako,
    { ...hanako, id: 'old-2', code: '00005678' },
    { ...hanako, id: 'old-3', code: '00009999' },
    { ...hanako, id: 'old-4', code: '5' },
  ]
  const news = [inNew({}), inNew({ id: 'new-2', code: '78', name: '見本　太郎', kana: 'ミホン タロウ' })]
  expect([...remapByList(olds, news, list)]).toMatchObject([
    { list: 'exact', next: { id: 'new-1', code: '77' } },
    { list: 'probable', reasons: ['listed-differently', 'name-differs', 'kana-differs'] },
    { list: 'exact', next: { id: null, code: '79' } },
    { list: 'unmatched', reasons: ['not-listed'], next: null },
  ])
})

describe('the maker’s list as a file', () => {
  test.each([
    ['旧,新\r\n00001234,77\r\n00005678,78\r\n', 2],
    ['\uFEFF"00001234","77"\n', 1],
    ['００００１２３４\t７７\n\n', 1],
    ['00001234;77;備考', 1],
  ])('%j is read', (text, size) => {
    const outcome = readCodeList(text)
    expect(outcome.ok && [outcome.list.size, outcome.list.get('00001234')]).toEqual([size, '77'])
  })
  test.each([
    ['', 1, 'list-empty'],
    ['旧,新\n', 1, 'list-empty'],
    ['1,2\n3\n', 2, 'list-columns'],
    ['1,2\n1,3\n', 2, 'list-old-twice'],
    ['1,2\n\n3,2\n', 3, 'list-new-twice'],
  ])('%j is refused at its line', (text, line, code) => {
    expect(readCodeList(text)).toEqual({ ok: false, line, code })
  })
})
