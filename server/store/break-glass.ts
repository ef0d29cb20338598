import { breakGlassHours, type BreakGlass, type BreakGlassNotice } from '../../contract/break-glass.ts'
import { newId } from './ids.ts'
import { closeBoxNotice, raiseBoxNotice } from './notices.ts'
import type { Store } from './open.ts'
import { emergencyMark, saveStaff } from './staff.ts'
import { noteTrail } from './trail.ts'

const lastsMs = breakGlassHours * 60 * 60 * 1000

type Row = NonNullable<ReturnType<Store['queries']['findBreakGlass']['get']>>

export const listBreakGlass = (store: Store): BreakGlass[] =>
  store.queries.listBreakGlass.all().map((row) => toAccount(store, row))

function toAccount(store: Store, { staffId: _staffId, ...row }: Row): BreakGlass {
  const isOver = row.endsAt !== null && row.endsAt <= store.now()
  const state = row.closedAt !== null ? 'closed' : row.openedAt === null ? 'sealed' : isOver ? 'over' : 'open'
  return { ...row, state, uses: store.queries.listBreakGlassUses.all({ breakGlassId: row.id }) }
}

/** What every page is told of: opened, and not closed by an admin. */
export const listBreakGlassNotices = (store: Store): BreakGlassNotice[] =>
  store.queries.listOpenBreakGlass.all().map((row) => {
    const [first] = store.queries.listBreakGlassUses.all({ breakGlassId: row.id })
    return { account: row.name, since: row.openedAt ?? 0, by: first?.name ?? '' }
  })

/** A new envelope with an account of its own. @param by null: the command line of the box */
export const saveBreakGlass = (store: Store, codeHash: Buffer, by: string | null): BreakGlass =>
  store.write(() => {
    const number = String(store.queries.listBreakGlass.all().length + 1)
    const name = `緊急用アカウント ${number}`
    // No person can have such an id: it takes no password, and 職員 does not list it.
    const login = `${emergencyMark}${number}`
    const staffId = saveStaff(store, { login, name, role: 'pharmacist', passwordHash: '', createdBy: by })
    const id = newId(store)
    store.queries.insertBreakGlass.run({ id, staffId, codeHash, by, at: store.now() })
    noteTrail(store, { staffId: by, what: 'break-glass-made', memberId: null, rowId: id })
    return getAccount(store, id)
  })

export interface BreakGlassUse {
  name: string
  reason: string
  address: string
}

/**
 * Takes the code: the first time opens the envelope, and everybody is told. Undefined when there is no such code, or when its hours are
 * over or an admin has closed it. @returns id of its account
 */
export const takeBreakGlass = (store: Store, codeHash: Buffer, use: BreakGlassUse): string | undefined =>
  store.write(() => {
    const row = store.queries.findBreakGlassByCode.get({ codeHash })
    const at = store.now()
    if (!row || row.closedAt !== null || (row.endsAt !== null && row.endsAt <= at)) return undefined
    const { id, staffId } = row
    store.queries.openBreakGlass.run({ id, at, endsAt: at + lastsMs })
    const [name, reason] = [use.name.trim(), use.reason.trim()]
    store.queries.insertBreakGlassUse.run({
      id: newId(store),
      breakGlassId: id,
      at,
      name,
      reason,
      address: use.address,
    })
    noteTrail(store, { staffId, what: 'break-glass-used', memberId: null, rowId: id })
    raiseBoxNotice(
      store,
      sourceOf(id),
      '緊急用アカウントが使われました',
      `${getAccount(store, id).name} を ${name} さんが使っています。理由: ${reason}。使う必要がなくなったら、管理者が「職員」で閉じて、新しい封筒を作ってください。`,
    )
    return staffId
  })

/** An admin has looked at it: its sessions end, and its code is worth nothing. */
export const closeBreakGlass = (
  store: Store,
  id: string,
  by: string,
): { ok: true; account: BreakGlass } | { ok: false; code: 'not-found' } =>
  store.write(() => {
    const row = store.queries.findBreakGlass.get({ id })
    if (!row) return { ok: false, code: 'not-found' }
    if (store.queries.closeBreakGlass.run({ id, by, at: store.now() }).changes > 0) {
      store.queries.deleteSessionsOf.run({ staffId: row.staffId })
      noteTrail(store, { staffId: by, what: 'break-glass-closed', memberId: null, rowId: id })
      closeBoxNotice(
        store,
        sourceOf(id),
        '緊急用アカウントを閉じました',
        `${row.name} は管理者が閉じました。使われた記録は「職員」と監査ログに残っています。`,
      )
    }
    return { ok: true, account: getAccount(store, id) }
  })

/** The code of an account whose hours are not over; undefined when it may no longer be used. */
export function findLiveCode(store: Store, staffId: string): Buffer | undefined {
  const row = store.queries.findBreakGlassOfStaff.get({ staffId })
  const isLive = row?.closedAt === null && row.endsAt !== null && row.endsAt > store.now()
  return isLive ? row.codeHash : undefined
}

const sourceOf = (id: string): string => `break-glass:${id}`

function getAccount(store: Store, id: string): BreakGlass {
  const row = store.queries.findBreakGlass.get({ id })
  if (!row) throw new Error('written in this transaction')
  return toAccount(store, row)
}
