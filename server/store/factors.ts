import type { FactorKind } from '../../contract/session.ts'
import type { Store } from './open.ts'
import { noteTrail } from './trail.ts'

/** 認証アプリ of a person. */
export const findTotp = (store: Store, staffId: string) => store.queries.findTotp.get({ staffId })

/** Those of everybody, as they are sealed. */
export const listSealedTotp = (store: Store) => store.queries.listSealedTotp.all({})

/** A secret whose first code was typed in, in the place of the one before. @param step that code belongs to */
export function saveTotp(store: Store, staffId: string, sealedSecret: Buffer, step: number): void {
  store.write(() => {
    store.queries.deleteTotp.run({ staffId })
    store.queries.insertTotp.run({ staffId, sealedSecret, step, at: store.now() })
    noteTrail(store, { staffId, what: 'totp-added', memberId: null, rowId: staffId })
  })
}

/** Takes the code of one step. False when a code of this step or a later one was taken before. */
export const stepTotp = (store: Store, staffId: string, step: number): boolean =>
  store.write(() => store.queries.stepTotp.run({ staffId, step }).changes === 1)

export function deleteTotp(store: Store, staffId: string): void {
  store.queries.deleteTotp.run({ staffId })
}

export const listPasskeys = (store: Store, staffId: string) => store.queries.listPasskeys.all({ staffId })

export interface NewPasskeyRow {
  id: string
  staffId: string
  host: string
  label: string
  publicKey: Buffer
  signCount: number
  transports: readonly string[]
}

/** False when this passkey is known already. */
export const savePasskey = (store: Store, { transports, ...row }: NewPasskeyRow): boolean =>
  store.write(() => {
    const values = { ...row, transports: JSON.stringify(transports), at: store.now() }
    if (store.queries.insertPasskey.run(values).changes === 0) return false
    noteTrail(store, { staffId: row.staffId, what: 'passkey-added', memberId: null, rowId: row.staffId })
    return true
  })

export function usePasskey(store: Store, id: string, signCount: number): void {
  store.write(() => store.queries.usePasskey.run({ id, signCount, at: store.now() }))
}

export function deletePasskey(store: Store, staffId: string, id: string): void {
  store.queries.deletePasskey.run({ staffId, id })
}

export const countRecoveryCodes = (store: Store, staffId: string): number =>
  store.queries.listOpenRecoveryCodes.all({ staffId }).length

/** New codes in the place of all that there were. Call inside `store.write`. */
export function replaceRecoveryCodes(store: Store, staffId: string, hashes: readonly Buffer[]): void {
  store.queries.deleteRecoveryCodes.run({ staffId })
  for (const codeHash of hashes) store.queries.insertRecoveryCode.run({ staffId, codeHash })
}

/** Takes a code, once. It is noted, because a recovery code means that something was lost. */
export const spendRecoveryCode = (store: Store, staffId: string, codeHash: Buffer): boolean =>
  store.write(() => {
    const isSpent = store.queries.spendRecoveryCode.run({ staffId, codeHash, at: store.now() }).changes === 1
    if (isSpent) noteTrail(store, { staffId, what: 'recovery-code-used', memberId: null, rowId: staffId })
    return isSpent
  })

export interface NewFactorProof {
  tokenHash: Buffer
  staffId: string
  proof: FactorKind
  expiresAt: number
  /** The device that this browser is; null: none. It takes the proof along when it is revoked. */
  deviceId: string | null
}

/** This browser has shown the person's second factor. @param oldHash of the token it had before, which others may have shown theirs under */
export function saveFactorProof(store: Store, proof: NewFactorProof, oldHash: Buffer): void {
  store.write(() => {
    const { tokenHash, staffId } = proof
    store.queries.deleteOldFactorProofs.run({ now: store.now() })
    store.queries.moveFactorProofs.run({ tokenHash, oldHash, staffId })
    store.queries.insertFactorProof.run({ ...proof })
  })
}

export const findFactorProof = (store: Store, staffId: string, tokenHash: Buffer): FactorKind | undefined =>
  store.queries.findFactorProof.get({ staffId, tokenHash, now: store.now() })?.proof

/** The person's factors changed: every browser shows one again, but for the one it was done in. Call inside `store.write`. */
export function endOtherProofs(store: Store, staffId: string, keptHash: Buffer | null): void {
  store.queries.deleteFactorProofsOf.run({ staffId, keptHash: keptHash ?? Buffer.alloc(0) })
}
