import { randomBytes } from 'node:crypto'
import { shortestPassword } from '../../contract/account.ts'
import {
  connectionSteps,
  neededSteps,
  setupSteps,
  type SetupAdmin,
  type SetupBackup,
  type SetupFacility,
  type SetupFolders,
  type SetupHub,
  type SetupNetwork,
  type SetupStep,
  type SetupView,
} from '../../contract/setup.ts'
import { seal } from '../access/box-key.ts'
import { proxyOwner } from '../access/lost-key.ts'
import { faultOfPassword, lengthOf, type PasswordFault } from '../access/password-rule.ts'
import { hashPassword } from '../access/password.ts'
import { usualLabel } from '../lan/identity.ts'
import { findFacility } from '../store/facility.ts'
import { countRecoveryCodes, findTotp, listPasskeys } from '../store/factors.ts'
import type { Store } from '../store/open.ts'
import { listStaff } from '../store/staff.ts'
import { noteTrail } from '../store/trail.ts'
import {
  beginSetup,
  findKept,
  findSetupAdmin,
  findSetupAnswer,
  finishSetup,
  isSetupOpen,
  keepAdmin,
  keepFacility,
  saveSetupAnswer,
  type KeptHub,
  type SetupAnswers,
} from '../store/setup.ts'
import { checkBackupPlace } from './backup-place.ts'

export type Refused =
  | 'setup-over'
  | 'setup-step-first'
  | 'setup-passkey-name'
  | 'login-taken'
  | 'backup-place-missing'
  | 'backup-place-denied'
  | 'backup-place-inside'
  | PasswordFault
export type Saved = { ok: true } | { ok: false; code: Refused }

const saved: Saved = { ok: true }
const refused = (code: Refused): Saved => ({ ok: false, code })

/** The steps of 初期設定, the same for the page and for the command line. Each is kept when it is done, and may be done again. */
export interface Answers {
  facility(answer: SetupFacility): Saved
  admin(answer: SetupAdmin): Promise<Saved>
  /** Told by the factors themselves (access/factors.ts). */
  noteFactor(): Saved
  network(answer: SetupNetwork): Saved
  nsips(answer: SetupFolders): Saved
  readers(): Saved
  backup(answer: SetupBackup): Promise<Saved>
  hub(answer: SetupHub): Saved
  /** Leaves a step for after the set-up; what was answered to it before stays. */
  later(step: SetupStep): Saved
  finish(): Saved
  view(): Promise<Omit<SetupView, 'version' | 'readers' | 'network'> & { label: string }>
}

/** Who changes an answer of a box that was set up; null: somebody at its command line. */
export interface Afterwards {
  staffId: string | null
}

/**
 * @param key of the box (box-key.ts)
 * @param afterwards of a box that was set up: its connections may be answered still, with a row in the trail, and nothing else
 */
export function createAnswers(store: Store, key: Buffer, dataDir: string, afterwards?: Afterwards): Answers {
  if (!afterwards) beginSetup(store)

  const stateOf = (step: SetupStep): 'open' | 'done' | 'later' => {
    const kept = findKept(store, step)
    return kept === undefined ? 'open' : kept.isLater ? 'later' : 'done'
  }
  /** Somebody at the console may have finished it meanwhile: what is answered then must not change a box that works. */
  const whileOpen = (write: () => Saved): Saved =>
    store.write(() => (isSetupOpen(store) ? write() : refused('setup-over')))
  const keep = <Step extends SetupStep>(step: Step, value: SetupAnswers[Step]): Saved => {
    if (!afterwards || !(connectionSteps as readonly SetupStep[]).includes(step))
      return whileOpen(() => {
        saveSetupAnswer(store, step, value)
        return saved
      })
    return store.write(() => {
      saveSetupAnswer(store, step, value)
      noteTrail(store, { ...afterwards, what: 'connection-set', memberId: null, rowId: null, detail: { step } })
      return saved
    })
  }

  return {
    facility(answer) {
      return whileOpen(() => {
        keepFacility(store, { ...answer, name: answer.name.trim() }, randomBytes(32))
        return saved
      })
    },
    async admin({ login, name, password }) {
      const facility = findFacility(store)
      if (!facility) return refused('setup-step-first')
      const known = findSetupAdmin(store)
      const fault =
        password === '' && known
          ? undefined
          : faultOfPassword(password, { login, name, kana: '', facility: facility.name }, true)
      if (fault) return refused(fault)
      const next = password === '' ? null : await hashPassword(password)
      const standsAlone = lengthOf(password) >= shortestPassword
      return whileOpen(() => {
        const changed = next === null ? null : { passwordHash: next, standsAlone }
        const done = keepAdmin(store, { login, name: name.trim() }, changed)
        return done === 'kept' ? saved : refused(done)
      })
    },
    noteFactor: () => keep('factor', {}),
    network({ label }) {
      const before = afterwards ? (findSetupAnswer(store, 'network')?.label ?? usualLabel) : usualLabel
      const isLost = (host: string): boolean => host === `${before}.local` && label !== before
      const maker = findSetupAdmin(store)
      const admins = afterwards ? listStaff(store).filter(({ role }) => role === 'admin') : maker ? [maker] : []
      // No admin must come out of here with nothing but a passkey that works on no address of the box; of others an admin takes care.
      for (const { id } of admins) {
        const passkeys = listPasskeys(store, id)
        const isStuck = passkeys.length > 0 && passkeys.every(({ host }) => isLost(host)) && !findTotp(store, id)
        if (isStuck) return refused('setup-passkey-name')
      }
      return keep('network', { label })
    },
    nsips: (answer) => keep('nsips', answer),
    readers: () => keep('readers', {}),
    async backup({ path }) {
      const place = await checkBackupPlace(path, dataDir)
      return place.ok ? keep('backup', { path }) : refused(place.code)
    },
    hub({ address, proxy }) {
      const before = findSetupAnswer(store, 'hub')?.proxy?.sealedPassword ?? null
      const sealOf = (password: string): string | null =>
        password === '' ? before : seal(key, password, proxyOwner).toString('base64')
      const kept: KeptHub = { address, proxy: null }
      if (proxy) {
        const { password, ...rest } = proxy
        kept.proxy = { ...rest, sealedPassword: proxy.user === '' ? null : sealOf(password) }
      }
      return keep('hub', kept)
    },
    later(step) {
      if (neededSteps.includes(step)) return refused('setup-step-first')
      return whileOpen(() => {
        if (stateOf(step) !== 'done' && (step !== 'factor' || !hasFactor())) saveSetupAnswer(store, step, null)
        return saved
      })
    },
    finish() {
      if (neededSteps.some((step) => stateOf(step) !== 'done')) return refused('setup-step-first')
      return finishSetup(store) ? saved : refused('setup-over')
    },
    async view() {
      const admin = findSetupAdmin(store)
      const place = findSetupAnswer(store, 'backup')
      const facts = place && (await checkBackupPlace(place.path, dataDir))
      const hub = findSetupAnswer(store, 'hub')
      return {
        steps: setupSteps.map((step) => ({ step, state: stateOf(step) })),
        facility: findSetupAnswer(store, 'facility') ?? null,
        admin: admin ? { login: admin.login, name: admin.name } : null,
        factor: {
          hasTotp: admin !== undefined && findTotp(store, admin.id) !== undefined,
          passkeys: admin ? listPasskeys(store, admin.id).map(({ label, host }) => ({ label, host })) : [],
          recoveryCodesLeft: admin ? countRecoveryCodes(store, admin.id) : 0,
          mayAddPasskey: false,
        },
        label: findSetupAnswer(store, 'network')?.label ?? usualLabel,
        nsips: findSetupAnswer(store, 'nsips')?.folders ?? [],
        backup: place
          ? {
              path: place.path,
              isSameDisk: facts?.ok === true && facts.isSameDisk,
              freeBytes: facts?.ok === true ? facts.freeBytes : 0,
            }
          : null,
        hub: hub ? tellHub(hub) : null,
      }
    },
  }

  function hasFactor(): boolean {
    const admin = findSetupAdmin(store)
    return admin?.hasSecondFactor ?? false
  }
}

function tellHub({ address, proxy }: KeptHub): NonNullable<SetupView['hub']> {
  if (!proxy) return { address, proxy: null }
  const { sealedPassword, ...rest } = proxy
  return { address, proxy: { ...rest, hasPassword: sealedPassword !== null } }
}
