import type { BoxStatus } from '../../contract/status.ts'
import { untilMidnight } from '../format/clock.ts'
import { later, type Later } from './collection.ts'
import type { Http } from './http.ts'
import type { Failure, Outcome } from './outcome.ts'
import { Store } from './store.ts'

/** The box's status and, by it, the box's clock: the PC's own clock is not trusted for the day. */
export class StatusWatch {
  readonly status = new Store<BoxStatus | null>(null)
  readonly failure = new Store<Failure | null>(null)
  readonly #http: Http
  readonly #monotonic: () => number
  #askedAt = 0
  #underWay: Promise<Outcome<BoxStatus>> | null = null
  #isAskedAgain = false
  readonly #later: Later
  #cancelMidnight: (() => void) | undefined

  constructor(http: Http, monotonic: () => number = () => performance.now(), delay: Later = later) {
    this.#http = http
    this.#monotonic = monotonic
    this.#later = delay
  }

  /** Milliseconds since 1970 by the box's clock; 0 before the first status. */
  now(): number {
    const status = this.status.value
    return status ? status.now + (this.#monotonic() - this.#askedAt) : 0
  }

  /** Fetches the status. Asked again while an answer is on its way, it fetches once more after it: that answer may be old. */
  async refresh(): Promise<Outcome<BoxStatus>> {
    if (this.#underWay) {
      this.#isAskedAgain = true
      return this.#underWay
    }
    this.#underWay = this.#fetch()
    const outcome = await this.#underWay
    this.#underWay = null
    if (this.#isAskedAgain) {
      this.#isAskedAgain = false
      return this.refresh()
    }
    return outcome
  }

  /** Forgets everything and asks no more by itself. */
  stop(): void {
    this.#cancelMidnight?.()
    this.status.set(null)
  }

  async #fetch(): Promise<Outcome<BoxStatus>> {
    const outcome = await this.#http.get<BoxStatus>('/api/status')
    if (outcome.ok) {
      this.#askedAt = this.#monotonic()
      this.status.set(outcome.value)
      this.failure.set(null)
      this.#armMidnight(outcome.value.now)
    } else this.failure.set(outcome.failure)
    return outcome
  }

  /** When the box's day changes, ask for it; a sleeping PC's timer fires late, which is when it matters. */
  #armMidnight(now: number): void {
    this.#cancelMidnight?.()
    this.#cancelMidnight = this.#later(untilMidnight(now) + 1500, () => void this.refresh())
  }
}
