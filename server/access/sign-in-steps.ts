import { createHash, randomBytes } from 'node:crypto'
import type { Proven } from './passwords.ts'

/** From the right password to the second factor. */
const stepMs = 5 * 60 * 1000
const mostTries = 5
/** Steps that nobody goes on with fill the memory no further than this. */
const mostSteps = 1000

export interface SignInStepState {
  /** The password that was right. */
  proven: Proven
  triesLeft: number
  /** That a passkey is to answer, once. */
  challenge: string | null
}

interface KeptStep extends SignInStepState {
  expiresAt: number
}

export interface SignInSteps {
  /** The token of a step, for this browser alone. */
  begin(proven: Proven): string
  /** Undefined when it is unknown, over, or was tried too often. */
  find(token: string): SignInStepState | undefined
  end(token: string): void
}

/**
 * Sign-ins that are half done: the password was right, the second factor is still asked for. In memory alone: whoever is caught by a
 * restart types the password again.
 */
export function createSignInSteps(now: () => number): SignInSteps {
  const steps = new Map<string, KeptStep>()
  const keyOf = (token: string): string => createHash('sha256').update(token).digest('base64')

  function forgetOld(): void {
    for (const [key, { expiresAt }] of steps) {
      if (expiresAt > now() && steps.size < mostSteps) return
      steps.delete(key)
    }
  }

  return {
    begin(proven) {
      forgetOld()
      const token = randomBytes(32).toString('base64url')
      steps.set(keyOf(token), { proven, triesLeft: mostTries, challenge: null, expiresAt: now() + stepMs })
      return token
    },
    find(token) {
      const step = steps.get(keyOf(token))
      if (step && step.expiresAt > now() && step.triesLeft > 0) return step
      steps.delete(keyOf(token))
      return undefined
    },
    end(token) {
      steps.delete(keyOf(token))
    },
  }
}
