import type {
  Device,
  DeviceCode,
  DeviceEdit,
  DeviceEnrolment,
  DeviceOffer,
  NewDeviceCode,
  OwnDevice,
} from '../../contract/device.ts'
import type { Page } from '../../contract/page.ts'
import { askNonce, loadKey, makeKey, publicKeyOf, saveKey, showDevice, signNonce } from './device-key.ts'
import type { Http } from './http.ts'
import { failed, success, type Outcome } from './outcome.ts'

const path = '/api/devices'

export async function listDevices(http: Http): Promise<Outcome<readonly Device[]>> {
  const outcome = await http.get<Page<Device>>(path)
  return outcome.ok ? success(outcome.value.items) : outcome
}

export const editDevice = (http: Http, id: string, edit: DeviceEdit): Promise<Outcome<Device>> =>
  http.ask('PATCH', `${path}/${id}`, edit)

export const revokeDevice = (http: Http, { id, version }: Device): Promise<Outcome<Device>> =>
  http.ask('POST', `${path}/${id}/revocation`, { version })

export const makeDeviceCode = (http: Http): Promise<Outcome<NewDeviceCode>> => http.ask('POST', '/api/device-codes')

export const getDeviceCode = (http: Http, id: string): Promise<Outcome<DeviceCode>> =>
  http.get(`/api/device-codes/${id}`)

export const withdrawDeviceCode = (http: Http, id: string): Promise<Outcome<DeviceCode>> =>
  http.ask('DELETE', `/api/device-codes/${id}`)

export const askOffer = (http: Http, code: string): Promise<Outcome<DeviceOffer>> =>
  http.ask('POST', '/api/device-enrolments/offer', { code })

/** What a page says when the browser keeps no key: a private window, or storage is switched off. No word of the box. */
export const keyNotKept = 'device-key-not-kept'

/** Makes this browser's key, and has the box let it in. */
export async function enrolDevice(
  http: Http,
  fields: Omit<DeviceEnrolment, 'publicKey' | 'proof'>,
): Promise<Outcome<OwnDevice>> {
  // The key of before stays until the new one is let in: this browser may be a device already.
  const before = await loadKey()
  const key = await makeKey()
  if (!(await saveKey(key))) return failed({ kind: 'refused', code: keyNotKept })
  const giveBack = async <T>(outcome: Outcome<T>): Promise<Outcome<T>> => {
    if (!outcome.ok && before) await saveKey(before)
    return outcome
  }
  const asked = await askNonce(http, 'enrol')
  if (!asked.ok) return giveBack(asked)
  const proof = await signNonce(key, 'enrol', asked.value.nonce)
  return giveBack(
    await http.ask('POST', '/api/device-enrolments', { ...fields, publicKey: await publicKeyOf(key), proof }),
  )
}

export const getOwnDevice = (http: Http): Promise<Outcome<OwnDevice>> => http.get('/api/device')

export async function renewOwnDevice(http: Http): Promise<Outcome<OwnDevice>> {
  const shown = await showDevice(http, 'renew')
  if (shown.state !== 'shown') return failed({ kind: 'refused', code: 'device-unproven' })
  return http.ask('POST', '/api/device/renewal', { proof: shown.proof })
}
