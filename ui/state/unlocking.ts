import type { FactorKind } from '../../contract/session.ts'
import type { Failure } from '../data/outcome.ts'
import type { TypedFactor } from '../data/session.ts'
import { Store } from '../data/store.ts'
import type { Admission, Box } from './box.ts'

/** How far somebody is with coming back. */
export interface Attempt {
  isBusy: boolean
  /** Why the last password or PIN did not open the page. */
  failure: Failure | null
  /** The password was right, and one of these is asked for; empty: not yet. */
  factors: readonly FactorKind[]
  /** Why the last second factor was not taken. */
  factorFailure: Failure | null
}

const none: Attempt = { isBusy: false, failure: null, factors: [], factorFailure: null }

/** The way back into a locked page: password or PIN, and the second factor where the box wants it. */
export class Unlocking {
  readonly attempt = new Store(none)
  readonly #box: Box

  constructor(box: Box) {
    this.#box = box
  }

  byPassword(password: string): Promise<void> {
    return this.#try(() => this.#box.unlock(password))
  }

  /** @param staffId null: whose card was touched */
  byPin(staffId: string | null, pin: string): Promise<void> {
    return this.#try(() => this.#box.switchTo(staffId, pin))
  }

  byFactor(factor: TypedFactor): Promise<void> {
    return this.#try(() => this.#box.answerFactor(factor))
  }

  restart(): void {
    this.attempt.set(none)
  }

  /** Somebody else: nothing of this page stays. */
  giveUp(): Promise<void> {
    this.restart()
    return this.#box.giveUp()
  }

  async #try(ask: () => Promise<Admission>): Promise<void> {
    const before = { ...this.attempt.value, failure: null }
    this.attempt.set({ ...before, isBusy: true })
    const admission = await ask()
    if (admission.state === 'in') this.attempt.set(none)
    else if (admission.state === 'step') this.attempt.set({ ...none, factors: admission.factors })
    else if (before.factors.length > 0) this.attempt.set({ ...before, factorFailure: admission.failure })
    else this.attempt.set({ ...before, failure: admission.failure })
  }
}
