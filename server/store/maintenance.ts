import { mostWindowDeeds, type Maintenance, type MaintenanceWindow } from '../../contract/maintenance.ts'
import { newId } from './ids.ts'
import type { Store } from './open.ts'
import { findStaff, listStaff } from './staff.ts'
import { noteTrail } from './trail.ts'

/** Windows a page shows. */
const mostWindows = 50

type Row = NonNullable<ReturnType<Store['queries']['findWindow']['get']>>

/** Whether this account may be signed in now. */
export const hasOpenWindow = (store: Store, staffId: string): boolean =>
  store.queries.findOpenWindow.get({ staffId, now: store.now() }) !== undefined

export const getMaintenance = (store: Store): Maintenance => ({
  accounts: listStaff(store)
    .filter(({ role, state }) => role === 'maintainer' && (state === 'active' || state === 'waiting'))
    .map(({ id, name, login }) => ({ id, name, login })),
  windows: store.queries.listWindows.all({ limit: mostWindows }).map((row) => toWindow(store, row)),
})

function toWindow(store: Store, row: Row): MaintenanceWindow {
  const to = Math.min(row.endsAt, row.closedAt ?? row.endsAt)
  return {
    ...row,
    isOpen: row.closedAt === null && row.endsAt > store.now(),
    did: store.queries.listDeedsOfWindow.all({ staffId: row.staffId, from: row.openedAt, to, limit: mostWindowDeeds }),
  }
}

export interface OpenedWindow {
  staffId: string
  minutes: number
  reason: string
  /** Null: the command line of the box. */
  by: string | null
}

export type WindowOutcome =
  | { ok: true; window: MaintenanceWindow }
  | { ok: false; code: 'not-found' | 'staff-ended' | 'window-open' | 'window-closed' }

export const openWindow = (store: Store, { staffId, minutes, reason, by }: OpenedWindow): WindowOutcome =>
  store.write((): WindowOutcome => {
    const account = findStaff(store, staffId)
    if (account?.role !== 'maintainer') return { ok: false, code: 'not-found' }
    if (account.state === 'ended' || account.state === 'expired') return { ok: false, code: 'staff-ended' }
    if (hasOpenWindow(store, staffId)) return { ok: false, code: 'window-open' }
    const id = newId(store)
    const at = store.now()
    store.queries.insertWindow.run({ id, staffId, at, by, reason: reason.trim(), endsAt: at + minutes * 60 * 1000 })
    const detail = { account: staffId, minutes }
    noteTrail(store, { staffId: by, what: 'maintenance-opened', memberId: null, rowId: id, detail })
    return tell(store, id)
  })

/** Ends a window early; the account's sessions go with it. */
export const closeWindow = (store: Store, id: string, by: string | null): WindowOutcome =>
  store.write((): WindowOutcome => {
    const row = store.queries.findWindow.get({ id })
    if (!row) return { ok: false, code: 'not-found' }
    if (row.closedAt !== null || row.endsAt <= store.now()) return { ok: false, code: 'window-closed' }
    store.queries.closeWindow.run({ id, by, at: store.now() })
    store.queries.deleteSessionsOf.run({ staffId: row.staffId })
    const detail = { account: row.staffId }
    noteTrail(store, { staffId: by, what: 'maintenance-closed', memberId: null, rowId: id, detail })
    return tell(store, id)
  })

/** The window of an account that is open now. */
export const findOpenWindowId = (store: Store, staffId: string): string | undefined =>
  store.queries.findOpenWindow.get({ staffId, now: store.now() })?.id

function tell(store: Store, id: string): WindowOutcome {
  const row = store.queries.findWindow.get({ id })
  return row ? { ok: true, window: toWindow(store, row) } : { ok: false, code: 'not-found' }
}
