import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { param, type Write } from './direct.ts'
import { alias, and, count, desc, eq, isNull, sql } from './drizzle.ts'
import { unlinkedMember } from './schema-links.ts'
import { autoRegistration, dispensing, member, patient, staff } from './schema.ts'

/** Which members are shown as one. */
export function memberQueries(db: BetterSQLite3Database, write: Write) {
  return {
    findCurrentMember: () =>
      db
        .select({ id: sql<string>`coalesce(${member.mergedInto}, ${member.id})` })
        .from(member)
        // A member whose card issue was undone (カード発行の取り消し) is shown nowhere.
        .where(and(eq(member.id, param('id')), isNull(member.removedAt)))
        .prepare(),
    listMergedInto: () =>
      db
        .select({ id: member.id })
        .from(member)
        .where(eq(member.mergedInto, param('id')))
        .prepare(),
    /** Something of the record is different, so that a page that shows it as it was is told. */
    touchMember: () =>
      write(
        db
          .update(member)
          .set({ version: sql`${member.version} + 1`, updatedAt: sql`${param('at')}` })
          .where(eq(member.id, param('id')))
          .prepare(),
      ),
  }
}

/** お薬自動登録: who is alike, who is linked, who is not. */
export function linkQueries(db: BetterSQLite3Database, write: Write) {
  const setter = alias(staff, 'setter')
  const remover = alias(staff, 'remover')
  const patientIds = () => db.select({ id: patient.id }).from(patient)
  return {
    listPatientIdsBorn: () =>
      patientIds()
        .where(eq(patient.birthOn, param('birthOn')))
        .limit(param('limit'))
        .prepare(),
    listPatientIdsNamed: () =>
      patientIds()
        .where(eq(patient.nameKey, param('nameKey')))
        .limit(param('limit'))
        .prepare(),
    listPatientIdsRead: () =>
      patientIds()
        .where(eq(patient.kanaKey, param('kanaKey')))
        .limit(param('limit'))
        .prepare(),
    /** Whose files of a day came in, newest first. */
    listPatientIdsOfDay: () =>
      db
        .select({ id: dispensing.patientId })
        .from(dispensing)
        .where(and(eq(dispensing.dispensedOn, param('on')), isNull(dispensing.removedAt)))
        .orderBy(desc(dispensing.inboundSeq))
        .limit(param('limit'))
        .prepare(),
    findNewestOfPatient: () =>
      db
        .select({ dispensedOn: dispensing.dispensedOn, receivedAt: dispensing.receivedAt })
        .from(dispensing)
        .where(and(eq(dispensing.patientId, param('patientId')), isNull(dispensing.removedAt)))
        .orderBy(desc(dispensing.dispensedOn), desc(dispensing.inboundSeq))
        .limit(1)
        .prepare(),
    countDispensingsOfPatient: () =>
      db
        .select({ rows: count() })
        .from(dispensing)
        .where(and(eq(dispensing.patientId, param('patientId')), isNull(dispensing.removedAt)))
        .prepare(),
    endAutoRegistration: () =>
      write(
        db
          .update(autoRegistration)
          .set({ removedAt: sql`${param('at')}`, removedBy: sql`${param('staffId')}` })
          .where(and(eq(autoRegistration.patientId, param('patientId')), isNull(autoRegistration.removedAt)))
          .prepare(),
      ),
    listLinksOfMember: () =>
      db
        .select({
          id: autoRegistration.id,
          patientId: autoRegistration.patientId,
          linkedAt: autoRegistration.registeredAt,
          linkedBy: setter.name,
          unlinkedAt: autoRegistration.removedAt,
          unlinkedBy: remover.name,
        })
        .from(autoRegistration)
        .leftJoin(setter, eq(setter.id, autoRegistration.registeredBy))
        .leftJoin(remover, eq(remover.id, autoRegistration.removedBy))
        .where(eq(autoRegistration.memberId, param('memberId')))
        .orderBy(desc(autoRegistration.registeredAt))
        .limit(param('limit'))
        .prepare(),
    /** 未設定, newest visits first, behind this row. */
    listUnlinked: () =>
      db
        .select()
        .from(unlinkedMember)
        .where(
          sql`(${unlinkedMember.lastPresentedAt}, ${unlinkedMember.memberId}) < (${param('at')}, ${param('memberId')})`,
        )
        .orderBy(desc(unlinkedMember.lastPresentedAt), desc(unlinkedMember.memberId))
        .limit(param('limit'))
        .prepare(),
    /** How many of them, counted no further than `limit`. */
    countUnlinked: () =>
      db
        .select({ members: count() })
        .from(db.select({ id: unlinkedMember.memberId }).from(unlinkedMember).limit(param('limit')).as('unlinked'))
        .prepare(),
  }
}
