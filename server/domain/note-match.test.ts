import { describe, expect, test } from 'vitest'
import { bareName } from './drug-words.ts'
import { noteCodes, noteTerms, termNames } from './note-match.ts'

const names = (note: string, drug: string): boolean => noteTerms(note).some((term) => termNames(term, bareName(drug)))

describe('a note names a drug', () => {
  test.each([
    ['ロキソニン', 'ロキソニン錠６０ｍｇ'],
    ['ﾛｷｿﾆﾝで蕁麻疹', 'ロキソニン錠60mg'],
    ['ろきそにんで蕁麻疹', 'ロキソニン錠60mg'],
    ['ロキソニンテープでかぶれ', 'ロキソニンテープ100mg'],
    ['ロキソニンで胃痛、カロナールは可', 'ロキソニン錠60mg'],
    ['カロナール以外は大丈夫', 'カロナール錠200'],
    ['アスピリン喘息', 'アスピリン腸溶錠100mg「見本」'],
    ['バイアスピリンで蕁麻疹', 'アスピリン腸溶錠100mg'],
    ['ペニシリン系', 'ベンジルペニシリンカリウム'],
    ['クラリス', 'クラリスロマイシン錠200mg「見本」'],
    ['スルファ剤', 'スルファメトキサゾール'],
    ['ＰＬ顆粒で眠気', 'ＰＬ配合顆粒'],
    ['葛根湯服用後に動悸', 'ツムラ葛根湯エキス顆粒（医療用）'],
    ['酸化マグネシウムで下痢', '酸化マグネシウム錠330mg「見本」'],
    ['カルボシスティン', 'カルボシステイン錠250mg'],
  ])('%s: %s', (note, drug) => {
    expect(names(note, drug)).toBe(true)
  })
})

describe('a note that only sounds like it does not', () => {
  test.each([
    // アスピリン is no ピリン.
    ['ピリン系', 'アスピリン腸溶錠100mg'],
    ['ピリンアレルギー', 'バイアスピリン錠100mg'],
    ['エビ・カニ', 'エビリファイ錠3mg'],
    ['エビ', 'エビプロスタット配合錠DB'],
    ['ハチ', 'ハチアズレ顆粒'],
    ['そば、さば', 'ソバルディ錠400mg'],
    ['スギ花粉症', 'シダキュアスギ花粉舌下錠5,000JAU'],
    ['ダニ', 'ミティキュアダニ舌下錠10,000JAU'],
    ['卵アレルギー', 'アレルギール錠'],
    ['アスパラガス', 'アスパラカリウム散50%'],
    ['アスパラ', 'アスパラカリウム散50%'],
    ['ロキソニンで胃痛、カロナールは可', 'カロナール錠200'],
    ['カロナールは問題なし', 'カロナール錠200'],
    ['プレドニン', 'プレグランディン腟坐剤'],
    ['ムコソルバン', 'ムコスタ錠100mg'],
    ['酸化マグネシウムで下痢', '炭酸マグネシウム'],
    ['セフゾン', 'セフジトレンピボキシル錠100mg'],
    ['テープかぶれ', 'ケトプロフェンテープ20mg'],
    ['特になし', 'ナシロビンカプセル'],
    ['造影剤で発疹', 'アムロジピン錠5mg'],
  ])('%s: %s', (note, drug) => {
    expect(names(note, drug)).toBe(false)
  })
})

test('a YJ code in a note is read, a telephone number or a date is not', () => {
  expect(noteCodes('ロキソニン 1149019F1560')).toEqual(['1149019F1560'])
  expect(noteCodes('１１４９０１９')).toEqual(['1149019'])
  expect(noteCodes('2019年3月、0300000000')).toEqual([])
})
