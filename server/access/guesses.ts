import { createAttempts, isDevicePlace, ofAccount, ofPlace, type Attempts } from './attempts.ts'

/** Whose password, or start code, is guessed. */
export interface Guessed {
  /** Undefined: nobody has this id. */
  staffId: string | undefined
  login: string
  what: 'password' | 'start'
}

export interface Guesses {
  /** Begins a guess and counts it as wrong until `noteRight`. One that must wait is not counted. */
  begin(guessed: Guessed, place: string): { waitMs: number; noteRight: () => void }
}

/**
 * Counts guesses of passwords: at their place over all accounts, for the account there, and for the account everywhere but on enrolled
 * devices, which so go on whatever is guessed elsewhere.
 * @param attempts by place, and by account at a place
 * @param accounts by account alone: as many keys as there are people, so that nobody can fill it
 */
export function createGuesses(now: () => number, attempts: Attempts, accounts: Attempts): Guesses {
  // An id that nobody has is slowed like any other, or its being slowed would tell who works here; apart, so that no list of ids pushes
  // out what is known of a real account.
  const strangers = createAttempts(now)

  return {
    begin({ staffId, login, what }, place) {
      const who = staffId ?? login
      const atPlace = `place ${place}`
      const here = { counts: staffId === undefined ? strangers : attempts, key: `${what} ${who} ${place}` }
      const everywhere = { counts: staffId === undefined ? strangers : accounts, key: `account ${who}` }
      const isWide = !isDevicePlace(place)
      const noteRight = (): void => {
        attempts.takeBack(atPlace)
        here.counts.noteSuccess(here.key)
        if (isWide) everywhere.counts.takeBack(everywhere.key)
      }
      // The place first: nothing more is looked at, or kept, while it has to wait.
      const waitMs =
        attempts.waitMs(atPlace, ofPlace) ||
        here.counts.waitMs(here.key) ||
        (isWide ? everywhere.counts.waitMs(everywhere.key, ofAccount) : 0)
      if (waitMs === 0) {
        attempts.count(atPlace, ofPlace)
        here.counts.count(here.key)
        if (isWide) everywhere.counts.count(everywhere.key, ofAccount)
      }
      return { waitMs, noteRight }
    },
  }
}
