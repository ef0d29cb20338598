import { bareName, foldDrug, isTelling } from './drug-words.ts'
import { normalise } from './normalise.ts'

/** Parts of a note that speak of different things. */
const between = /[。．、，,;；:：\n\r・/／＋+→]+/
/** What stands in one part and may still speak of two things: ペニシリン系アレルギー（セフェムは可）, ロキソニンで発疹 カロナールOK. */
const inside = /[\s()[\]「」『』【】]+|だけど|だけれど|ですが|だが|けれど|けど/
/** An allergy that is there ends what it belongs to: ピリン系アレルギーで｜カロナールOK. アレルギール is a medicine. */
const allergy = /アレルギー(?!な[いくし]|[ァ-ヺー])(?:あり|有り?)?[でだ]?/g
/** Words that say a drug did no harm … */
const harmless =
  /大丈夫|問題な[いくし]|異常な[いくし]|飲め[たるて]|服用可|使用可|服用でき|使用でき|(?<!不)可(?!能)|OK|アレルギーな[いくし]/i
/** … unless the same part says that something else did, or that it is the exception. */
const harmful =
  /以外|不可|禁|過敏|副作用|アレルギー(?!な[いくし]|[ァ-ヺー])|だめ|ダメ|駄目|避け|中止|飲めな|疹|かゆ|痒|じんま|ショック|アナフィ|腫|喘息|痛|吐|嘔|下痢|しびれ|めまい|苦し|赤く|かぶれ/

/** Words that tell no medicine by themselves, though names begin or end like them (アレルギール, アスパラカリウム, 酸化マグネシウム). */
const ordinary = new Set(
  [
    ...[
      'アレルギー',
      'アナフィラキシー',
      'ショック',
      'アスパラ',
      'ステロイド',
      'エキス',
      'カプセル',
      'シロップ',
      'クリーム',
    ],
    ...['ナトリウム', 'カリウム', 'カルシウム', 'マグネシウム'],
  ].map(foldDrug),
)

const particles = /(?:から|など|です|でも|には|では|で|は|に|を|が|と|の|も|や)$/

const isHarmless = (clause: string): boolean => harmless.test(clause) && !harmful.test(clause)

function clausesOf(text: string): string[] {
  return normalise(text, 'NFKC')
    .split(between)
    .flatMap((part) => joinVerdicts(part.replaceAll(allergy, '$& ').split(inside)))
}

/** 「カロナール 問題なし」 is one statement: a piece that names nothing says how the one before it went. */
function joinVerdicts(pieces: readonly string[]): string[] {
  const joined: string[] = []
  for (const piece of pieces) {
    const last = joined.at(-1)
    const isVerdict = isHarmless(piece) && /^[ぁ-ゖ\s]*$/.test(piece.replace(harmless, ''))
    if (last !== undefined && isVerdict) joined.splice(-1, 1, `${last} ${piece}`)
    else joined.push(piece)
  }
  return joined
}

/** The parts of a note that do not say that something was harmless. */
export const noteClauses = (text: string): string[] => clausesOf(text).filter((clause) => !isHarmless(clause))

/** What a note names: bare names of whatever may be a medicine in it. */
export const noteTerms = (text: string): string[] => termsOf(noteClauses(text))

/** What a note says was harmless (カロナールは可): the rest of the note does not mean it, though it speaks of its class. */
export const harmlessTerms = (text: string): string[] => termsOf(clausesOf(text).filter(isHarmless))

function termsOf(clauses: readonly string[]): string[] {
  const terms = new Set<string>()
  for (const part of clauses) {
    // ペニシリンアレルギー names ペニシリン.
    const clause = part.replaceAll(/アレルギー(?![ァ-ヺー])/g, ' ')
    // Hiragana stands between the words, and is a medicine itself only when somebody wrote one so (ろきそにん).
    for (const kana of clause.match(/[ぁ-ゖー]{4,}/g) ?? []) terms.add(bareName(kana.replace(particles, '')))
    for (const word of clause.split(/[ぁ-ゖ\s()[\]「」『』【】"'!?]+/)) {
      if (word === '') continue
      terms.add(bareName(word))
      for (const run of word.match(/[ァ-ヺー]+[A-Za-z0-9-]*|[A-Za-z][A-Za-z0-9-]*/g) ?? []) {
        terms.add(bareName(run))
        terms.add(bareName(run.replace(/[A-Za-z0-9-]+$/, '') || run))
      }
    }
  }
  return [...terms].filter((term) => isTelling(term) && !ordinary.has(term))
}

/** Below this many characters a word has to be the whole name: エビ is not エビリファイ, ピリン not アスピリン. */
const least = 4
const hasKanji = (text: string): boolean => /[一-鿿]/.test(text)

/**
 * Whether a word of a note names a drug. Equal names do. A word of four characters or more does when the name begins or ends with it
 * (ペニシリン: ベンジルペニシリン; クラリス: クラリスロマイシン), or it ends with the name (バイアスピリン: アスピリン). Names written in kanji
 * (葛根湯) may stand anywhere in a longer word.
 */
export function termNames(term: string, name: string): boolean {
  if (term === name) return true
  if (hasKanji(name)) return name.length >= 3 && term.includes(name)
  if (hasKanji(term)) return false
  if (term.length >= least && (name.startsWith(term) || name.endsWith(term))) return true
  return name.length >= least && term.endsWith(name)
}

/** YJ codes that a note spells out, at least their first seven characters. */
export const noteCodes = (text: string): string[] =>
  normalise(text, 'NFKC')
    .toUpperCase()
    .match(/(?<![0-9A-Z])\d{7}(?:[A-Z]\d{4})?(?![0-9A-Z])/g) ?? []
