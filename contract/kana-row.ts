/** The rows of the kana table, each with its letters as names are filed under them: small and voiced letters count as the plain ones. */
export const kanaRows = [
  ['ア', 'アイウエオ'],
  ['カ', 'カキクケコ'],
  ['サ', 'サシスセソ'],
  ['タ', 'タチツテト'],
  ['ナ', 'ナニヌネノ'],
  ['ハ', 'ハヒフヘホ'],
  ['マ', 'マミムメモ'],
  ['ヤ', 'ヤユヨ'],
  ['ラ', 'ラリルレロ'],
  ['ワ', 'ワヲン'],
] as const

/** `other`: names without kana, such as those in Latin letters. */
export type KanaRow = (typeof kanaRows)[number][0] | 'other'

/** What was pressed in the 50音 index: a row, or one letter of it. */
export interface Initial {
  row: KanaRow
  letter?: string
}
