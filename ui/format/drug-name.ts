/** A drug name cut so that its strength can be set apart and never broken over two lines. */
export interface DrugNamePart {
  text: string
  kind: 'name' | 'strength' | 'maker'
}

const digit = '[0-9０-９]'
const number = `${digit}+(?:[.．,，]${digit}+)*`
// Longer units first: the alternation takes the first that fits.
const units = [
  'mEq',
  'ｍＥｑ',
  'kBq',
  'MBq',
  'mmol',
  'mg',
  'ｍｇ',
  '㎎',
  'mcg',
  'ｍｃｇ',
  'μg',
  'µg',
  'μｇ',
  '㎍',
  'kg',
  'ng',
  'mL',
  'ml',
  'ｍＬ',
  'ｍｌ',
  '㎖',
  'μL',
  'dL',
  'cm',
  'ｃｍ',
  '㎝',
  'mm',
  'ｍｍ',
  'g',
  'ｇ',
  'L',
  'Ｌ',
  '％',
  '%',
  '万国際単位',
  '国際単位',
  '万単位',
  '単位',
  '億個',
  'IU',
  'ＩＵ',
  'KIU',
  'JAU',
].join('|')
const amount = `${number}(?:${units})(?![A-Za-zａ-ｚＡ-Ｚ])`
// 5mg, 0.1%, 100mg/5mL, 100単位/mL, 10cm×14cm, 20mg10cm: one strength however it is written.
const strength = new RegExp(
  `${amount}(?:(?:[/／・×x]|)(?:${amount}|(?<=[/／])(?:${units})(?![A-Za-zａ-ｚＡ-Ｚ])))*`,
  'g',
)
const maker = /「[^」]*」$/

/** Splits `ロキソプロフェンＮａ錠６０ｍｇ「見本」` into name, strength and maker. The parts always join to the text given. */
export const splitDrugName = (text: string): DrugNamePart[] => {
  const tail = maker.exec(text)?.[0] ?? ''
  const head = text.slice(0, text.length - tail.length)
  const parts: DrugNamePart[] = []
  let from = 0
  for (const match of head.matchAll(strength)) {
    if (match.index > from) parts.push({ text: head.slice(from, match.index), kind: 'name' })
    parts.push({ text: match[0], kind: 'strength' })
    from = match.index + match[0].length
  }
  if (from < head.length) parts.push({ text: head.slice(from), kind: 'name' })
  if (tail) parts.push({ text: tail, kind: 'maker' })
  return parts
}
