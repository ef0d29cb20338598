import type { WrittenDrug, WrittenPerson } from './nsips-file.ts'

export interface DemoPerson extends WrittenPerson {
  cardId?: string
  /** Which list of `prescriptions` this person is given. */
  regimen: number
}

/** The people of the demo pharmacy. 見本, 架空, 試験, 例示 … are names nobody has. */
export const people: DemoPerson[] = [
  {
    regimen: 0,
    code: '00000101',
    name: '見本　花子',
    kana: 'ﾐﾎﾝ ﾊﾅｺ',
    sex: '2',
    birthOn: '19470314',
    cardId: '0101000000000101',
  },
  {
    regimen: 1,
    code: '00000102',
    name: '架空　太郎',
    kana: 'ｶｸｳ ﾀﾛｳ',
    sex: '1',
    birthOn: '19900101',
    cardId: '0101000000000102',
  },
  {
    regimen: 3,
    code: '00000103',
    name: '試験　陽翔',
    kana: 'ｼｹﾝ ﾊﾙﾄ',
    sex: '1',
    birthOn: '20260302',
    cardId: '0101000000000103',
  },
  {
    regimen: 4,
    code: '00000104',
    name: '例示　良子',
    kana: 'ﾚｲｼﾞ ﾖｼｺ',
    sex: '2',
    birthOn: '19381130',
    cardId: '0101000000000104',
  },
  {
    regimen: 1,
    code: '00000105',
    name: '見本　ミンジ',
    kana: 'ﾐﾎﾝ ﾐﾝｼﾞ',
    sex: '2',
    birthOn: '19950721',
    cardId: '0101000000000105',
  },
  {
    regimen: 2,
    code: '00000106',
    name: '仮名　優子',
    kana: 'ｶﾒｲ ﾕｳｺ',
    sex: '',
    birthOn: '19720505',
    cardId: '0101000000000106',
  },
  {
    regimen: 0,
    code: '00000107',
    name: '髙見本　茂',
    kana: 'ﾀｶﾐﾎﾝ ｼｹﾞﾙ',
    sex: '1',
    birthOn: '19511209',
    cardId: '0101000000000107',
  },
  {
    regimen: 1,
    code: '00000108',
    name: '架空﨑　さくら',
    kana: 'ｶｸｳｻｷ ｻｸﾗ',
    sex: '2',
    birthOn: '20040229',
    cardId: '0101000000000108',
  },
  { regimen: 2, code: '00000109', name: '試験　一郎', kana: 'ｼｹﾝ ｲﾁﾛｳ', sex: '1', birthOn: '19480115' },
  { regimen: 0, code: '00000110', name: '例示　次郎', kana: 'ﾚｲｼﾞ ｼﾞﾛｳ', sex: '1', birthOn: '19660817' },
  { regimen: 3, code: '00000111', name: '仮名　奈々', kana: 'ｶﾒｲ ﾅﾅ', sex: '2', birthOn: '20190430' },
  { regimen: 4, code: '00000112', name: '見本　和夫', kana: 'ﾐﾎﾝ ｶｽﾞｵ', sex: '1', birthOn: '19331003' },
]

/** A member whose お薬自動登録 is not set yet: the list must show that too. */
export const unlinkedMember = {
  name: '架空　みどり',
  kana: 'カクウ ミドリ',
  sex: 'female' as const,
  birthOn: '1988-08-08',
  cardId: '0101000000000199',
}

const daily = (
  name: string,
  dose: string,
  perDay: number,
  usage: string,
  count: number,
  perDose: string,
): WrittenDrug => ({
  name,
  form: 2,
  usage,
  count,
  perDay,
  dose,
  unit: '錠',
  perDose,
})

/** What is prescribed in the demo, one list a prescription. */
export const prescriptions: WrittenDrug[][] = [
  [
    daily('アムロジピンＯＤ錠５ｍｇ「見本」', '1', 1, '１日１回朝食後', 28, '1'),
    daily('ロスバスタチン錠２．５ｍｇ「見本」', '1', 1, '１日１回夕食後', 28, '1'),
  ],
  [
    daily('カルボシステイン錠２５０ｍｇ「見本」', '6', 3, '１日３回毎食後', 14, '2'),
    {
      name: 'アセトアミノフェン錠５００ｍｇ「見本」',
      form: 3,
      usage: '発熱時',
      count: 10,
      perDay: 0,
      dose: '1',
      unit: '錠',
      perDose: '1',
    },
    {
      name: 'ケトプロフェンテープ２０ｍｇ「見本」',
      form: 4,
      usage: '１日１回　腰部に貼付',
      count: 0,
      perDay: 1,
      dose: '21',
      unit: '枚',
    },
  ],
  [
    daily('メトホルミン塩酸塩錠２５０ｍｇ「見本」', '3', 3, '１日３回毎食後', 56, '1'),
    {
      name: 'インスリン グラルギン注ソロ「見本」３００単位',
      form: 5,
      usage: '就寝前　８単位　皮下注射',
      count: 0,
      perDay: 1,
      dose: '2',
      unit: '筒',
    },
  ],
  [
    {
      name: 'アンブロキソールシロップ小児用０．３％「見本」',
      form: 2,
      usage: '１日３回毎食後',
      count: 5,
      perDay: 3,
      dose: '6',
      unit: 'ｍＬ',
      perDose: '2',
    },
    {
      name: 'ヘパリン類似物質油性クリーム０．３％「見本」',
      form: 4,
      usage: '１日２回　全身に塗布',
      count: 0,
      perDay: 2,
      dose: '50',
      unit: 'ｇ',
    },
  ],
  [
    {
      name: 'ラタノプロスト点眼液０．００５％「見本」',
      form: 4,
      usage: '１日１回　両眼に点眼',
      count: 0,
      perDay: 1,
      dose: '2.5',
      unit: 'ｍＬ',
    },
    daily('ランソプラゾールＯＤ錠１５ｍｇ「見本」', '1', 1, '１日１回朝食後', 30, '1'),
  ],
]

/** Where each of `prescriptions` comes from. */
export const institutions = [
  { institution: '架空内科クリニック', institutionCode: '1119991', department: '内科', prescriber: '架空　医子' },
  { institution: '見本整形外科', institutionCode: '1119992', department: '整形外科', prescriber: '見本　医郎' },
  {
    institution: '架空糖尿病クリニック',
    institutionCode: '1119993',
    department: '糖尿病内科',
    prescriber: '架空　医介',
  },
  { institution: '試験こどもクリニック', institutionCode: '1119994', department: '小児科', prescriber: '試験　医美' },
  { institution: '例示眼科', institutionCode: '1119995', department: '眼科', prescriber: '例示　医恵' },
]

/** What a second institution gives the first of the people as well: one ingredient from two places. */
export const secondOpinion: WrittenDrug[] = [
  daily('アムロジピン錠２．５ｍｇ「架空」', '1', 1, '１日１回朝食後', 28, '1'),
]
