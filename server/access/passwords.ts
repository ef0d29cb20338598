import { randomBytes } from 'node:crypto'
import { shortestPassword } from '../../contract/account.ts'
import { findFacility } from '../store/facility.ts'
import type { Store } from '../store/open.ts'
import {
  findStaffPassword,
  isOpenAccount,
  findStaffByLogin,
  listEarlierPasswords,
  type NewPassword,
} from '../store/staff.ts'
import type { Guesses } from './guesses.ts'
import { faultOfPassword, lengthOf, type PasswordFault } from './password-rule.ts'
import { hashPassword, verifyPassword } from './password.ts'
import { createTurns } from './turns.ts'

/** Each takes 19 MiB and a thread of the pool that folders are read with. */
const mostVerifications = 2

export type Slowed = { ok: false; code: 'too-many-attempts'; waitMs: number }
/** Whose password was right, and which it was: while somebody waited, it may have been taken away. */
export interface Proven {
  staffId: string
  passwordHash: string
}
export type Proof = ({ ok: true } & Proven) | { ok: false; code: 'wrong-credentials' } | Slowed
export type Choice =
  | { ok: true; password: NewPassword }
  | { ok: false; code: PasswordFault | 'password-unchanged' | 'password-used-before' }

export interface Passwords {
  /** Whose id and password these are. `address` is where the attempt comes from, an enrolled device or else an address: guessing there slows nobody down elsewhere. */
  prove(login: string, password: string, address: string): Promise<Proof>
  /** Whether it is still that person's password, and the account open. To be asked in the write that goes by it. */
  isStill(proven: Proven): boolean
  /** Whether a person may have this as the next password, ready to be stored. */
  choose(staffId: string, next: string, hasSecondFactor: boolean): Promise<Choice>
}

export function createPasswords(store: Store, guesses: Guesses): Passwords {
  const inTurn = createTurns(mostVerifications)
  // An unknown id, and one without a password, take as long as a wrong password.
  const decoy = hashPassword(randomBytes(16).toString('hex'))

  const isStill = ({ staffId, passwordHash }: Proven): boolean => {
    const account = findStaffPassword(store, staffId)
    return account?.passwordHash === passwordHash && isOpenAccount(store, account)
  }

  return {
    isStill,
    async prove(login, password, address) {
      const staff = findStaffByLogin(store, login)
      const { waitMs, noteRight } = guesses.begin({ staffId: staff?.id, login, what: 'password' }, address)
      if (waitMs > 0) return { ok: false, code: 'too-many-attempts', waitMs }
      const isRight = await inTurn(async () => verifyPassword(password, staff?.passwordHash || (await decoy)))
      if (!staff || staff.passwordHash === '' || !isRight) return { ok: false, code: 'wrong-credentials' }
      const proven = { staffId: staff.id, passwordHash: staff.passwordHash }
      if (!isStill(proven)) return { ok: false, code: 'wrong-credentials' }
      noteRight()
      return { ok: true, ...proven }
    },
    async choose(staffId, next, hasSecondFactor) {
      const who = findStaffPassword(store, staffId)
      const facility = findFacility(store)?.name ?? ''
      if (who && (await isSame(next, who.passwordHash))) return { ok: false, code: 'password-unchanged' }
      const fault = faultOfPassword(next, { login: '', name: '', kana: '', ...who, facility }, hasSecondFactor)
      if (fault) return { ok: false, code: fault }
      for (const earlier of listEarlierPasswords(store, staffId))
        if (await isSame(next, earlier)) return { ok: false, code: 'password-used-before' }
      const passwordHash = await inTurn(() => hashPassword(next))
      return { ok: true, password: { passwordHash, standsAlone: lengthOf(next) >= shortestPassword } }
    },
  }

  function isSame(next: string, hash: string): Promise<boolean> {
    return hash === '' ? Promise.resolve(false) : inTurn(() => verifyPassword(next, hash))
  }
}
