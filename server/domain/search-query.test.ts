import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, describe, expect, it, test } from 'vitest'
import { kanaOfRomaji } from './romaji.ts'
import { readSearch } from './search-query.ts'
import { indexText, sortKey, type Searchable } from './search-text.ts'

const db = new Database(':memory:')
db.exec(`CREATE VIRTUAL TABLE one USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii')`)
afterAll(() => {
  db.close()
})

const nobody: Searchable = { name: '', kana: '', birthOn: null, code: null, phones: [] }

/** Whether a person is found by what was typed, and by which question. */
function finds(person: Partial<Searchable>, typed: string): number {
  db.exec('DELETE FROM one')
  db.prepare('INSERT INTO one (rowid, words) VALUES (1, ?)').run(indexText({ ...nobody, ...person }))
  return readSearch(typed, kanaOfRomaji).findIndex(
    (question) => db.prepare('SELECT rowid FROM one WHERE one MATCH ?').get(question) !== undefined,
  )
}

const hanako = {
  name: '試験　花子',
  kana: 'シケン ハナコ',
  birthOn: '1955-01-01',
  code: '00001234',
  phones: ['03-0000-4321', '090-0000-8765'],
}

describe('one person', () => {
  it.each([
    ...['シケン', 'ｼｹﾝ', 'しけん', 'しけ', 'し', 'shiken', 'siken', 'SHIKEN', 'ｓｈｉｋｅｎ', 'shik', 'しけn'],
    ...['試験', '試', '試験花子', '試験　花子', '花子', '花', '花子 試験', 'ハナコ', 'はな', 'hanako', 'シケンハナコ'],
    ...['ケン', 'けんはな', '験花', 'ナコ'],
    ...['00001234', '1234', '123', '１２３４'],
    ...[
      '4321',
      '8765',
      '00004321',
      '03-0000-4321',
      '０３－００００－４３２１',
      '(03)0000-4321',
      '090-0000-8765',
      '09000008765',
    ],
    ...[
      '19550101',
      '1955/1/1',
      '1955-01-01',
      '1955年1月1日',
      'S30.1.1',
      's30.1.1',
      'Ｓ３０．１．１',
      'S300101',
      'S30/1/1',
      'S30-1-1',
    ],
    ...['昭和30年1月1日', '昭30.1.1', '昭和３０年１月１日', '昭和30年 1月 1日', 'S30・1・1', 'S30,1,1'],
    ...[
      '昭和30年',
      '昭和30',
      'S30',
      '1955年',
      '1955',
      '昭和30年1月',
      'S30.1',
      'S3001',
      '195501',
      '1955/1',
      '1955年1月',
      '1955年生まれ',
    ],
    ...['シケン 1955', 'しけん S30.1.1', '試験　昭和30年', 'ハナコ 1234', 'hanako 4321', 'S30.1.1 しけん はな'],
  ])('is found by %s', (typed) => {
    expect(finds(hanako, typed)).toBeGreaterThanOrEqual(0)
  })

  it.each([
    ...[
      'シゲル',
      '花男',
      'ハナコシケン',
      '5678',
      '321',
      '1956',
      'S31',
      '昭和30年2月',
      '19550102',
      'シケン 1956',
      '子子',
      'コ',
      '子',
    ],
    ...['', '　', '"', '*', 'AND', '()', '。', '\uE001', 'NEAR(', '^'],
  ])('is not found by %s', (typed) => {
    expect(finds(hanako, typed)).toBe(-1)
  })

  it('stands higher the nearer to the beginning of the name what was typed is', () => {
    expect(finds(hanako, 'シケン')).toBe(0)
    expect(finds(hanako, 'ハナコ')).toBe(1)
    expect(finds(hanako, 'ケンハ')).toBe(2)
    expect(finds(hanako, '1234')).toBe(0)
    expect(finds(hanako, '123')).toBe(1)
  })
})

describe('kanji', () => {
  it.each([
    ['髙橋', '高橋'],
    ['山﨑', '山崎'],
    ['渡邉', '渡辺'],
    ['渡邊', '渡邉'],
    ['齋藤', '斉藤'],
    ['齊藤', '斎藤'],
    ['斎藤', '齋藤'],
    ['濵田', '浜田'],
    ['嶋', '島'],
    ['𠮷野', '吉野'],
    ['葛󠄀城', '葛城'],
  ])('%s and %s find each other', (one, other) => {
    expect(finds({ name: `${one}　架空` }, other)).toBe(0)
    expect(finds({ name: `${other}　架空` }, one)).toBe(0)
  })
})

describe('Latin letters', () => {
  it.each([
    ['オオノ', 'ohno'],
    ['オオノ', 'ono'],
    ['オオノ', 'oono'],
    ['サトウ', 'sato'],
    ['サトウ', 'satou'],
    ['サトウ', 'satoh'],
    ['ナンバ', 'namba'],
    ['ハッチョウ', 'hatcho'],
    ['シンイチ', 'shinichi'],
    ['シニチ', 'shinichi'],
    ['ユウコ', 'yuko'],
    ['ジュンコ', 'junko'],
    ['フジタ', 'huzita'],
    ['ホンマ', 'homma'],
  ])('%s is found by %s', (kana, typed) => {
    expect(finds({ kana }, typed)).toBeGreaterThanOrEqual(0)
  })

  it('of a name written in them are found as they are', () => {
    expect(finds({ name: 'SMITH　JOHN' }, 'smith')).toBe(0)
    expect(finds({ name: 'SMITH　JOHN' }, 'john smi')).toBe(0)
  })

  it('of a code find it', () => {
    expect(finds({ code: 'A0012' }, 'a00')).toBeGreaterThanOrEqual(0)
  })
})

test('whoever is in the index is found by the whole name, the code and the birth date', () => {
  const letters = fc.constantFrom(...'アイウカガサシタナハパマヤユョラリンヴー'.split(''))
  const word = fc.string({ unit: letters, minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(word, word, (family, given) => {
      const person = { kana: `${family} ${given}`, birthOn: '1968-04-07', code: '77' }
      if (sortKey(person.kana) === '') return
      expect(finds(person, `${family} ${given}`)).toBeGreaterThanOrEqual(
        sortKey(family) === '' && sortKey(given) === '' ? -1 : 0,
      )
      expect(finds(person, 'S43.4.7')).toBeGreaterThanOrEqual(0)
      expect(finds(person, '77')).toBe(0)
    }),
  )
})

test('nothing that can be typed or stand in a file upsets the index', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary', maxLength: 100 }), (name, typed) => {
      expect(finds({ name, kana: name, code: name, phones: [name] }, typed)).toBeGreaterThanOrEqual(-1)
    }),
  )
})
