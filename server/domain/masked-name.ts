const characters = new Intl.Segmenter('ja', { granularity: 'grapheme' })

/**
 * Enough of a name for its owner to see that the paper is theirs, and no more: the first character of the family name, `試○ ○○`.
 * A kanji with its variation selector is one character.
 */
export function maskName(name: string): string {
  const [family = '', ...given] = name.trim().split(/\s+/)
  const first = [...characters.segment(family)][0]?.segment
  if (first === undefined) return '○○'
  return given.length > 0 ? `${first}○ ○○` : `${first}○○`
}
