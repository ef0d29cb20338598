import type { NoticeImport } from '../../contract/notice.ts'
import { readNoticeFile, type NoticeFileOutcome } from '../domain/notice-file.ts'
import { listNoticeKeys } from './notice-keys.ts'
import { findImportedVersion, saveImportedNotice } from './notices.ts'
import type { Store } from './open.ts'

export type ImportOutcome =
  ({ ok: true } & NoticeImport) | Extract<NoticeFileOutcome, { ok: false }> | { ok: false; code: 'notice-file-old' }

/**
 * Takes a signed notice file in: all of it, or nothing. A file with an entry older than the box has, or with nothing new, is refused
 * as old: an old file played back must not bring an old word on a known issue back.
 */
export function importNotices(store: Store, staffId: string | null, bytes: Uint8Array): ImportOutcome {
  const file = readNoticeFile(bytes, listNoticeKeys(store))
  if (!file.ok) return file
  return store.write((): ImportOutcome => {
    const entries = file.entries.map((entry) => {
      const sourceKey = `${file.key}/${entry.id}`
      return { entry, sourceKey, has: findImportedVersion(store, sourceKey) ?? 0 }
    })
    const fresh = entries.filter(({ entry, has }) => entry.version > has)
    if (fresh.length === 0 || entries.some(({ entry, has }) => entry.version < has))
      return { ok: false, code: 'notice-file-old' }
    const saved = fresh.map(({ sourceKey, entry: { id: _id, version, kind, on, ...words } }) =>
      saveImportedNotice(store, staffId, {
        sourceKey,
        sourceVersion: version,
        kind,
        words: { ...words, datedOn: on },
      }),
    )
    const added = saved.filter((what) => what === 'added').length
    return {
      ok: true,
      issuer: file.issuer,
      added,
      updated: saved.length - added,
      known: entries.length - saved.length,
    }
  })
}
