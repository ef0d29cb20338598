import { normalise } from './normalise.ts'
import { variantKanji } from './variant-kanji.ts'

const small = 'ァィゥェォヵヶッャュョヮ'
const large = 'アイウエオカケツヤユヨワ'
const largeOf = new Map(Array.from(small, (kana, at) => [kana, large.charAt(at)]))

/**
 * Comparing form of a drug's name: width, case, hiragana and katakana, small and large kana, variant kanji and the many dashes make no
 * difference. Voiced marks and long marks do: バ and ハ tell drugs apart, unlike names of people.
 */
export const foldDrug = (text: string): string =>
  Array.from(
    normalise(text, 'NFKC')
      .toUpperCase()
      .replace(/[ぁ-ゖ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60))
      .replace(/(?<=[ァ-ヺー])[-‐‑‒–—―−─]/g, 'ー')
      .replace(/[‐‑‒–—―−─]/g, '-'),
    (character) => largeOf.get(character) ?? variantKanji.get(character) ?? character,
  ).join('')

/** How a text writes what `bare` is folded from; undefined when it does not stand there in one piece. */
export function asWritten(bare: string, text: string): string | undefined {
  // Folding changes characters one by one, so the places agree.
  const wide = normalise(text, 'NFKC')
  const at = bare === '' ? -1 : foldDrug(wide).indexOf(bare)
  return at < 0 || wide.length !== foldDrug(wide).length ? undefined : wide.slice(at, at + bare.length)
}

// As they stand after foldDrug: NFKC and capitals make ㎎ MG and ㎖ ML, and ツ stands for ッ.
const amount = '[0-9][0-9.,]*(?:MG|MCG|ΜG|[KNP]?G|ML|L|MEQ|%|MM|CM|単位|万単位|国際単位|IU|回分|個|錠|包|枚|本)'
const strength = new RegExp(`${amount}(?:[/×X](?:${amount}|MG|MCG|G|ML|L|日|回|枚|錠|包|H))*`, 'g')

/** Words for the shape of a product, longest first. */
const shapes = [
  '口腔内崩壊錠|舌下錠|腸溶錠|徐放錠|徐放カプセル|徐放顆粒|腸溶顆粒|腸溶カプセル|チユアブル錠|チユアブル|フイルムコーテイング錠|バツカル錠|分散錠|発泡錠|トローチ',
  'OD錠|OD|LA錠|SR錠|CR錠|ER錠|XR錠|R錠|DS|ドライシロツプ|シロツプ用|シロツプ|内服液|内用液|経口液|内服ゼリー|ゼリー|エリキシル',
  'ODフイルム|カプセル|硬カプセル|軟カプセル|顆粒剤|細粒剤|顆粒|細粒|散剤|散|原末|末|錠剤|錠|丸剤|エキス|配合',
  '油性|水性|泡状|点眼用|点眼液|点眼|点鼻液|点鼻|点耳液|眼軟膏|軟膏|クリーム|ローシヨン|ゲル|ジエル|外用液|外用|スプレー|エアゾール|エアー|吸入液|吸入用|吸入|パツプ|パツチ|テープ|湿布|坐剤|坐薬|注腸|膣錠|貼付剤|貼付|うがい液|含嗽|液',
  '点滴|静注用|静注|皮下注|筋注|注射用|注射液|注射|キツト|シリンジ|ソロスター|ソロ|ミリオペン|フレツクスペン|フレツクスタツチ|カート|BS|注',
  '小児用|成人用|小児|用|[ⅠⅡⅢ]号',
].join('|')
const shape = new RegExp(`(?:${shapes})+(?:[A-Z]{1,2}|[0-9.]+%?)?$`)

/** Salts, esters and waters at the end of a name, as they are written in general names. */
const salts = [
  '塩酸塩|臭化水素酸塩|硫酸塩|リン酸塩|リン酸エステルナトリウム|リン酸エステル|硝酸塩|メシル酸塩|トシル酸塩|ベシル酸塩|マレイン酸塩|フマル酸塩|コハク酸塩|酒石酸塩|クエン酸塩',
  '酢酸塩|酢酸エステル|プロピオン酸エステル|吉草酸エステル|フランカルボン酸エステル|ピボキシル|プロキセチル|アキセチル|メドキソミル|シレキセチル|エチルコハク酸エステル',
  '臭化物|塩化物|水和物|無水物|無水|ナトリウム塩|ナトリウム|カリウム塩|カリウム|(?<!ビタミン)K|カルシウム塩|カルシウム|マグネシウム|二水和物|NA',
].join('|')
const salt = new RegExp(`(?:${salts})$`)

/** 塩酸…, in older names. Not 硝酸: the nitrate 硝酸イソソルビド and イソソルビド are two drugs. */
const saltInFront =
  /^(?:塩酸|臭化水素酸|メシル酸|マレイン酸|フマル酸|酒石酸|ベシル酸|リン酸|硫酸|酢酸|コハク酸|クエン酸)(?!ナトリウム|カリウム|カルシウム|マグネシウム)(?=[ァ-ヺー]{3})/

/** Makers that stand before the name of a 漢方 without brackets. */
const makerInFront =
  /^(?:ツムラ|クラシエ|コタロー|オースギ|三和|JPS|本草|太虎堂|テイコク|マツウラ|松浦|ジユンコウ|東洋)(?=[一-鿿]{2})/

/**
 * The bare name of a drug, as text or note names it: without maker, 【般】, strength, shape and salt. `ロキソプロフェンＮａ錠６０ｍｇ「見本」`
 * and `ロキソプロフェンナトリウム水和物` both give `ロキソプロフエン`. Never empty unless nothing else was there; a name that is only a salt
 * (`塩化ナトリウム`, `酸化マグネシウム`) stays whole.
 */
export function bareName(written: string): string {
  const folded = foldDrug(written)
    .replace(/「[^」]*」|『[^』]*』|【[^】]*】|\[[^\]]*\]|〔[^〕]*〕|\((?:[^()]*)\)/g, '')
    .replace(strength, '')
    .replace(/[\s_*]/g, '')
    .replace(makerInFront, '')
    .replace(/^(?:幼児|小児|成人)用(?=.{2})/, '')
  const bare = strip(folded)
  return bare === '' ? folded : bare
}

function strip(name: string): string {
  let bare = name
  for (;;) {
    const less = cut(cut(bare.replace(/[・/]+$/, ''), shape, 1), salt, 2).replace(saltInFront, '')
    if (less === bare) return bare
    bare = less
  }
}

/** Takes off what the pattern finds at the end, as long as enough of a name is left. */
function cut(name: string, pattern: RegExp, least: number): string {
  const less = name.replace(pattern, '')
  // 塩化 or 酸化 alone are no name: the metal behind them is.
  return less.length >= least &&
    !/(?:塩化|酸化|炭酸|炭酸水素|硫酸|リン酸|ヨウ化|乳酸|クエン酸|グルコン酸|アスパラギン酸|アルギン酸)$/.test(less)
    ? less
    : name
}

/** Bare names of the ingredients in a general name: those of a combination stand between ・ or /. */
export function ingredientNames(generic: string): string[] {
  const parts = foldDrug(generic)
    .replace(/【[^】]*】/g, '')
    .split(/[・/／+＋]/)
    .map(bareName)
    .filter((part) => isTelling(part))
  // A part that says too little (ビタミンB1・B6) means that the name is no list.
  return parts.length > 1 ? [...new Set(parts)] : [bareName(generic)].filter((part) => isTelling(part))
}

/** Whether a bare name says enough to be compared: two letters of PL or EPL, three kana, two kanji. */
export const isTelling = (bare: string): boolean =>
  /^[A-Z0-9-]{2,}$/.test(bare) ? /[A-Z]{2}/.test(bare) : /[一-鿿]/.test(bare) ? bare.length >= 2 : bare.length >= 3
