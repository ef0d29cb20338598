import { listSealedTotp } from '../store/factors.ts'
import type { Store } from '../store/open.ts'
import { findSetupAnswer } from '../store/setup.ts'
import { unseal } from './box-key.ts'

/** What the password of the proxy is sealed for; those of people are sealed for their ids. */
export const proxyOwner = 'hub-proxy'

/**
 * Whether something in the store was sealed under another key than this: keys/box.key was lost or mixed up, mostly by a restore of the
 * store without it. It stays so until the right file is back, or everybody concerned has set theirs up anew.
 * @param key undefined: there is none
 */
export function hasLostKey(store: Store, key: Buffer | undefined): boolean {
  const isLost = (sealed: Buffer, owner: string): boolean =>
    key === undefined || unseal(key, sealed, owner) === undefined
  if (listSealedTotp(store).some(({ sealedSecret, staffId }) => isLost(sealedSecret, staffId))) return true
  const sealed = findSetupAnswer(store, 'hub')?.proxy?.sealedPassword ?? null
  return sealed !== null && isLost(Buffer.from(sealed, 'base64'), proxyOwner)
}
