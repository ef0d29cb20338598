import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { param, type Write } from './direct.ts'
import { alias, and, count, desc, eq, gte, isNull, sql } from './drizzle.ts'
import { dispensing, dispensingRevision, scan, staff } from './schema.ts'
import { notebookEntry, notebookRevision } from './schema-notebook.ts'

/** What people write into a notebook, and what tells whose dispensing is whose. */
export function notebookQueries(db: BetterSQLite3Database, write: Write) {
  const first = alias(notebookRevision, 'first_revision')
  const author = alias(staff, 'author')
  // 代行入力: in whose name the first and the newest revision were typed.
  const firstPrincipal = alias(staff, 'first_principal')
  const principal = alias(staff, 'principal')
  const newest = and(
    eq(notebookRevision.entryId, notebookEntry.id),
    eq(notebookRevision.version, notebookEntry.version),
  )
  const entries = () =>
    db
      .select({
        id: notebookEntry.id,
        memberId: notebookEntry.memberId,
        kind: notebookEntry.kind,
        dayOn: notebookEntry.dayOn,
        version: notebookEntry.version,
        removedAt: notebookEntry.removedAt,
        addedAt: first.at,
        addedBy: author.name,
        addedFor: firstPrincipal.name,
        at: notebookRevision.at,
        by: staff.name,
        onBehalfOf: principal.name,
        reason: notebookRevision.reason,
        content: notebookRevision.content,
      })
      .from(notebookEntry)
      .innerJoin(notebookRevision, newest)
      .innerJoin(first, and(eq(first.entryId, notebookEntry.id), eq(first.version, sql`1`)))
      .leftJoin(staff, eq(staff.id, notebookRevision.staffId))
      .leftJoin(author, eq(author.id, first.staffId))
      .leftJoin(firstPrincipal, eq(firstPrincipal.id, first.onBehalfOf))
      .leftJoin(principal, eq(principal.id, notebookRevision.onBehalfOf))
  return {
    findEntry: () =>
      entries()
        .where(eq(notebookEntry.id, param('id')))
        .prepare(),
    // Newest day first; with 'g' for an id, which sorts behind every id, that day is in.
    listEntries: () =>
      entries()
        .where(
          and(
            eq(notebookEntry.memberId, param('memberId')),
            eq(notebookEntry.kind, param('kind')),
            sql`(${notebookEntry.dayOn}, ${notebookEntry.id}) < (${param('beforeOn')}, ${param('beforeId')})`,
            sql`${notebookEntry.dayOn} >= ${param('from')}`,
            sql`(${param('withRemoved')} = 1 or ${notebookEntry.removedAt} is null)`,
            // メモ whose words are this pharmacy's, as in domain/disclosure.ts.
            sql`(${param('isOwnOnly')} = 0 or json_extract(${notebookRevision.content}, '$.origin') is 'this-pharmacy')`,
          ),
        )
        .orderBy(desc(notebookEntry.dayOn), desc(notebookEntry.id))
        .limit(param('limit'))
        .prepare(),
    countEntries: () =>
      db
        .select({ entries: count() })
        .from(notebookEntry)
        .where(
          and(
            eq(notebookEntry.memberId, param('memberId')),
            eq(notebookEntry.kind, param('kind')),
            isNull(notebookEntry.removedAt),
          ),
        )
        .prepare(),
    insertEntry: () =>
      write(
        db
          .insert(notebookEntry)
          .values({
            id: param('id'),
            memberId: param('memberId'),
            kind: param('kind'),
            dayOn: param('dayOn'),
            jan: param('jan'),
            version: 1,
          })
          .prepare(),
      ),
    updateEntry: () =>
      write(
        db
          .update(notebookEntry)
          .set({
            dayOn: sql`${param('dayOn')}`,
            jan: sql`${param('jan')}`,
            version: sql`${notebookEntry.version} + 1`,
            removedAt: sql`${param('removedAt')}`,
          })
          .where(eq(notebookEntry.id, param('id')))
          .prepare(),
      ),
    insertEntryRevision: () =>
      write(
        db
          .insert(notebookRevision)
          .values({
            entryId: param('entryId'),
            version: param('version'),
            deed: param('deed'),
            at: param('at'),
            staffId: param('staffId'),
            onBehalfOf: param('onBehalfOf'),
            reason: param('reason'),
            content: param('content'),
          })
          .prepare(),
      ),
    listEntryRevisions: () =>
      db
        .select({
          version: notebookRevision.version,
          deed: notebookRevision.deed,
          at: notebookRevision.at,
          by: staff.name,
          onBehalfOf: principal.name,
          reason: notebookRevision.reason,
          content: notebookRevision.content,
        })
        .from(notebookRevision)
        .leftJoin(staff, eq(staff.id, notebookRevision.staffId))
        .leftJoin(principal, eq(principal.id, notebookRevision.onBehalfOf))
        .where(eq(notebookRevision.entryId, param('entryId')))
        .orderBy(desc(notebookRevision.version))
        .prepare(),
    findLatestOfJan: () =>
      db
        .select({ content: notebookRevision.content })
        .from(notebookEntry)
        .innerJoin(notebookRevision, newest)
        .where(and(eq(notebookEntry.jan, param('jan')), isNull(notebookEntry.removedAt)))
        .orderBy(desc(notebookEntry.id))
        .limit(1)
        .prepare(),
    findScanOfKind: () =>
      db
        .select({ bytes: scan.bytes })
        .from(scan)
        .where(and(eq(scan.id, param('id')), eq(scan.kind, param('kind'))))
        .prepare(),
    listLastPharmacyCodes: () =>
      db
        .select({ code: dispensing.pharmacyCode })
        .from(dispensingRevision)
        .innerJoin(dispensing, eq(dispensing.id, dispensingRevision.dispensingId))
        .orderBy(desc(dispensingRevision.inboundSeq))
        .limit(param('limit'))
        .prepare(),
    listForeignDispensingsOfPatient: () =>
      db
        .select()
        .from(dispensing)
        .where(
          and(
            eq(dispensing.patientId, param('patientId')),
            sql`(${dispensing.dispensedOn}, ${dispensing.inboundSeq}) < (${param('beforeOn')}, ${param('beforeSeq')})`,
            gte(dispensing.dispensedOn, param('from')),
            sql`${dispensing.pharmacyCode} <> ${param('ownCode')}`,
            isNull(dispensing.removedAt),
          ),
        )
        .orderBy(desc(dispensing.dispensedOn), desc(dispensing.inboundSeq))
        .limit(param('limit'))
        .prepare(),
  }
}
