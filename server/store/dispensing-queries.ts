import type { Database } from 'better-sqlite3'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { directRead, param, type Write } from './direct.ts'
import { and, asc, desc, eq, getTableColumns, gt, gte, isNull, lt, max, min, sql } from './drizzle.ts'
import { change, dispensing, dispensingRevision, inbound } from './schema.ts'

/** 調剤 and the files they were made from. */
export function dispensingQueries(raw: Database, db: BetterSQLite3Database, write: Write) {
  return {
    findDispensing: () =>
      db
        .select()
        .from(dispensing)
        .where(eq(dispensing.id, param('id')))
        .prepare(),
    findDispensingByNumber: () =>
      directRead(
        raw,
        db
          .select()
          .from(dispensing)
          .where(
            and(
              eq(dispensing.pharmacyCode, param('pharmacyCode')),
              eq(dispensing.system, param('system')),
              eq(dispensing.prescriptionNumber, param('number')),
            ),
          )
          .prepare(),
        Object.keys(getTableColumns(dispensing)) as (keyof typeof dispensing.$inferSelect)[],
      ),
    listDispensingsOfDay: () =>
      db
        .select()
        .from(dispensing)
        .where(
          and(
            eq(dispensing.dispensedOn, param('on')),
            lt(dispensing.inboundSeq, param('before')),
            isNull(dispensing.removedAt),
          ),
        )
        .orderBy(desc(dispensing.inboundSeq))
        .limit(param('limit'))
        .prepare(),
    listDispensingsOfPatient: () =>
      directRead(
        raw,
        db
          .select()
          .from(dispensing)
          .where(
            and(
              eq(dispensing.patientId, param('patientId')),
              sql`(${dispensing.dispensedOn}, ${dispensing.inboundSeq}) < (${param('beforeOn')}, ${param('beforeSeq')})`,
              gte(dispensing.dispensedOn, param('from')),
              isNull(dispensing.removedAt),
            ),
          )
          .orderBy(desc(dispensing.dispensedOn), desc(dispensing.inboundSeq))
          .limit(param('limit'))
          .prepare(),
        Object.keys(getTableColumns(dispensing)) as (keyof typeof dispensing.$inferSelect)[],
      ),
    insertDispensing: () =>
      write(
        db
          .insert(dispensing)
          .values({
            id: param('id'),
            pharmacyCode: param('pharmacyCode'),
            system: param('system'),
            prescriptionNumber: param('number'),
            patientId: param('patientId'),
            inboundSeq: param('inboundSeq'),
            action: param('action'),
            revision: param('revision'),
            sentAt: param('sentAt'),
            patientCode: param('patientCode'),
            dispensedOn: param('dispensedOn'),
            receivedAt: param('receivedAt'),
            version: 1,
            removedAt: param('removedAt'),
            content: param('content'),
          })
          .prepare(),
      ),
    updateDispensing: () =>
      write(
        db
          .update(dispensing)
          .set({
            patientId: sql`${param('patientId')}`,
            inboundSeq: sql`${param('inboundSeq')}`,
            action: sql`${param('action')}`,
            revision: sql`${param('revision')}`,
            sentAt: sql`${param('sentAt')}`,
            patientCode: sql`${param('patientCode')}`,
            dispensedOn: sql`${param('dispensedOn')}`,
            receivedAt: sql`${param('receivedAt')}`,
            version: sql`${dispensing.version} + 1`,
            removedAt: sql`${param('removedAt')}`,
            content: sql`${param('content')}`,
          })
          .where(eq(dispensing.id, param('id')))
          .prepare(),
      ),
    insertRevision: () =>
      write(
        db
          .insert(dispensingRevision)
          .values({
            inboundSeq: param('inboundSeq'),
            dispensingId: param('dispensingId'),
            action: param('action'),
            revision: param('revision'),
            sentAt: param('sentAt'),
            warnings: param('warnings'),
          })
          .onConflictDoNothing()
          .prepare(),
      ),
    listEvents: () =>
      db
        .select({
          arrival: dispensingRevision.inboundSeq,
          action: dispensingRevision.action,
          revision: dispensingRevision.revision,
          sentAt: dispensingRevision.sentAt,
        })
        .from(dispensingRevision)
        .where(eq(dispensingRevision.dispensingId, param('dispensingId')))
        .prepare(),
    listRevisions: () =>
      db
        .select({
          inboundSeq: dispensingRevision.inboundSeq,
          action: dispensingRevision.action,
          revision: dispensingRevision.revision,
          sentAt: dispensingRevision.sentAt,
          warnings: dispensingRevision.warnings,
          receivedAt: inbound.receivedAt,
          fileName: inbound.name,
        })
        .from(dispensingRevision)
        .innerJoin(inbound, eq(inbound.seq, dispensingRevision.inboundSeq))
        .where(eq(dispensingRevision.dispensingId, param('dispensingId')))
        .orderBy(desc(dispensingRevision.inboundSeq))
        .prepare(),
  }
}

/** What changed, in the box's own order. */
export function changeQueries(raw: Database, db: BetterSQLite3Database, write: Write) {
  return {
    insertChange: () =>
      write(
        db
          .insert(change)
          .values({ noun: param('noun'), rowId: param('rowId'), at: param('at') })
          .prepare(),
      ),
    listChanges: () =>
      directRead(
        raw,
        db
          .select({ seq: change.seq, noun: change.noun, rowId: change.rowId })
          .from(change)
          .where(gt(change.seq, param('after')))
          .orderBy(asc(change.seq))
          .limit(param('limit'))
          .prepare(),
        ['seq', 'noun', 'rowId'],
      ),
    lastChange: () =>
      db
        .select({ seq: max(change.seq) })
        .from(change)
        .prepare(),
    firstChange: () =>
      db
        .select({ seq: min(change.seq) })
        .from(change)
        .prepare(),
    pruneChanges: () =>
      write(
        db
          .delete(change)
          .where(lt(change.seq, param('before')))
          .prepare(),
      ),
  }
}
