import type {
  SetupAdmin,
  SetupBackup,
  SetupFacility,
  SetupFolders,
  SetupNetwork,
  SetupStep,
} from '../../contract/setup.ts'
import { findFacility, saveFacility } from './facility.ts'
import type { Store } from './open.ts'
import { findStaff, findStaffByLogin, saveStaff, type NewPassword } from './staff.ts'

/** What each step keeps. */
export interface SetupAnswers {
  facility: SetupFacility
  /** The account itself is in `staff`. */
  admin: { staffId: string }
  /** The factor itself has its own tables. */
  factor: Record<string, never>
  network: SetupNetwork
  nsips: SetupFolders
  readers: Record<string, never>
  backup: SetupBackup
  hub: KeptHub
}

export interface KeptHub {
  address: string
  proxy: {
    protocol: 'http' | 'https'
    address: string
    port: number
    user: string
    /** base64, under the key of the box; null: none was given. */
    sealedPassword: string | null
  } | null
}

type Kept<Step extends SetupStep> = { isLater: true } | { isLater: false; value: SetupAnswers[Step] }

/** Whether the box still waits for its set-up: it has no pharmacy yet, or one of which not everything was asked. */
export function isSetupOpen(store: Store): boolean {
  const known = store.queries.findSetup.get()
  return known ? known.finishedAt === null : !findFacility(store)
}

export function beginSetup(store: Store): void {
  store.write(() => {
    store.queries.beginSetup.run({ at: store.now() })
  })
}

/** A new code in the place of the one before. */
export function setSetupCode(store: Store, codeHash: Buffer | null, triesLeft: number): void {
  store.write(() => {
    store.queries.setSetupCode.run({ codeHash, triesLeft })
  })
}

/** Uses up one of the tries; undefined when there is no code, or no try is left. */
export const takeSetupTry = (store: Store): Buffer | undefined =>
  store.write(() => {
    const hash = store.queries.findSetup.get()?.codeHash ?? undefined
    return store.queries.takeSetupTry.run().changes === 1 ? hash : undefined
  })

/** False when it was finished before. */
export const finishSetup = (store: Store): boolean =>
  store.write(() => store.queries.finishSetup.run({ at: store.now() }).changes === 1)

/** Undefined while the step is still to be done. */
export function findKept<Step extends SetupStep>(store: Store, step: Step): Kept<Step> | undefined {
  const row = store.queries.findSetupAnswer.get({ step })
  return row && (JSON.parse(row.answer) as Kept<Step>)
}

/** What was answered; undefined when it was not, or was left for later. */
export function findSetupAnswer<Step extends SetupStep>(store: Store, step: Step): SetupAnswers[Step] | undefined {
  const kept = findKept(store, step)
  return kept?.isLater === false ? kept.value : undefined
}

/** @param value null: left for later */
export function saveSetupAnswer<Step extends SetupStep>(
  store: Store,
  step: Step,
  value: SetupAnswers[Step] | null,
): void {
  const answer: Kept<Step> = value === null ? { isLater: true } : { isLater: false, value }
  store.write(() => {
    store.queries.saveSetupAnswer.run({ step, answer: JSON.stringify(answer), at: store.now() })
  })
}

/** The pharmacy of the set-up; its name may still change. Second factors are always asked for. */
export function keepFacility(store: Store, facility: SetupFacility, cardKey: Buffer): void {
  store.write(() => {
    if (findFacility(store)) store.queries.renameFacility.run({ name: facility.name })
    else saveFacility(store, { name: facility.name, hasSecondFactor: true, isDemo: false, cardKey })
    store.queries.setShortId.run({ shortId: facility.shortId })
    saveSetupAnswer(store, 'facility', facility)
  })
}

/** The first account; whoever sets the box up may still change its id. @param password null: stays as it is */
export function keepAdmin(
  store: Store,
  { login, name }: Pick<SetupAdmin, 'login' | 'name'>,
  password: NewPassword | null,
): 'kept' | 'login-taken' {
  return store.write(() => {
    const known = findSetupAnswer(store, 'admin')?.staffId
    const taken = findStaffByLogin(store, login)
    if (taken && taken.id !== known) return 'login-taken'
    const staffId = known ?? saveStaff(store, { login, name, role: 'admin', passwordHash: '', standsAlone: false })
    store.queries.renameStaff.run({ id: staffId, login, name })
    if (password)
      store.queries.setStaffPassword.run({
        id: staffId,
        passwordHash: password.passwordHash,
        standsAlone: password.standsAlone ? 1 : 0,
      })
    saveSetupAnswer(store, 'admin', { staffId })
    return 'kept'
  })
}

/** The account that the set-up has made. */
export function findSetupAdmin(store: Store) {
  const known = findSetupAnswer(store, 'admin')
  return known && findStaff(store, known.staffId)
}
