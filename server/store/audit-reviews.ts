import type { AuditReview, AuditSignOff } from '../../contract/audit.ts'
import { addDays, tokyoDate, tokyoMidnight } from '../domain/calendar-date.ts'
import { findAuditBreak } from './audit.ts'
import { newId } from './ids.ts'
import type { Store } from './open.ts'
import { noteTrail } from './trail.ts'

/** 月次点検: a month in numbers, and who has signed that they looked through it. `month` is `YYYY-MM` in Asia/Tokyo. */
export function reviewAudit(store: Store, month: string): AuditReview {
  const span = spanOf(month)
  const byStaff = store.queries.tallyAuditStaff.all(span)
  const sum = (of: 'rows' | 'refused'): number => byStaff.reduce((total, each) => total + each[of], 0)
  return {
    month,
    rows: sum('rows'),
    refused: sum('refused'),
    byStaff: byStaff.toSorted((a, b) => b.rows - a.rows),
    byDeed: store.queries.tallyAuditDeeds.all(span).toSorted((a, b) => b.rows - a.rows),
    signOffs: store.queries.listAuditReviews.all({ month }).map(toSignOff),
    checkedAt: store.queries.lastAuditCheck.get()?.at ?? null,
  }
}

/** From this day on, the month before should have been looked through. */
const dueOnDay = 5

/** 月次点検: the last month, from the fifth of this one on until somebody has signed it; null before there was a trail to look through. */
export function findReviewDue(store: Store): string | null {
  const today = tokyoDate(store.now())
  if (Number(today.slice(8)) < dueOnDay) return null
  const month = addDays(`${today.slice(0, 8)}01`, -1).slice(0, 7)
  const first = store.queries.findAuditStart.get()
  if (!first || first.at >= spanOf(month).until) return null
  return store.queries.findAuditReview.get({ month }) ? null : month
}

export type SignOffOutcome =
  { ok: true; review: AuditReview } | { ok: false; code: 'invalid-request' | 'not-found' | 'audit-broken' }

/** Signs a month that is over, while the chain is not known to be broken. The box counts for itself what was looked through. Signed again, both stand; the signature itself is a deed of the chain. */
export function signOffAudit(
  store: Store,
  { month, staffId, remark, rows }: { month: string; staffId: string; remark: string; rows: number },
): SignOffOutcome {
  if (store.now() < spanOf(month).until) return { ok: false, code: 'invalid-request' }
  return store.write((): SignOffOutcome => {
    const head = store.queries.findAuditHead.get({})
    if (!head) return { ok: false, code: 'not-found' }
    if (findAuditBreak(store)) return { ok: false, code: 'audit-broken' }
    const id = newId(store)
    const { seq: headSeq, hash: headHash } = head
    const { rows: counted } = reviewAudit(store, month)
    store.queries.insertAuditReview.run({
      id,
      month,
      at: store.now(),
      staffId,
      remark,
      rows,
      counted,
      headSeq,
      headHash,
    })
    noteTrail(store, { staffId, what: 'audit-reviewed', memberId: null, rowId: id, detail: { month } })
    return { ok: true, review: reviewAudit(store, month) }
  })
}

type Row = ReturnType<Store['queries']['listAuditReviews']['all']>[number]

const toSignOff = ({ id, at, by, remark, rows, counted, headSeq, headHash }: Row): AuditSignOff => ({
  id,
  at,
  by,
  remark,
  rows,
  counted,
  headSeq,
  headHash: headHash.toString('hex'),
})

function spanOf(month: string): { from: number; until: number } {
  const [year = 0, number = 0] = month.split('-').map(Number)
  const next =
    number === 12
      ? `${String(year + 1).padStart(4, '0')}-01`
      : `${month.slice(0, 5)}${String(number + 1).padStart(2, '0')}`
  return { from: tokyoMidnight(`${month}-01`), until: tokyoMidnight(`${next}-01`) }
}
