import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { param, type Write } from './direct.ts'
import { alias, and, desc, eq, lt } from './drizzle.ts'
import { audit } from './schema-audit.ts'
import { staff } from './schema.ts'
import { trail } from './schema-trail.ts'

/** Who did what to whose record. */
export function trailQueries(db: BetterSQLite3Database, write: Write) {
  const principal = alias(staff, 'principal')
  const entries = () =>
    db
      .select({
        seq: trail.seq,
        at: trail.at,
        by: staff.name,
        onBehalfOf: principal.name,
        what: trail.what,
        memberId: trail.memberId,
        rowId: trail.rowId,
        detail: trail.detail,
      })
      .from(trail)
      .leftJoin(staff, eq(staff.id, trail.staffId))
      .leftJoin(audit, eq(audit.trailSeq, trail.seq))
      .leftJoin(principal, eq(principal.id, audit.onBehalfOf))
  return {
    insertTrail: () =>
      write(
        db
          .insert(trail)
          .values({
            at: param('at'),
            staffId: param('staffId'),
            what: param('what'),
            memberId: param('memberId'),
            rowId: param('rowId'),
            detail: param('detail'),
          })
          .prepare(),
      ),
    listTrailOfMember: () =>
      entries()
        .where(and(eq(trail.memberId, param('memberId')), lt(trail.seq, param('before'))))
        .orderBy(desc(trail.seq))
        .limit(param('limit'))
        .prepare(),
  }
}
