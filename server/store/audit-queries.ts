import type { Database } from 'better-sqlite3'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { directRead, param, type Write } from './direct.ts'
import {
  alias,
  and,
  asc,
  count,
  desc,
  eq,
  getTableColumns,
  gt,
  gte,
  isNotNull,
  isNull,
  lt,
  max,
  min,
  or,
  sql,
} from './drizzle.ts'
import { audit, auditCheck, auditHead, auditReview } from './schema-audit.ts'
import { device } from './schema-devices.ts'
import { staff } from './schema.ts'
import { trail } from './schema-trail.ts'

const deedColumns = {
  seq: trail.seq,
  at: trail.at,
  staffId: trail.staffId,
  what: trail.what,
  memberId: trail.memberId,
  rowId: trail.rowId,
  detail: trail.detail,
}

/** The audit trail: the chain, looking for rows in it, its checks and its reviews. */
export function auditQueries(raw: Database, db: BetterSQLite3Database, write: Write) {
  return {
    ...chainQueries(raw, db, write),
    ...searchQueries(db),
    ...reviewQueries(db, write),
  }
}

function chainQueries(raw: Database, db: BetterSQLite3Database, write: Write) {
  return {
    findAuditHead: () =>
      directRead(
        raw,
        db.select({ seq: auditHead.seq, hash: auditHead.hash }).from(auditHead).where(eq(auditHead.id, 1)).prepare(),
        ['seq', 'hash'],
      ),
    insertAuditHead: () =>
      write(
        db
          .insert(auditHead)
          .values({ id: 1, seq: param('seq'), hash: param('hash') })
          .prepare(),
      ),
    setAuditHead: () =>
      write(
        db
          .update(auditHead)
          .set({ seq: sql`${param('seq')}`, hash: sql`${param('hash')}` })
          .where(eq(auditHead.id, 1))
          .prepare(),
      ),
    insertAudit: () =>
      write(
        db
          .insert(audit)
          .values({
            seq: param('seq'),
            at: param('at'),
            staffId: param('staffId'),
            deviceId: param('deviceId'),
            onBehalfOf: param('onBehalfOf'),
            address: param('address'),
            memberId: param('memberId'),
            patientId: param('patientId'),
            rowId: param('rowId'),
            what: param('what'),
            result: param('result'),
            shown: param('shown'),
            detail: param('detail'),
            trailSeq: param('trailSeq'),
            hash: param('hash'),
          })
          .prepare(),
      ),
    // Row after row, each with the deed it refers to.
    listChain: () =>
      db
        .select({ row: getTableColumns(audit), deed: deedColumns })
        .from(audit)
        .leftJoin(trail, eq(trail.seq, audit.trailSeq))
        .where(gt(audit.seq, param('after')))
        .orderBy(asc(audit.seq))
        .limit(param('limit'))
        .prepare(),
    listTrail: () =>
      db
        .select(deedColumns)
        .from(trail)
        .where(and(gt(trail.seq, param('after')), sql`${trail.seq} <= ${param('last')}`))
        .orderBy(asc(trail.seq))
        .limit(param('limit'))
        .prepare(),
    lastTrail: () =>
      db
        .select({ seq: max(trail.seq) })
        .from(trail)
        .prepare(),
    // Deeds that no row of the chain speaks of.
    findLooseDeed: () =>
      db
        .select({ seq: trail.seq })
        .from(trail)
        .where(
          and(
            gt(trail.seq, param('after')),
            sql`${trail.seq} <= ${param('last')}`,
            sql`NOT EXISTS (SELECT 1 FROM ${audit} WHERE ${audit.trailSeq} = ${trail.seq})`,
          ),
        )
        .orderBy(asc(trail.seq))
        .limit(1)
        .prepare(),
    insertAuditCheck: () =>
      write(
        db
          .insert(auditCheck)
          .values({
            at: param('at'),
            rows: param('rows'),
            head: param('head'),
            brokenSeq: param('brokenSeq'),
            why: param('why'),
            faults: param('faults'),
            lastSeq: param('lastSeq'),
          })
          .prepare(),
      ),
    lastAuditCheck: () => db.select().from(auditCheck).orderBy(desc(auditCheck.id)).limit(1).prepare(),
    // Checks and reviews that know of rows: what a trail that was taken away leaves behind.
    findCheckTrace: () =>
      db
        .select({ rows: max(auditCheck.rows) })
        .from(auditCheck)
        .where(or(gt(auditCheck.rows, sql`0`), isNotNull(auditCheck.why)))
        .prepare(),
    findReviewTrace: () =>
      db
        .select({ rows: max(auditReview.headSeq) })
        .from(auditReview)
        .prepare(),
    lastGoodCheck: () =>
      db
        .select({ seq: auditCheck.rows, hash: auditCheck.head })
        .from(auditCheck)
        .where(isNull(auditCheck.why))
        .orderBy(desc(auditCheck.id))
        .limit(1)
        .prepare(),
    listReviewHeads: () =>
      db.select({ seq: auditReview.headSeq, hash: auditReview.headHash }).from(auditReview).prepare(),
    // When what is wrong now was found: after the last check at which all was well.
    firstBrokenCheck: () =>
      db
        .select({ at: auditCheck.at })
        .from(auditCheck)
        .where(gt(auditCheck.id, sql`coalesce((SELECT max(id) FROM audit_check WHERE why IS NULL), 0)`))
        .orderBy(asc(auditCheck.id))
        .limit(1)
        .prepare(),
  }
}

function searchQueries(db: BetterSQLite3Database) {
  const proxy = alias(staff, 'proxy')
  const { hash: _hash, ...columns } = getTableColumns(audit)
  const rows = () =>
    db
      .select({ ...columns, by: staff.name, onBehalfOfName: proxy.name, deviceName: device.name })
      .from(audit)
      .leftJoin(staff, eq(staff.id, audit.staffId))
      .leftJoin(proxy, eq(proxy.id, audit.onBehalfOf))
      .leftJoin(device, eq(device.id, audit.deviceId))
  const isBetween = () => and(lt(audit.seq, param('before')), gte(audit.seq, param('floor')))
  return {
    listAudit: () => rows().where(isBetween()).orderBy(desc(audit.seq)).limit(param('limit')).prepare(),
    listAuditOfStaff: () =>
      rows()
        .where(and(eq(audit.staffId, param('id')), isBetween()))
        .orderBy(desc(audit.seq))
        .limit(param('limit'))
        .prepare(),
    listAuditOfMember: () =>
      rows()
        .where(and(eq(audit.memberId, param('id')), isBetween()))
        .orderBy(desc(audit.seq))
        .limit(param('limit'))
        .prepare(),
    listAuditOfPatient: () =>
      rows()
        .where(and(eq(audit.patientId, param('id')), isBetween()))
        .orderBy(desc(audit.seq))
        .limit(param('limit'))
        .prepare(),
    listAuditLists: () =>
      rows()
        .where(and(sql`${audit.shown} IS NOT NULL`, isBetween()))
        .orderBy(desc(audit.seq))
        .limit(param('limit'))
        .prepare(),
    // The clock may have been put back: the lowest and highest row of the days, whatever lies between.
    findAuditSpan: () =>
      db
        .select({ first: min(audit.seq), last: max(audit.seq) })
        .from(audit)
        .where(and(gte(audit.at, param('from')), lt(audit.at, param('until'))))
        .prepare(),
    listAuditStaff: () => db.select({ id: staff.id, name: staff.name }).from(staff).orderBy(asc(staff.name)).prepare(),
  }
}

function reviewQueries(db: BetterSQLite3Database, write: Write) {
  const tally = { rows: count(), refused: sql<number>`sum(${audit.result} <> 'ok')` }
  const isInMonth = () => and(gte(audit.at, param('from')), lt(audit.at, param('until')))
  return {
    tallyAuditStaff: () =>
      db
        .select({ staffId: audit.staffId, name: staff.name, ...tally })
        .from(audit)
        .leftJoin(staff, eq(staff.id, audit.staffId))
        .where(isInMonth())
        .groupBy(audit.staffId)
        .prepare(),
    tallyAuditDeeds: () =>
      db
        .select({ what: audit.what, ...tally })
        .from(audit)
        .where(isInMonth())
        .groupBy(audit.what)
        .prepare(),
    insertAuditReview: () =>
      write(
        db
          .insert(auditReview)
          .values({
            id: param('id'),
            month: param('month'),
            at: param('at'),
            staffId: param('staffId'),
            remark: param('remark'),
            rows: param('rows'),
            counted: param('counted'),
            headSeq: param('headSeq'),
            headHash: param('headHash'),
          })
          .prepare(),
      ),
    findAuditReview: () =>
      db
        .select({ id: auditReview.id })
        .from(auditReview)
        .where(eq(auditReview.month, param('month')))
        .limit(1)
        .prepare(),
    findAuditStart: () =>
      db
        .select({ at: audit.at })
        .from(audit)
        .where(eq(audit.seq, sql`1`))
        .prepare(),
    listAuditReviews: () =>
      db
        .select({ ...getTableColumns(auditReview), by: staff.name })
        .from(auditReview)
        .innerJoin(staff, eq(staff.id, auditReview.staffId))
        .where(eq(auditReview.month, param('month')))
        .orderBy(desc(auditReview.at))
        .prepare(),
  }
}
