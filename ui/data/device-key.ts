import { proofText } from '../../contract/device-proof.ts'
import type { DeviceProof, Nonce, NoncePurpose } from '../../contract/device.ts'
import type { Http } from './http.ts'

const database = 'kusuribako-device'
const table = 'keys'
const slot = 'own'
const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const

/** Only over TLS, or on `localhost`, does a browser make keys. */
export const mayHoldKey = (): boolean => isSecureContext && 'indexedDB' in globalThis

/** A key that cannot leave this browser: it signs, and nobody reads it, the page neither. */
export const makeKey = (): Promise<CryptoKeyPair> => crypto.subtle.generateKey(algorithm, false, ['sign', 'verify'])

export const publicKeyOf = async ({ publicKey }: CryptoKeyPair): Promise<string> =>
  base64url(await crypto.subtle.exportKey('spki', publicKey))

/** Undefined: this browser has none, or keeps nothing at all. */
export const loadKey = (): Promise<CryptoKeyPair | undefined> =>
  inStore('readonly', (keys) => keys.get(slot) as IDBRequest<CryptoKeyPair | undefined>)

/** False when this browser keeps nothing. */
export const saveKey = async (key: CryptoKeyPair): Promise<boolean> =>
  (await inStore('readwrite', (keys) => keys.put(key, slot))) !== undefined

async function inStore<T>(
  mode: IDBTransactionMode,
  ask: (keys: IDBObjectStore) => IDBRequest<T>,
): Promise<T | undefined> {
  if (!mayHoldKey()) return undefined
  try {
    const opening = indexedDB.open(database, 1)
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore(table)
    }
    const db = await answerOf(opening)
    try {
      const transaction = db.transaction(table, mode)
      const done = new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => {
          resolve()
        }
        transaction.onabort = () => {
          reject(new Error('not kept'))
        }
      })
      const answer = await answerOf(ask(transaction.objectStore(table)))
      await done
      return answer
    } finally {
      db.close()
    }
  } catch {
    // Switched off by policy, a private window, or the disk is full.
    return undefined
  }
}

const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result)
    }
    request.onerror = () => {
      reject(new Error('not answered'))
    }
  })

export async function signNonce(key: CryptoKeyPair, purpose: NoncePurpose, nonce: string): Promise<DeviceProof> {
  const signed = new TextEncoder().encode(proofText(purpose, nonce))
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key.privateKey, signed)
  return { nonce, signature: base64url(signature) }
}

const base64url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

export const askNonce = (http: Http, purpose: NoncePurpose) =>
  http.ask<Nonce>('POST', '/api/device-nonces', { purpose })

/**
 * Whether this browser is an enrolled device. `doubtful`: it has the cookie without the key, or the key without a cookie that is known: it
 * was revoked, its data were partly cleared, or it opened the box under another address.
 */
export type DeviceShown = { state: 'none' | 'doubtful' } | { state: 'shown'; proof: DeviceProof }

export async function showDevice(http: Http, purpose: NoncePurpose): Promise<DeviceShown> {
  if (!mayHoldKey()) return { state: 'none' }
  const [key, asked] = await Promise.all([loadKey(), askNonce(http, purpose)])
  if (!asked.ok || (!key && !asked.value.isEnrolled)) return { state: 'none' }
  if (!key || !asked.value.isEnrolled) return { state: 'doubtful' }
  return { state: 'shown', proof: await signNonce(key, purpose, asked.value.nonce) }
}
