import type { ReaderHealth } from '../../../contract/reader.ts'

/** What of the long lists goes on the one sheet. */
export interface PaperRows {
  days: number
  events: number
}

/** CSS pixels, at the size of paper type (styles/tokens.css): measured on a printed sheet, each a little generous. */
const sheet = 1030
const [line, small, dayRow, eventRow] = [17, 16, 17, 21]
/** Heading, frame of the verdict, connection and chart, frames of both lists. */
const fixed = 62 + 90 + 150 + 95 + 50
const [swapTest, machine] = [165, 45]
/** Full-width characters on a line: half the sheet, and all of it. */
const [half, whole] = [26, 54]

const most = { days: 10, events: 8 }

const height = (texts: readonly string[], perLine: number, pixels: number): number =>
  texts.reduce((sum, text) => sum + Math.max(1, Math.ceil(text.length / perLine)) * pixels + 3, 0)

/** What there is to say takes the room it needs; days and events, newest first, share what is left of one sheet of A4. */
export const paperRows = ({ report, swapTest: test, machine: checks }: ReaderHealth): PaperRows => {
  const { evidence, steps, vendor } = report
  const told = Math.max(height(evidence, half, line), height([...steps, ...vendor], half, line) + 2 * line)
  const swap = test
    ? swapTest + height([test.step === 'done' ? '' : test.instruction, test.conclusion ?? ''], whole, line)
    : 0
  const checked =
    checks.length === 0
      ? 0
      : machine +
        height(
          checks.map(({ next }) => next),
          whole,
          small,
        ) +
        checks.length * 26
  const room = Math.max(0, sheet - fixed - told - swap - checked)
  const days = Math.min(most.days, Math.floor(room / 2 / dayRow))
  return { days, events: Math.min(most.events, Math.floor((room - days * dayRow) / eventRow)) }
}
