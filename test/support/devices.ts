import { generateKeyPairSync, sign } from 'node:crypto'
import { proofText } from '../../contract/device-proof.ts'
import type { Device, DeviceProof, NewDeviceCode, Nonce, NoncePurpose } from '../../contract/device.ts'
import type { Browser } from './sign-in.ts'
import { password } from './store.ts'

/** The key that a browser keeps for itself, and what it signs. */
export function createDeviceKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64url'),
    prove: (purpose: NoncePurpose, nonce: string): DeviceProof => ({
      nonce,
      signature: sign('sha256', Buffer.from(proofText(purpose, nonce)), {
        key: privateKey,
        dsaEncoding: 'ieee-p1363',
      }).toString('base64url'),
    }),
  }
}

export type DeviceKey = ReturnType<typeof createDeviceKey>

export async function askNonce(browser: Browser, purpose: NoncePurpose): Promise<string> {
  return (await browser.post('/api/device-nonces', { purpose })).json<Nonce>().nonce
}

/** A code, made by an admin's browser. */
export const makeCode = async (admin: Browser): Promise<NewDeviceCode> =>
  (await admin.post('/api/device-codes')).json<NewDeviceCode>()

/** Posts what the enrol page posts. */
export async function enrol(browser: Browser, key: DeviceKey, code: string, name = '受付1') {
  const proof = key.prove('enrol', await askNonce(browser, 'enrol'))
  return browser.post('/api/device-enrolments', {
    ...{ code, name, kind: 'pc', counterId: null, publicKey: key.publicKey, proof },
  })
}

/** Lets a browser in as a device; answers its key and how it is listed. */
export async function enrolDevice(admin: Browser, browser: Browser, name = '受付1') {
  const key = createDeviceKey()
  const answer = await enrol(browser, key, (await makeCode(admin)).code, name)
  if (answer.statusCode !== 201) throw new Error(answer.body)
  return { key, device: answer.json<{ device: Device }>().device }
}

/** Signs in with the password and the key of the device. */
export async function signInOnDevice(browser: Browser, key: DeviceKey, id = 'kanri') {
  const device = key.prove('sign-in', await askNonce(browser, 'sign-in'))
  return browser.post('/api/session', { id, password, device })
}
