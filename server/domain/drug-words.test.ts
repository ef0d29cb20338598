import { expect, test } from 'vitest'
import { bareName, ingredientNames, isTelling } from './drug-words.ts'

test.each([
  [
    [
      'ロキソプロフェンＮａ錠６０ｍｇ「見本」',
      'ロキソプロフェンナトリウム水和物',
      '【般】ロキソプロフェンＮａ錠６０ｍｇ',
      'ﾛｷｿﾌﾟﾛﾌｪﾝ錠60mg',
    ],
  ],
  [['アムロジピンＯＤ錠５ｍｇ「見本」', 'アムロジピンベシル酸塩', 'アムロジピン錠2.5mg']],
  [['塩酸アンブロキソール', 'アンブロキソール塩酸塩', 'アンブロキソールシロップ小児用０．３％「見本」']],
  [['リン酸コデイン散１％', 'コデインリン酸塩水和物']],
  [['ツムラ葛根湯エキス顆粒（医療用）', '葛根湯']],
  [['カルボシスティン', 'カルボシステイン錠250mg']],
  [['セフカペン ピボキシル塩酸塩細粒小児用10%', 'セフカペンピボキシル塩酸塩水和物']],
])('one drug written in several ways has one bare name: %s', (names) => {
  expect(new Set(names.map(bareName)).size).toBe(1)
})

test.each([
  ['硝酸イソソルビド徐放カプセル', 'イソソルビド内用液70%'],
  ['塩化ナトリウム', '塩化カリウム'],
  ['酸化マグネシウム錠330mg', '炭酸マグネシウム'],
  ['セフジニル', 'セフジトレン ピボキシル'],
  ['アスパラカリウム散50%', 'アスパラギン酸カルシウム'],
  ['パリエット錠10mg', 'バリエット錠10mg'],
])('two drugs stay two: %s and %s', (a, b) => {
  expect(bareName(a)).not.toBe(bareName(b))
})

test('a combination has an ingredient for each part, a name that only looks like one stays whole', () => {
  expect(ingredientNames('アムロジピンベシル酸塩・バルサルタン')).toEqual(['アムロジピン', 'バルサルタン'])
  expect(ingredientNames('ビタミンＢ１・Ｂ６・Ｂ１２')).toEqual(['ビタミンB1・B6・B12'])
})

test('a name of too few characters tells nothing', () => {
  expect(['PL', 'EPL', 'イブA', '葛根湯'].map(isTelling)).toEqual([true, true, true, true])
  expect(['エビ', 'A', '12', '卵', ''].map(isTelling)).toEqual([false, false, false, false, false])
})
