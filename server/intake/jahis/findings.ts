import type { Warning } from '../../../contract/issue.ts'
import type { NotebookOddity, NotebookRefusal } from '../../../contract/outside-notebook.ts'

/** Enough to see what is wrong; a code of nothing but oddities must not fill the page. */
const limit = 200

const inOrder = (a: Warning, b: Warning): number => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)

/** Collects everything found in one notebook, not only the first. */
export class Findings {
  readonly #refusals: Warning[] = []
  readonly #oddities: Warning[] = []
  #hasMore = false

  /** The notebook cannot be trusted. */
  refuse(code: NotebookRefusal, line = 1, column = 0): void {
    if (this.#refusals.length < limit) this.#refusals.push({ line, column, code })
  }

  /** The notebook stands; somebody may want to know. */
  warn(code: NotebookOddity, line: number, column = 0): void {
    if (this.#oddities.length < limit) this.#oddities.push({ line, column, code })
    else this.#hasMore = true
  }

  get isRefused(): boolean {
    return this.#refusals.length > 0
  }

  /** In the order of the lines; of a refused one only why it is refused. */
  list(): Warning[] {
    if (this.isRefused) return this.#refusals.sort(inOrder)
    const sorted = this.#oddities.sort(inOrder)
    return this.#hasMore ? [...sorted, { code: 'more-warnings' satisfies NotebookOddity }] : sorted
  }
}
