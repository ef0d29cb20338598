import type { Counter } from '../../contract/counter.ts'

/**
 * Which counter this PC stands at. `unset` nobody has said so far · `none` somebody said that it belongs to none (a back office) ·
 * `gone` the counter was removed · `chosen`. `asking`: the counters are not known yet.
 */
export type OwnCounter =
  { state: 'asking' | 'unset' | 'none' | 'gone'; counter: null } | { state: 'chosen'; counter: Counter }

/** What a PC remembers when it belongs to no counter. */
export const noCounter = ''

/** The counter of this PC, from what it remembers: null nothing, {@link noCounter}, or an id. */
export const ownCounter = (remembered: string | null, counters: readonly Counter[] | null): OwnCounter => {
  if (remembered === null) return { state: 'unset', counter: null }
  if (remembered === noCounter) return { state: 'none', counter: null }
  if (counters === null) return { state: 'asking', counter: null }
  const counter = counters.find(({ id }) => id === remembered)
  return counter ? { state: 'chosen', counter } : { state: 'gone', counter: null }
}
