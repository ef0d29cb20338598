import { createHash, randomBytes } from 'node:crypto'

/** Long enough to fetch somebody who knows the share's password. */
const idleMs = 60 * 60 * 1000
const mostSessions = 20

export interface SetupSessions {
  /** A token for a browser in which the code was typed. */
  open(): string
  isOpen(token: string): boolean
}

/** Browsers that may set the box up. In memory alone: after a restart the new code is typed. */
export function createSetupSessions(now: () => number): SetupSessions {
  const seen = new Map<string, number>()
  const keyOf = (token: string): string => createHash('sha256').update(token).digest('base64')

  return {
    open() {
      const [oldest] = seen.keys()
      if (oldest !== undefined && seen.size >= mostSessions) seen.delete(oldest)
      const token = randomBytes(32).toString('base64url')
      seen.set(keyOf(token), now())
      return token
    },
    isOpen(token) {
      const key = keyOf(token)
      const at = seen.get(key)
      if (at === undefined || now() - at > idleMs) return seen.delete(key) && false
      seen.set(key, now())
      return true
    },
  }
}
