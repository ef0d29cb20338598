import { expect, test } from 'vitest'
import { isCommonPassword } from './common-passwords.ts'
import { faultOfPassword } from './password-rule.ts'

const who = { login: 'shinjin', name: '見本　新人', kana: 'ミホン シンジン', facility: '見本薬局' }

test('alone a password is thirteen characters long, beside a second factor eight, counted as a person counts them', () => {
  expect(faultOfPassword('あさやけのそらとうみとか', who, false)).toBe('password-too-short')
  expect(faultOfPassword('あさやけのそらとうみとかぜ', who, false)).toBeUndefined()
  expect(faultOfPassword('あさやけのそら', who, true)).toBe('password-too-short')
  expect(faultOfPassword('あさやけのそらと', who, true)).toBeUndefined()
  // Half-width kana with its voiced mark is one letter.
  expect(faultOfPassword('ｱｻﾔｹﾉｿﾞﾗ', who, true)).toBe('password-too-short')
})

test('what the desk knows of the person is refused, however it is written', () => {
  for (const next of [
    'SHINJIN の あさやけ 7',
    'あさやけ ﾐﾎﾝ の うみ',
    '見本 薬局 の あさやけ うみ',
    'ｓｈｉｎｊｉｎの朝やけ空',
  ])
    expect(faultOfPassword(next, who, true), next).toBe('password-too-easy')
})

test('what anybody would try first is common, with whatever decoration', () => {
  const common = [
    ...['password', 'Passw0rd!', 'P@ssw0rd123', 'admin1234', 'qwertyuiop', '1qaz2wsx3edc', 'abcdefgh12345678'],
    ...['19680407', '1968-04-07', '0312345678', '1234567890123', 'sakura2026', 'kusuribako2026!', 'Yakkyoku#1'],
    ...['abcabcabcabcabc', 'xyxyxyxyxyxyx', 'パスワード123', 'あいうえおかきくけこさしす', 'welcomewelcome'],
  ]
  for (const password of common) expect(isCommonPassword(password), password).toBe(true)
})

test('what nobody else would think of is not', () => {
  const good = [
    'correct horse battery',
    'only small letters here',
    'むらさき の ゆうやけ 42',
    'さくらもちを三つ食べた',
    'tXq7-mLp2-Rk',
  ]
  for (const password of good) expect(isCommonPassword(password), password).toBe(false)
})
