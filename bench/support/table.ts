import type { Measured } from './bench.ts'

const headings = ['計測', '値', 'p99', '下限', '値/下限', '目標', '']

/** Columns a terminal needs for a text: Japanese characters take two. */
const columnsOf = (text: string): number =>
  [...text].reduce((sum, character) => sum + (/[\u1100-\u115f\u2e80-\u9fff\uff00-\uff60]/.test(character) ? 2 : 1), 0)

const padded = (text: string, columns: number): string => text + ' '.repeat(Math.max(0, columns - columnsOf(text)))

/** The figures for people to read, one a line. */
export function table(results: Measured[]): string {
  const rows = results.map(({ figure: { name, unit, value, p99, floor, ratio, aim, met } }) => [
    name,
    `${value} ${unit}`,
    p99 === null ? '' : String(p99),
    floor === null ? '' : String(floor),
    ratio === null ? '' : ratio.toFixed(2),
    aim,
    met ? '達成' : '未達',
  ])
  const widths = headings.map((_, column) =>
    Math.max(...[headings, ...rows].map((row) => columnsOf(row[column] ?? ''))),
  )
  const lines = [headings, widths.map((width) => '-'.repeat(width)), ...rows].map((row) =>
    row
      .map((cell, column) => padded(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const notes = results.flatMap(({ figure: { name }, note }) => (note === undefined ? [] : [`${name}: ${note}`]))
  return `${[...lines, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n')}\n`
}
