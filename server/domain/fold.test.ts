import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldKana, foldName } from './fold.ts'
import { wideKana } from './kana.ts'
import { normalise } from './normalise.ts'
import { variantKanji } from './variant-kanji.ts'

describe('kana as written by a receipt computer', () => {
  it.each([
    ['ﾃｽﾄ ﾊﾅｺ', 'テスト ハナコ'],
    ['ｶﾞｷﾞﾊﾟ', 'ガギパ'],
    ['ｷｬｯﾄ', 'キャット'],
    ['ﾐﾎﾝ　ﾀﾛｰ', 'ミホン タロー'],
    ['ハ゛ナナ', 'バナナ'],
    ['ハ゜ン', 'パン'],
    ['ｳﾞ', 'ヴ'],
    ['ア゛', 'ア゛'],
    ['゛', '゛'],
    [' ﾃｽﾄ ', 'テスト'],
  ])('%s becomes %s', (narrow, wide) => {
    expect(wideKana(narrow)).toBe(wide)
  })
})

describe('a search key of kana', () => {
  it.each([
    ['ﾃｽﾄ ﾊﾅｺ', 'テスト　ハナコ'],
    ['てすと', 'テスト'],
    ['キャット', 'キヤツト'],
    ['バナナ', 'ハナナ'],
    ['ハ゛ナナ', 'バナナ'],
    ['タロー', 'タロ'],
    ['タロ-', 'タロー'],
    ['ヴァ', 'ウア'],
    ['ジョン・スミス', 'シヨンスミス'],
    ['ﾐﾎﾝ', 'みほん'],
    ['abc', 'ＡＢＣ'],
    ['ゝ', 'ヽ'],
  ])('is the same for %s and %s', (one, other) => {
    expect(foldKana(one)).toBe(foldKana(other))
  })

  it('tells different names apart', () => {
    expect(foldKana('タナカ')).not.toBe(foldKana('タナベ'))
  })

  it('stays what it is when folded again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(foldKana(foldKana(text))).toBe(foldKana(text))
      }),
    )
  })
})

describe('a search key of a written name', () => {
  it.each([
    ['髙橋', '高橋'],
    ['山﨑', '山崎'],
    ['濵田', '浜田'],
    ['濱田', '浜田'],
    ['渡邉', '渡辺'],
    ['渡邊', '渡辺'],
    ['齋藤', '斉藤'],
    ['齊藤', '斎藤'],
    ['德永', '徳永'],
    ['櫻井', '桜井'],
    ['澤', '沢'],
    ['廣國', '広国'],
    ['嶌　嶋', '島島'],
    ['曾根', '曽根'],
    ['眞惠龍', '真恵竜'],
    ['𠮷野', '吉野'],
    ['葛\u{E0100}飾', '葛飾'],
    ['辻\uFE00', '辻'],
    ['神\uFA19', '神神'],
    ['試験　花子', '試験花子'],
    ['みどり', 'ミドリ'],
  ])('is the same for %s and %s', (one, other) => {
    expect(foldName(one)).toBe(foldName(other))
  })

  it('maps every variant straight to a common form', () => {
    expect(variantKanji.size).toBeGreaterThan(250)
    for (const common of variantKanji.values()) expect(variantKanji.has(common)).toBe(false)
  })
})

describe('normalisation', () => {
  it('leaves alone what would take quadratic time', () => {
    const hostile = `x${'\u0301'.repeat(500_000)}${'\u0316'.repeat(500_000)}`
    expect(normalise(hostile, 'NFKC')).toBe(hostile)
    const disguised = `x${'\u0301\u0301\u0301\u0301ﾞ'.repeat(200_000)}`
    expect(normalise(disguised, 'NFKC')).toBe(disguised)
    expect(wideKana(hostile)).toBe(hostile)
    expect(foldName(hostile).length).toBe(hostile.length)
  })
})
