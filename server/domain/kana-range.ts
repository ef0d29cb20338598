import { kanaRows, type KanaRow } from '../../contract/kana-row.ts'

/** Sort keys (search-text.ts) from `from` on, before `until`. */
export interface KanaRange {
  from: string
  until: string
}

const first = 'ア'
/** Behind the last letter that a name in kana begins with once it is folded. */
const end = 'ヴ'

/** Where the names of a row stand in the order of sort keys; with a letter, those that begin with it. Empty when it is not of the row. */
export function kanaRanges(row: KanaRow, letter?: string): KanaRange[] {
  if (row === 'other')
    return letter === undefined
      ? [
          { from: '', until: first },
          { from: end, until: '\u{10FFFF}' },
        ]
      : []
  const letters = kanaRows.map(([, of]) => of).join('')
  const own = kanaRows.find(([name]) => name === row)?.[1] ?? ''
  const from = letter ?? row
  const last = letter ?? own.slice(-1)
  return own.includes(from) ? [{ from, until: letters[letters.indexOf(last) + 1] ?? end }] : []
}
