import { createHash } from 'node:crypto'

/** A deed of `trail` as it lies in the store. */
export interface TrailRow {
  seq: number
  at: number
  staffId: string | null
  what: string
  memberId: string | null
  rowId: string | null
  detail: string
}

/** Everything of an audit row that its hash covers. */
export interface AuditRow {
  seq: number
  at: number
  staffId: string | null
  deviceId: string | null
  onBehalfOf: string | null
  address: string | null
  memberId: string | null
  patientId: string | null
  rowId: string | null
  what: string
  result: string
  shown: string | null
  detail: string | null
  trailSeq: number | null
}

/** What the first row follows on. */
export const beforeFirst: Buffer = Buffer.alloc(32)

/** The same row gives the same text for ever: an array in this order, as JSON. A column that is added later goes to its end. */
const canonicalTrail = ({ seq, at, staffId, what, memberId, rowId, detail }: TrailRow): unknown[] => [
  seq,
  at,
  staffId,
  what,
  memberId,
  rowId,
  detail,
]

const canonical = (row: AuditRow, deed: TrailRow | null): string =>
  JSON.stringify([
    row.seq,
    row.at,
    row.staffId,
    row.deviceId,
    row.onBehalfOf,
    row.address,
    row.memberId,
    row.patientId,
    row.rowId,
    row.what,
    row.result,
    row.shown,
    row.detail,
    row.trailSeq,
    deed && canonicalTrail(deed),
  ])

/** SHA-256 over the hash before and the row, with the deed it refers to. 32 bytes. */
export const hashRow = (before: Uint8Array, row: AuditRow, deed: TrailRow | null): Buffer =>
  createHash('sha256').update(before).update(canonical(row, deed)).digest()

/** One digest over many deeds, fed in their order: of those that were noted before there was a chain. */
export function digestTrail(): { add(deed: TrailRow): void; hex(): string } {
  const hash = createHash('sha256')
  return {
    add(deed) {
      hash.update(JSON.stringify(canonicalTrail(deed))).update('\n')
    },
    hex: () => hash.digest('hex'),
  }
}
