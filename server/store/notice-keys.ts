import { hash } from 'node:crypto'
import type { NoticeKey } from '../../contract/notice.ts'
import { fingerprintWords } from '../domain/fingerprint-words.ts'
import { newId } from './ids.ts'
import type { Store } from './open.ts'
import { noteTrail } from './trail.ts'

/** Those whose signed notice files are taken, oldest first; a handful. */
export const listNoticeKeys = (store: Store): (NoticeKey & { publicKey: Buffer })[] =>
  store.queries.listNoticeKeys.all().map(({ id, name, publicKey, addedAt }) => ({
    id,
    name,
    publicKey,
    fingerprint: keyFingerprint(publicKey),
    addedAt,
  }))

export const keyFingerprint = (publicKey: Uint8Array): string => fingerprintWords(hash('sha256', publicKey, 'buffer'))

/** Null: the key is trusted already. `publicKey` is the 32 bytes of Ed25519. */
export function saveNoticeKey(store: Store, staffId: string, name: string, publicKey: Buffer): NoticeKey | null {
  return store.write(() => {
    if (listNoticeKeys(store).some((known) => known.publicKey.equals(publicKey))) return null
    const id = newId(store)
    const at = store.now()
    store.queries.insertNoticeKey.run({ id, name, publicKey, at, staffId })
    store.noteChange('notice', id)
    noteTrail(store, { staffId, what: 'notice-key-added', memberId: null, rowId: id })
    return { id, name, fingerprint: keyFingerprint(publicKey), addedAt: at }
  })
}

/** Its files are refused from now on; what they brought stays. Restored by `isRemoved` false. @returns whether it is there */
export function setNoticeKeyRemoved(store: Store, staffId: string, id: string, isRemoved: boolean): boolean {
  return store.write(() => {
    const key = store.queries.findNoticeKey.get({ id })
    if (!key) return false
    const isTwin = listNoticeKeys(store).some((known) => known.id !== id && known.publicKey.equals(key.publicKey))
    if (!isRemoved && isTwin) return false
    store.queries.setNoticeKeyRemoved.run({ id, removedAt: isRemoved ? store.now() : null })
    store.noteChange('notice', id)
    const what = isRemoved ? 'notice-key-removed' : 'notice-key-restored'
    noteTrail(store, { staffId, what, memberId: null, rowId: id })
    return true
  })
}
