import type { NewPasskey, OwnFactors, Passkey } from '../../contract/account.ts'
import type { FactorAnswer, FactorKind, PasskeyJson, Session } from '../../contract/session.ts'
import { findFacility } from '../store/facility.ts'
import {
  countRecoveryCodes,
  deletePasskey,
  deleteTotp,
  findTotp,
  listPasskeys,
  replaceRecoveryCodes,
  savePasskey,
  saveTotp,
  spendRecoveryCode,
  stepTotp,
} from '../store/factors.ts'
import type { Store } from '../store/open.ts'
import { findStaffPassword } from '../store/staff.ts'
import { noteTrail } from '../store/trail.ts'
import { seal, unseal } from './box-key.ts'
import { hashCode } from './one-time-codes.ts'
import { askForNewPasskey, provesPasskey, readPasskey, type Site } from './passkeys.ts'
import { shortestFor } from './password-rule.ts'
import { makeTotpSecret, stepOfCode, totpUri } from './totp.ts'
import { foldTypedCode, makeTypedCode } from './typed-codes.ts'

const recoveryCodes = 10
/** From the QR code to the first code of the app. */
const enrolMs = 15 * 60 * 1000

/** Why the last second factor must stay. */
export type Removal = { ok: true } | { ok: false; code: 'second-factor-last' | 'password-too-short' }

/** Does something that waited, in one write, where it is still to be done; otherwise undefined. */
export type Hold = <T>(work: () => T) => T | undefined

/** What stands beside a person's password. All of it is one person's own. */
export interface Factors {
  /** Nobody works on this box without a second factor. */
  readonly isRequired: boolean
  /** What this person can show on this address; empty when the password is all there is. */
  kinds(staffId: string, site: Site): FactorKind[]
  /** Whether there is one at all, on whatever address. */
  has(staffId: string): boolean
  describe(staffId: string, site: Site): OwnFactors
  /** Takes what was shown, once. @param challenge that a passkey must answer; null: none was asked */
  proves(staffId: string, answer: FactorAnswer, challenge: string | null, site: Site): Promise<boolean>
  /** A new secret for 認証アプリ, which counts once its first code was typed in ({@link confirmTotp}). */
  beginTotp(staffId: string): Promise<{ secret: string; uri: string }>
  confirmTotp(staffId: string, code: string, hold?: Hold): Promise<boolean>
  /** What the browser needs to make a passkey for this host name. */
  beginPasskey(who: Session['staff'], name: string): Promise<PasskeyJson>
  confirmPasskey(staffId: string, made: NewPasskey, site: Site, hold?: Hold): Promise<boolean>
  /** Takes one away. @param passkeyId null: 認証アプリ */
  remove(staffId: string, passkeyId: string | null): Removal
  /** Ten new codes in the place of all that there were. They are known only here and now. */
  renewRecoveryCodes(staffId: string): string[]
  /** The first codes, for whoever has none that is left; otherwise null. */
  firstRecoveryCodes(staffId: string): string[] | null
}

/** @param key of the box (box-key.ts): the secrets of 認証アプリ are sealed under it */
export function createFactors(store: Store, key: Buffer): Factors {
  const isRequired = findFacility(store)?.hasSecondFactor ?? true

  /** Secrets whose first code has not been typed in yet: the one in use goes on meanwhile. */
  const begun = new Map<string, { secret: string; until: number }>()

  const challenges = new Map<string, { challenge: string; until: number }>()

  const hasTotp = (staffId: string): boolean => findTotp(store, staffId) !== undefined

  const has = (staffId: string): boolean => hasTotp(staffId) || listPasskeys(store, staffId).length > 0

  async function takeTotp(staffId: string, code: string): Promise<boolean> {
    const known = findTotp(store, staffId)
    const secret = known && unseal(key, known.sealedSecret, staffId)
    const step = secret === undefined ? undefined : await stepOfCode(secret, code, store.now())
    return step !== undefined && stepTotp(store, staffId, step)
  }

  function renewRecoveryCodes(staffId: string): string[] {
    const codes = Array.from({ length: recoveryCodes }, makeTypedCode)
    store.write(() => {
      replaceRecoveryCodes(
        store,
        staffId,
        codes.map((code) => hashCode(foldTypedCode(code))),
      )
      noteTrail(store, { staffId, what: 'recovery-codes-made', memberId: null, rowId: staffId })
    })
    return codes
  }

  return {
    isRequired,
    has,
    renewRecoveryCodes,
    kinds(staffId, { name }) {
      if (!has(staffId)) return []
      const isHere = listPasskeys(store, staffId).some(({ host }) => host === name)
      return [
        ...(isHere ? (['passkey'] as const) : []),
        ...(hasTotp(staffId) ? (['totp'] as const) : []),
        // The way in for who has lost everything else, even where none is left: an admin then gives a new start.
        'recovery-code',
      ]
    },
    describe(staffId, { name }) {
      return {
        totpSince: findTotp(store, staffId)?.createdAt ?? null,
        passkeys: listPasskeys(store, staffId).map(({ id, label, host, createdAt, lastUsedAt }): Passkey => ({
          id,
          label,
          host,
          createdAt,
          lastUsedAt,
        })),
        recoveryCodesLeft: countRecoveryCodes(store, staffId),
        isRequired,
        shortestPassword: shortestFor(isRequired || has(staffId)),
        mayAddPasskey: name !== null,
      }
    },
    async proves(staffId, answer, challenge, site) {
      switch (answer.kind) {
        case 'totp':
          return takeTotp(staffId, answer.code)
        case 'recovery-code':
          return spendRecoveryCode(store, staffId, hashCode(foldTypedCode(answer.code)))
        case 'passkey':
          return challenge !== null && provesPasskey(store, staffId, answer.response, challenge, site)
      }
    },
    async beginTotp(staffId) {
      const secret = await makeTotpSecret()
      begun.set(staffId, { secret, until: store.now() + enrolMs })
      const { login = '' } = findStaffPassword(store, staffId) ?? {}
      return { secret, uri: await totpUri(secret, login, findFacility(store)?.name ?? '') }
    },
    async confirmTotp(staffId, code, hold = (work) => store.write(work)) {
      const secret = begun.get(staffId)
      if (!secret || secret.until <= store.now()) return false
      const step = await stepOfCode(secret.secret, code, store.now())
      if (step === undefined || !begun.delete(staffId)) return false
      const isKept = hold(() => {
        saveTotp(store, staffId, seal(key, secret.secret, staffId), step)
        return true
      })
      return isKept === true
    },
    async beginPasskey(who, name) {
      const { options, challenge } = await askForNewPasskey(store, who, findFacility(store)?.name ?? '', name)
      challenges.set(who.id, { challenge, until: store.now() + enrolMs })
      return options
    },
    async confirmPasskey(staffId, made, site, hold = (work) => store.write(work)) {
      const asked = challenges.get(staffId)
      // An answer is looked at once, right or wrong.
      challenges.delete(staffId)
      if (asked === undefined || asked.until <= store.now()) return false
      const passkey = await readPasskey(staffId, made, asked.challenge, site)
      return passkey !== undefined && hold(() => savePasskey(store, passkey)) === true
    },
    remove(staffId, passkeyId) {
      const passkeys = listPasskeys(store, staffId).filter(({ id }) => id !== passkeyId)
      const isLast = passkeys.length === 0 && !(passkeyId !== null && hasTotp(staffId))
      if (isLast && isRequired) return { ok: false, code: 'second-factor-last' }
      // Alone, the password would be too short for what is asked of one that stands alone.
      if (isLast && !findStaffPassword(store, staffId)?.standsAlone) return { ok: false, code: 'password-too-short' }
      store.write(() => {
        if (passkeyId === null) deleteTotp(store, staffId)
        else deletePasskey(store, staffId, passkeyId)
        if (isLast) replaceRecoveryCodes(store, staffId, [])
        const what = passkeyId === null ? 'totp-removed' : 'passkey-removed'
        noteTrail(store, { staffId, what, memberId: null, rowId: staffId })
      })
      return { ok: true }
    },
    firstRecoveryCodes: (staffId) => (countRecoveryCodes(store, staffId) > 0 ? null : renewRecoveryCodes(staffId)),
  }
}
