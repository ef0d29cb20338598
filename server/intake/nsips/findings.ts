import type { Issue, Warning } from '../../../contract/issue.ts'
import { issue, type IssueCode } from './messages.ts'

/** What is odd about a file without making it unusable; explained in docs/formats/nsips.md. */
export type WarningCode =
  | 'action-mismatch'
  | 'birth-date-malformed'
  | 'dispensed-on-missing'
  | 'drug-count-mismatch'
  | 'end-missing'
  | 'file-name-unusual'
  | 'medication-name-missing'
  | 'money-sum-mismatch'
  | 'more-unknown-records'
  | 'more-warnings'
  | 'number-malformed'
  | 'private-use-character'
  | 'quantity-mismatch'
  | 'rp-class-unknown'
  | 'rp-number-malformed'
  | 'rp-number-mismatch'
  | 'sent-at-malformed'
  | 'undecodable'
  | 'unknown-record'

/** Enough to see what is wrong; a file of nothing but oddities must not grow the store. */
const limit = 200

const inOrder = (a: Warning, b: Warning): number => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)

/** Collects everything found in one file, not only the first. */
export class Findings {
  readonly #issues: Issue[] = []
  readonly #warnings: Warning[] = []
  #hasMoreIssues = false
  #hasMoreWarnings = false

  /** Where the file ends: the place of what is missing altogether. */
  lastLine = 1

  /** The file cannot be trusted. */
  refuse(code: IssueCode, line = this.lastLine, column = 0): void {
    if (this.#issues.length < limit) this.#issues.push(issue(code, line, column))
    else this.#hasMoreIssues = true
  }

  /** The file stands; somebody may want to know. */
  warn(code: WarningCode, line?: number, column?: number): void {
    if (this.#warnings.length >= limit) {
      this.#hasMoreWarnings = true
      return
    }
    this.#warnings.push({ ...(line !== undefined && { line }), ...(column !== undefined && { column }), code })
  }

  get isRefused(): boolean {
    return this.#issues.length > 0
  }

  /** In the order of the file. */
  issues(): Issue[] {
    const sorted = this.#issues.sort(inOrder)
    return this.#hasMoreIssues ? [...sorted, issue('more-issues', this.lastLine)] : sorted
  }

  warnings(): Warning[] {
    const sorted = this.#warnings.sort(inOrder)
    return this.#hasMoreWarnings ? [...sorted, { code: 'more-warnings' satisfies WarningCode }] : sorted
  }
}
