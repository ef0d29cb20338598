import {
  createHmac,
  createHash,
  createPublicKey,
  hkdfSync,
  randomBytes,
  randomInt,
  timingSafeEqual,
  verify,
} from 'node:crypto'
import { proofText } from '../../contract/device-proof.ts'
import type {
  Device,
  DeviceEnrolment,
  DeviceOffer,
  DeviceProof,
  DeviceState,
  NewDeviceCode,
  Nonce,
  NoncePurpose,
} from '../../contract/device.ts'
import { listCounters } from '../store/counters.ts'
import { saveDeviceCode, spendDeviceCode, tryDeviceCode } from '../store/device-codes.ts'
import {
  bindToDevice,
  findDevice,
  findDeviceByToken,
  findDeviceKey,
  renewDevice,
  saveDevice,
  suggestDeviceName,
} from '../store/devices.ts'
import { findFacility } from '../store/facility.ts'
import type { Store } from '../store/open.ts'
import { isSameHash } from './one-time-codes.ts'

const codeMs = 5 * 60 * 1000
const codeDigits = 8
const nonceMs = 60 * 1000
/** More sign-ins than a pharmacy has in a month. */
const mostAnswered = 10_000
/** Of the pharmacy's own short name, which devices are called after. */
const shortIdLetters = 4

/** Who asks, as the request shows it. */
export interface DeviceCaller {
  /** The device cookie; '' without one. */
  token: string
  userAgent: string
}

/** What a browser that is let in brought along; '' without one. */
export interface BroughtAlong {
  /** Its session cookie. */
  session: string
  /** What it was given when it last showed a second factor. */
  proof: string
}

/** A device that has shown its cookie and its key. */
export interface ProvenDevice {
  id: string
  state: DeviceState
  tokenHash: Buffer
  userAgent: string
}

export type EnrolOutcome =
  | { ok: true; device: Device; token: string }
  | { ok: false; code: 'device-code-wrong' | 'device-unproven' | 'name-taken' }

export interface Devices {
  /** A new one-time code, told this once. @param by null: the command line of the box */
  makeCode(by: string | null): NewDeviceCode
  /** What a device that has the code may choose from. Undefined when no open code is this one; that is a try of each. */
  offer(code: string): DeviceOffer | undefined
  /** Something to sign, for this browser's device or for one that is to become one. */
  ask(purpose: NoncePurpose, token: string): Nonce
  /** Lets a device in, and takes the code. A device that this browser was before is over; who is signed in there goes on, on the device. */
  enrol(enrolment: DeviceEnrolment, caller: DeviceCaller, brought?: BroughtAlong): EnrolOutcome
  /** Whose cookie this is; null: of no device that counts. It shows nothing without the key. */
  whose(token: string): string | null
  /** Undefined when cookie, key and nonce do not belong together, or the nonce was shown before. */
  prove(purpose: 'sign-in' | 'renew', proof: DeviceProof, caller: DeviceCaller): ProvenDevice | undefined
  /** Another 397 days and a new cookie for a device that has just proven itself. Undefined when it is over. */
  renew(device: ProvenDevice, by: string): { device: Device; token: string } | undefined
}

/**
 * 端末: a browser that an admin has let in. Its key cannot leave it and its cookie is useless without the key, so that a copy of either is
 * nothing.
 * @param key of the box (box-key.ts)
 */
export function createDevices(store: Store, key: Buffer): Devices {
  const codeHash = deviceCodeHash(key)
  // Nonces carry their own seal, so that nobody can fill the memory with them: only those that were answered are kept. By number and not by
  // the clock, which may be set forward and back. Anybody has a key to enrol with, so those push out none of an enrolled device's.
  const nonceKey = randomBytes(32)
  const answered = { enrol: new Set<string>(), enrolled: new Set<string>() }
  const answeredFor = (purpose: NoncePurpose) => (purpose === 'enrol' ? answered.enrol : answered.enrolled)

  const sealOf = (purpose: NoncePurpose, deviceId: string, body: string): Buffer =>
    createHmac('sha256', nonceKey).update(`${purpose} ${deviceId} ${body}`).digest()

  function isOpenNonce(purpose: NoncePurpose, deviceId: string, nonce: string): boolean {
    const [until = '', random = '', seal = ''] = nonce.split('.')
    const given = Buffer.from(seal, 'base64url')
    const due = sealOf(purpose, deviceId, `${until}.${random}`)
    const isOwn = given.length === due.length && timingSafeEqual(given, due)
    return isOwn && Number(until) > store.now() && !answeredFor(purpose).has(random)
  }

  function takeNonce(purpose: NoncePurpose, nonce: string): void {
    const taken = answeredFor(purpose)
    const [, random = ''] = nonce.split('.')
    taken.add(random)
    const [oldest] = taken
    if (oldest !== undefined && taken.size > mostAnswered) taken.delete(oldest)
  }

  /** Takes the nonce where the signature is right: somebody without the key uses up nobody's. */
  function isProven(
    purpose: NoncePurpose,
    deviceId: string,
    { nonce, signature }: DeviceProof,
    publicKey: Buffer,
  ): boolean {
    if (!isOpenNonce(purpose, deviceId, nonce)) return false
    const signed = Buffer.from(proofText(purpose, nonce))
    const using = {
      key: createPublicKey({ key: publicKey, format: 'der', type: 'spki' }),
      dsaEncoding: 'ieee-p1363',
    } as const
    if (!verify('sha256', signed, using, Buffer.from(signature, 'base64url'))) return false
    takeNonce(purpose, nonce)
    return true
  }

  const takeCode = (code: string) => {
    const typed = codeHash(code)
    return tryDeviceCode(store, (hash) => isSameHash(hash, typed))
  }

  return {
    makeCode(by) {
      const code = String(randomInt(10 ** codeDigits)).padStart(codeDigits, '0')
      return { ...saveDeviceCode(store, codeHash(code), codeMs, by), code }
    },
    offer(code) {
      if (!takeCode(code)) return undefined
      return {
        facility: findFacility(store)?.name ?? '',
        suggestedName: suggestDeviceName(store, randomBytes(shortIdLetters)),
        counters: listCounters(store).map(({ id, name }) => ({ id, name })),
      }
    },
    ask(purpose, token) {
      const id = token === '' ? undefined : findDeviceByToken(store, hashToken(token))
      const body = `${String(store.now() + nonceMs)}.${randomBytes(16).toString('base64url')}`
      const owner = purpose === 'enrol' ? '' : (id ?? '')
      return { nonce: `${body}.${sealOf(purpose, owner, body).toString('base64url')}`, isEnrolled: id !== undefined }
    },
    whose: (token) => (token === '' ? null : (findDeviceByToken(store, hashToken(token)) ?? null)),
    enrol({ code, name, kind, counterId, publicKey, proof }, { token, userAgent }, brought) {
      const spki = Buffer.from(publicKey, 'base64url')
      if (!isP256(spki) || !isProven('enrol', '', proof, spki)) return { ok: false, code: 'device-unproven' }
      const next = makeToken()
      // A code that was typed wrongly loses a try although nothing else of this is kept: looked at before the transaction.
      const taken = takeCode(code)
      if (!taken) return { ok: false, code: 'device-code-wrong' }
      return store.write((): EnrolOutcome => {
        const formerId = token === '' ? undefined : findDeviceByToken(store, hashToken(token))
        const device = { name: name.trim(), kind, counterId, publicKey: spki, userAgent, enrolledBy: taken.createdBy }
        const saved = saveDevice(store, { ...device, tokenHash: hashToken(next) }, formerId)
        if (!saved.ok) return saved
        spendDeviceCode(store, taken.id, saved.device.id)
        if (brought) {
          const hashes = { sessionHash: hashToken(brought.session), proofHash: hashToken(brought.proof) }
          bindToDevice(store, saved.device, hashes)
        }
        return { ok: true, device: saved.device, token: next }
      })
    },
    prove(purpose, proof, { token, userAgent }) {
      const tokenHash = hashToken(token)
      const id = findDeviceByToken(store, tokenHash)
      const publicKey = id === undefined ? undefined : findDeviceKey(store, id)
      if (id === undefined || !publicKey || !isProven(purpose, id, proof, publicKey)) return undefined
      const { state } = findDevice(store, id) ?? { state: 'revoked' as const }
      return { id, state, tokenHash, userAgent }
    },
    renew({ id }, by) {
      const token = makeToken()
      const outcome = renewDevice(store, id, hashToken(token), by)
      return outcome.ok ? { device: outcome.device, token } : undefined
    },
  }
}

/** A code as it is stored. Width, spaces and hyphens do not matter. */
const deviceCodeHash = (key: Buffer): ((typed: string) => Buffer) => {
  const own = Buffer.from(hkdfSync('sha256', key, '', 'kusuribako device code', 32))
  return (typed) => createHmac('sha256', own).update(typed.normalize('NFKC').replace(/\D/g, '')).digest()
}

function isP256(spki: Buffer): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey({ key: spki, format: 'der', type: 'spki' })
    return asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1'
  } catch {
    return false
  }
}

const makeToken = (): string => randomBytes(32).toString('base64url')
const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()
