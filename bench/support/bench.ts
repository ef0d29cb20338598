import type { Figure } from '../figure.ts'
import type { Scope } from './scope.ts'

/** What a measurement is given. */
export interface Bench {
  scope: Scope
  /** Progress, for the person who waits. */
  say: (line: string) => void
}

export interface Measured {
  figure: Figure
  /** What the table says beside the figure. */
  note?: string
}
