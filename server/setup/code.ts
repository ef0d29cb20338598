import { createHmac, randomInt } from 'node:crypto'
import { isSameHash } from '../access/one-time-codes.ts'
import { beginSetup, setSetupCode, takeSetupTry } from '../store/setup.ts'
import type { Store } from '../store/open.ts'

const digits = 8
/** Over all addresses together (routes.ts gives each of them two): whoever guesses has five in a hundred million, and the console tells the next code. */
const tries = 5

const hashOf = (key: Buffer, code: string): Buffer => createHmac('sha256', key).update(`setup ${code}`).digest()

/** A new code, `1234-5678`; the one before opens nothing any more. The store keeps its digest under the key of the box. */
export function makeSetupCode(store: Store, key: Buffer): string {
  const code = String(randomInt(10 ** digits)).padStart(digits, '0')
  beginSetup(store)
  setSetupCode(store, hashOf(key, code), tries)
  return `${code.slice(0, digits / 2)}-${code.slice(digits / 2)}`
}

/** `void`: there is none, or it was tried too often; only a new one helps. */
export function proveSetupCode(store: Store, key: Buffer, typed: string): 'right' | 'wrong' | 'void' {
  const hash = takeSetupTry(store)
  if (!hash) return 'void'
  const code = typed.normalize('NFKC').replace(/\D/g, '')
  if (!isSameHash(hash, hashOf(key, code))) return 'wrong'
  // It opens again from another browser, for as long as it is on the console.
  setSetupCode(store, hash, tries)
  return 'right'
}
