import { describe, expect, it, test } from 'vitest'
import type { Medication } from '../../contract/medication.ts'
import type { Rp } from '../../contract/rp.ts'
import { drugText, prescriptionText } from './copy-text.ts'

const rp = (changes: Partial<Rp>, ...medications: Medication[]): Rp => ({
  number: 1,
  form: 'internal',
  count: 30,
  lastOn: '2023-05-24',
  medications,
  ...changes,
})
const drug = (name: string, dose?: string, unit?: string, more: Partial<Medication> = {}): Medication => ({
  name,
  codes: {},
  ...(dose !== undefined && { dose }),
  ...(unit !== undefined && { unit }),
  ...more,
})
const prescription = { number: '1', issuedOn: '2023-04-25', dispensedOn: '2023-04-26' }
const lineOf = (one: Rp) => drugText({ prescription }, one, one.medications[0]!).split('\r\n')[2]

const allegra = rp({}, drug('アレグラ錠 60mg', '1', '錠'))
const patanol = rp(
  { form: 'external', count: 1, lastOn: null, usage: '１日４回　両眼に点眼' },
  drug('パタノール点眼液 0.1%', '10', 'ｍＬ'),
)

test('a prescription is the day, then name and usage in turn, the lines parted by CR LF', () => {
  expect(prescriptionText({ prescription, rps: [allegra, patanol] })).toBe(
    '処方日：2023年4月25日\r\nアレグラ錠 60mg\r\n1日1錠 30日分\r\nパタノール点眼液 0.1%\r\n1日4回 両眼に点眼 全10mL',
  )
})

test('one drug is three lines', () => {
  expect(drugText({ prescription }, allegra, allegra.medications[0]!)).toBe(
    '処方日：2023年4月25日\r\nアレグラ錠 60mg\r\n1日1錠 30日分',
  )
})

test('without the day of the prescription the day of dispensing stands, without both that it is not written', () => {
  expect(prescriptionText({ prescription: { number: '1', dispensedOn: '2023-12-01' }, rps: [] })).toBe(
    '処方日：2023年12月1日',
  )
  expect(prescriptionText({ prescription: { number: '1' }, rps: [] })).toBe('処方日：記載なし')
})

test('containers and materials are no drugs', () => {
  const rps = [rp({}, drug('アレグラ錠 60mg', '1', '錠'), drug('軟膏容器', '1', '個', { kind: 'other' }))]
  expect(prescriptionText({ prescription, rps })).not.toContain('軟膏容器')
})

describe('a name', () => {
  it.each([
    ['アレグラ錠６０ｍｇ', 'アレグラ錠 60mg'],
    ['アレグラ錠60mg', 'アレグラ錠 60mg'],
    ['アレグラ錠　６０ｍｇ', 'アレグラ錠 60mg'],
    ['ロキソプロフェンＮａ錠６０ｍｇ「見本」', 'ロキソプロフェンＮａ錠 60mg「見本」'],
    ['インスリン グラルギン注ソロ「見本」３００単位', 'インスリン グラルギン注ソロ「見本」 300単位'],
    ['試験散（１００ｍｇ）', '試験散（100mg）'],
    ['名前だけの薬', '名前だけの薬'],
  ])('%s', (name, line) => {
    expect(drugText({ prescription }, allegra, drug(name)).split('\r\n')[1]).toBe(line)
  })
})

describe('a usage', () => {
  it.each([
    ['内服', rp({}, drug('x', '6', '錠')), '1日6錠 30日分'],
    [
      '不均等',
      rp({}, drug('x', '4', '錠', { uneven: { wake: '0', morning: '2', noon: '1', evening: '1', bed: '0' } })),
      '1日4錠（朝2 昼1 夕1） 30日分',
    ],
    ['日数なし', rp({ count: 0, lastOn: null, usage: '１日１回朝食後' }, drug('x', '1', '錠')), '1日1錠 1日1回朝食後'],
    [
      '隔日: the days alone would mislead',
      rp({ lastOn: null, usage: '隔日　朝食後' }, drug('x', '1', '錠')),
      '1日1錠 30日分 隔日 朝食後',
    ],
    ['量なし', rp({}, drug('x')), '30日分'],
    ['何もなし', rp({ count: 0, lastOn: null }, drug('x')), '用法の記載なし'],
    [
      '頓服',
      rp({ form: 'prn', count: 10, lastOn: null, usage: '発熱時' }, drug('x', '1', '錠')),
      '発熱時 1回1錠 10回分',
    ],
    [
      '外用',
      rp({ form: 'external', count: 0, lastOn: null, usage: '１日１回　腰部に貼付' }, drug('x', '21', '枚')),
      '1日1回 腰部に貼付 全21枚',
    ],
    [
      '注射',
      rp({ form: 'injection', count: 0, lastOn: null, usage: '就寝前　８単位' }, drug('x', '2', '筒')),
      '就寝前 8単位 全2筒',
    ],
    ['内滴', rp({ form: 'drops', count: 0, lastOn: null }, drug('x', '5', 'ｍＬ')), '全5mL'],
    [
      '区分なし',
      rp({ form: 'other', lastOn: null, usage: '１日３回毎食後' }, drug('x', '6', '錠')),
      '1日3回毎食後 服用量6錠',
    ],
  ])('%s', (_form, one, line) => {
    expect(lineOf(one)).toBe(line)
  })
})
