import type { AuditBreak, AuditFault } from '../../contract/audit.ts'
import { beforeFirst, digestTrail, hashRow, type AuditRow, type TrailRow } from '../domain/audit-chain.ts'
import { originOf } from './audit-origin.ts'
import type { Store } from './open.ts'

/** What a new row says; the rest of it is the chain's. */
export type NewAuditRow = Omit<AuditRow, 'seq' | 'at' | 'trailSeq'>

/** What a row of a request may say besides, as JSON. */
export interface AuditDetail {
  /** Persons whose ids are not kept. */
  more?: number
  /** The page fetched it ahead. */
  prepared?: true
  /** Of a sign-in. */
  proof?: string
  /** Failures like this one that came before it and have no row of their own. */
  times?: number
}

/** Where the chain ends. */
export interface AuditHead {
  seq: number
  hash: Buffer
}

export const nothing: NewAuditRow = {
  staffId: null,
  deviceId: null,
  onBehalfOf: null,
  address: null,
  memberId: null,
  patientId: null,
  rowId: null,
  what: '',
  result: 'ok',
  shown: null,
  detail: null,
}

const rowsAtOnce = 500
/** Rows that are checked before others get their turn: a few milliseconds. */
const rowsPerStep = 100

/** Inside `store.write`: one more row at the end of the chain. */
export function appendAudit(store: Store, row: NewAuditRow): void {
  append(store, row, null)
}

/** Inside `store.write`, when a deed was noted: the chain goes on over it. */
export function appendDeed(store: Store, deed: TrailRow, onBehalfOf: string | null): void {
  const { staffId, memberId, rowId, what } = deed
  append(store, { ...nothing, ...originOf(), staffId, onBehalfOf, memberId, rowId, what }, deed)
}

function append(store: Store, row: NewAuditRow, deed: TrailRow | null): void {
  const head =
    store.queries.findAuditHead.get({}) ?? begin(store, deed === null ? Number.MAX_SAFE_INTEGER : deed.seq - 1)
  const full: AuditRow = { ...row, seq: head.seq + 1, at: store.now(), trailSeq: deed && deed.seq }
  const hash = hashRow(head.hash, full, deed)
  store.queries.insertAudit.run({ ...full, hash })
  store.queries.setAuditHead.run({ seq: full.seq, hash })
}

/** The first row covers, by one digest, every deed that was noted before there was a chain. */
function begin(store: Store, last: number): AuditHead {
  const [newest] = store.queries.listAudit.all({ before: Number.MAX_SAFE_INTEGER, floor: 1, limit: 1 })
  const traces = [newest?.seq, store.queries.findCheckTrace.get()?.rows, store.queries.findReviewTrace.get()?.rows]
  const known = traces.filter((seq) => typeof seq === 'number')
  if (known.length > 0) {
    // Somebody has taken the head away, or all rows. The box goes on, and leaves a gap that every check will find.
    const head = { seq: Math.max(...known) + 1, hash: beforeFirst }
    store.queries.insertAuditHead.run(head)
    return head
  }
  const digest = digestTrail()
  let rows = 0
  for (const deed of deedsUpTo(store, last)) {
    digest.add(deed)
    rows++
  }
  const upTo = Math.min(last, store.queries.lastTrail.get()?.seq ?? 0)
  const detail = JSON.stringify({ rows, last: upTo, digest: digest.hex() })
  const first: AuditRow = { ...nothing, seq: 1, at: store.now(), what: 'trail-adopted', detail, trailSeq: null }
  const hash = hashRow(beforeFirst, first, null)
  store.queries.insertAudit.run({ ...first, hash })
  store.queries.insertAuditHead.run({ seq: 1, hash })
  return { seq: 1, hash }
}

function* deedsUpTo(store: Store, last: number): Generator<TrailRow> {
  for (let after = 0; ;) {
    const deeds = store.queries.listTrail.all({ after, last, limit: rowsAtOnce })
    yield* deeds
    const end = deeds.at(-1)
    if (!end) return
    after = end.seq
  }
}

/** Of a broken chain: which row is the first that is not as it was written, and how many places there are up to the last. */
export type AuditVerdict =
  | { ok: true; rows: number; head: AuditHead }
  | { ok: false; rows: number; head: AuditHead; seq: number; why: AuditFault; faults: number; lastSeq: number }

interface Fault {
  seq: number
  why: AuditFault
  /** Rows before it that hold. */
  rows: number
}

/**
 * Reads the whole chain and says which row is the first that is not as it was written. After a fault it goes on from what is written there.
 * @param known a head that was noted outside the box: the chain must still lead through it
 * @param pause lets others work between two steps of 100 rows; false: give up
 * @returns undefined when it was given up
 */
export async function verifyAudit(
  store: Store,
  known: { seq: number; hash: string } | null = null,
  pause: () => Promise<boolean> = () => Promise.resolve(true),
): Promise<AuditVerdict | undefined> {
  const heads = knownHeads(store, known)
  // Rows and deeds that come while this reads are the next check's.
  const end = store.queries.findAuditHead.get({}) ?? { seq: 0, hash: beforeFirst }
  const lastDeed = store.queries.lastTrail.get()?.seq ?? 0
  const faults: Fault[] = []
  const broken = (seq: number, why: AuditFault, rows = seq - 1): void => {
    faults.push({ seq, why, rows })
  }
  let [seq, hash] = [0, beforeFirst]
  /** The last deed that the first row covers; null: it cannot be read. */
  let adopted: number | null = 0
  while (seq < end.seq) {
    const page = store.queries.listChain.all({ after: seq, limit: Math.min(rowsPerStep, end.seq - seq) })
    if (page.length === 0) {
      broken(seq + 1, 'cut')
      break
    }
    for (const { row, deed } of page) {
      const { hash: written, ...fields } = row
      const isNext = row.seq === seq + 1
      if (!isNext) broken(seq + 1, 'missing')
      seq = row.seq
      const isDeedThere = row.trailSeq === null || deed !== null
      // What came before a gap is not known.
      const isAsWritten = isDeedThere && (!isNext || hashRow(hash, fields, deed).equals(written))
      hash = written
      const adoption = seq === 1 ? readAdoption(row.detail) : undefined
      if (seq === 1) adopted = adoption?.last ?? null
      if (!isAsWritten) broken(seq, row.trailSeq === null ? 'changed' : 'deed')
      else if (seq === 1 && !(adoption && isAdopted(store, adoption))) broken(1, 'deed')
      else if (heads.get(seq)?.some((each) => each !== written.toString('hex'))) broken(seq, 'changed')
    }
    if (!(await pause())) return undefined
  }
  const isCut = faults.at(-1)?.why === 'cut'
  if (!isCut && !hash.equals(end.hash)) broken(Math.max(1, seq), 'changed')
  if (!isCut && Math.max(0, ...heads.keys()) > seq) broken(seq + 1, 'cut')
  // More rows than the head knows of, or deeds without one: put there past the box.
  const now = store.queries.findAuditHead.get({})?.seq ?? 0
  const [newest] = store.queries.listAudit.all({ before: Number.MAX_SAFE_INTEGER, floor: now + 1, limit: 1 })
  if (newest) broken(now + 1, 'changed', seq)
  const loose = adopted === null ? undefined : store.queries.findLooseDeed.get({ after: adopted, last: lastDeed })
  if (loose) broken(Math.max(1, seq), 'deed', seq)
  const [first] = faults
  if (!first) return { ok: true, rows: seq, head: end }
  const lastSeq = Math.max(...faults.map((fault) => fault.seq))
  return { ok: false, ...first, head: end, faults: faults.length, lastSeq }
}

/** Where the chain stood when it was last found whole, at each review, and what was noted outside: it must still lead through them all. */
function knownHeads(store: Store, known: { seq: number; hash: string } | null): Map<number, string[]> {
  const inside = [store.queries.lastGoodCheck.get(), ...store.queries.listReviewHeads.all()].filter((head) => !!head)
  const heads = new Map<number, string[]>()
  for (const { seq, hash } of [
    ...inside.map(({ seq, hash }) => ({ seq, hash: hash.toString('hex') })),
    known ?? [],
  ].flat())
    // A box on which nothing has happened has no row to lead through.
    if (seq > 0) heads.set(seq, [...(heads.get(seq) ?? []), hash])
  return heads
}

interface Adoption {
  rows: number
  last: number
  digest: string
}

/** Undefined: somebody has changed it. */
function readAdoption(detail: string | null): Adoption | undefined {
  try {
    const { rows, last, digest } = JSON.parse(detail ?? '{}') as Partial<Adoption>
    const isWhole = typeof rows === 'number' && typeof last === 'number' && typeof digest === 'string'
    return isWhole ? { rows, last, digest } : undefined
  } catch {
    return undefined
  }
}

function isAdopted(store: Store, { rows, last, digest }: Adoption): boolean {
  const found = digestTrail()
  let count = 0
  for (const deed of deedsUpTo(store, last)) {
    found.add(deed)
    count++
  }
  return count === rows && found.hex() === digest
}

/** Notes how a check of the chain went. */
export function saveAuditCheck(store: Store, verdict: AuditVerdict): void {
  const { rows, head } = verdict
  const fault = verdict.ok ? unbroken : { ...verdict, brokenSeq: verdict.seq }
  insertCheck(store, { ...unbroken, ...fault, rows, head: head.hash })
}

/** Notes that a check did not come to its end: that is a fault, too, until one does. */
export function saveFailedAuditCheck(store: Store): void {
  insertCheck(store, { ...unbroken, rows: 0, head: beforeFirst, why: 'unchecked' })
}

const unbroken = { brokenSeq: null, why: null, faults: 0, lastSeq: null }

interface Check {
  rows: number
  head: Buffer
  brokenSeq: number | null
  why: AuditFault | null
  faults: number
  lastSeq: number | null
}

function insertCheck(store: Store, { rows, head, brokenSeq, why, faults, lastSeq }: Check): void {
  store.write(() => {
    store.queries.insertAuditCheck.run({ at: store.now(), rows, head, brokenSeq, why, faults, lastSeq })
  })
}

/** Two nights without a check. */
const staleMs = 50 * 60 * 60 * 1000

/**
 * What the newest check found wrong, or that there was none for long; null when all is well.
 * @param ranMs how long the box has been running: only then it could have checked
 */
export function findAuditBreak(store: Store, ranMs = 0): AuditBreak | null {
  const check = store.queries.lastAuditCheck.get()
  const now = store.now()
  if (check && check.why !== null) {
    const { brokenSeq, why, faults, lastSeq } = check
    const since = store.queries.firstBrokenCheck.get()?.at ?? check.at
    return { seq: brokenSeq ?? 0, why, since, faults, lastSeq: lastSeq ?? brokenSeq ?? 0 }
  }
  const last = check?.at ?? now - ranMs
  if (ranMs < staleMs || now - last < staleMs) return null
  return { seq: 0, why: 'unchecked', since: last + staleMs, faults: 0, lastSeq: 0 }
}
