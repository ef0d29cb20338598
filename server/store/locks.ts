import type { LockSetting, PageKind } from '../../contract/lock.ts'
import type { Store } from './open.ts'
import { noteTrail } from './trail.ts'

const minuteMs = 60 * 1000

/** After how many minutes pages are hidden. */
export function getLockSetting(store: Store): LockSetting {
  const row = store.queries.findLockSetting.get()
  if (!row) throw new Error('the row of the setting is made by its migration')
  const { counterMinutes, tabletMinutes, version } = row
  return { counterMinutes, tabletMinutes, version }
}

/** False when somebody else changed it meanwhile. */
export const saveLockSetting = (store: Store, setting: LockSetting, staffId: string): boolean =>
  store.write(() => {
    if (store.queries.setLockSetting.run({ ...setting }).changes === 0) return false
    const { version: _version, ...detail } = setting
    noteTrail(store, { staffId, what: 'lock-setting-changed', memberId: null, rowId: null, detail })
    return true
  })

export const minutesOf = ({ counterMinutes, tabletMinutes }: LockSetting, page: PageKind): number =>
  page === 'tablet' ? tabletMinutes : counterMinutes

/** A sign of somebody. @param page what the page said it stands on; null: as it was */
export function noteActive(store: Store, tokenHash: Buffer, page: PageKind | null): void {
  store.queries.noteActive.run({ tokenHash, page, at: store.now() })
}

export function lockSession(store: Store, tokenHash: Buffer): void {
  store.queries.lockSession.run({ tokenHash, at: store.now() })
}

export function unlockSession(store: Store, tokenHash: Buffer): void {
  store.queries.unlockSession.run({ tokenHash, at: store.now() })
}

/** Locks every page that nobody has sat before for its time. @returns how many */
export function lockIdleSessions(store: Store): number {
  const setting = getLockSetting(store)
  const at = store.now()
  return (['counter', 'tablet'] as const)
    .map((page) => store.queries.lockIdleSessions.run({ page, at, before: at - minutesOf(setting, page) * minuteMs }))
    .reduce((sum, { changes }) => sum + changes, 0)
}
