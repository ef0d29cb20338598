import type { Database } from 'better-sqlite3'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { directRead, param, type Write } from './direct.ts'
import { and, asc, count, desc, eq, getTableColumns, gte, isNotNull, isNull, lt, ne, sql } from './drizzle.ts'
import { autoRegistration, dispensing, dispensingRevision, patient, staff } from './schema.ts'
import { feedProfile, strayDecision } from './schema-replacement.ts'

const dispensingColumns = Object.keys(getTableColumns(dispensing)) as (keyof typeof dispensing.$inferSelect)[]

/** What is known of the receipt computers, and what was put aside of their files. */
export function feedQueries(raw: Database, db: BetterSQLite3Database, write: Write) {
  const isOfSystem = () =>
    and(eq(dispensing.pharmacyCode, param('pharmacyCode')), eq(dispensing.system, param('system')))
  const heldPatient = () =>
    db
      .select({
        id: patient.id,
        code: patient.code,
        name: patient.name,
        kana: patient.kana,
        sex: patient.sex,
        birthOn: patient.birthOn,
        sentAt: patient.sentAt,
        memberId: autoRegistration.memberId,
      })
      .from(patient)
      .leftJoin(autoRegistration, and(eq(autoRegistration.patientId, patient.id), isNull(autoRegistration.removedAt)))
  const isOfPatient = () =>
    and(eq(dispensing.patientId, param('patientId')), eq(dispensing.prescriptionNumber, param('number')))
  const rowOfPatient = () => db.select().from(dispensing)
  const decision = () =>
    db
      .select({
        id: strayDecision.id,
        patientId: strayDecision.patientId,
        kind: strayDecision.kind,
        knownId: strayDecision.knownId,
        before: strayDecision.before,
        decidedAt: strayDecision.decidedAt,
        decidedBy: staff.name,
      })
      .from(strayDecision)
      .innerJoin(staff, eq(staff.id, strayDecision.decidedBy))
  const heldDispensing = () =>
    db
      .select({
        id: dispensing.id,
        number: dispensing.prescriptionNumber,
        system: dispensing.system,
        patientId: dispensing.patientId,
      })
      .from(dispensing)
  return {
    // Read for each file.
    findFeedProfile: () =>
      directRead(
        raw,
        db
          .select({ profile: feedProfile.profile })
          .from(feedProfile)
          .where(eq(feedProfile.pharmacyCode, param('pharmacyCode')))
          .prepare(),
        ['profile'],
      ),
    listFeedProfiles: () => db.select().from(feedProfile).orderBy(asc(feedProfile.pharmacyCode)).prepare(),
    saveFeedProfile: () =>
      write(
        db
          .insert(feedProfile)
          .values({ pharmacyCode: param('pharmacyCode'), profile: param('profile'), version: 1 })
          .onConflictDoUpdate({
            target: feedProfile.pharmacyCode,
            set: { profile: sql`excluded.profile`, version: sql`${feedProfile.version} + 1` },
          })
          .prepare(),
      ),
    countOfSystem: () => db.select({ dispensings: count() }).from(dispensing).where(isOfSystem()).prepare(),
    listDispensingsOfSystem: () => heldDispensing().where(isOfSystem()).prepare(),
    listDispensingsApart: () =>
      heldDispensing()
        .where(
          and(
            eq(dispensing.pharmacyCode, param('pharmacyCode')),
            gte(dispensing.system, param('from')),
            lt(dispensing.system, param('to')),
          ),
        )
        .prepare(),
    countPatientsOfSystem: () =>
      db
        .select({ patients: count() })
        .from(patient)
        .where(and(eq(patient.pharmacyCode, param('pharmacyCode')), eq(patient.system, param('system'))))
        .prepare(),
    listPatientsApart: () =>
      heldPatient()
        .where(
          and(
            eq(patient.pharmacyCode, param('pharmacyCode')),
            gte(patient.system, param('from')),
            lt(patient.system, param('to')),
          ),
        )
        .orderBy(asc(patient.system))
        .prepare(),
    listPatientsOfSystem: () =>
      heldPatient()
        .where(and(eq(patient.pharmacyCode, param('pharmacyCode')), eq(patient.system, param('system'))))
        .orderBy(asc(patient.code))
        .prepare(),
    findSystemOfPatient: () =>
      db
        .select({ pharmacyCode: patient.pharmacyCode, system: patient.system })
        .from(patient)
        .where(eq(patient.id, param('id')))
        .prepare(),
    setPatientSystem: () =>
      write(
        db
          .update(patient)
          .set({ system: sql`${param('system')}`, version: sql`${patient.version} + 1` })
          .where(eq(patient.id, param('id')))
          .prepare(),
      ),
    // Emptied, not deleted: what was put aside is now another row's.
    emptyPatient: () =>
      write(
        db
          .update(patient)
          .set({
            system: sql`${param('system')}`,
            code: '',
            name: '',
            kana: '',
            sex: 'unknown',
            birthOn: null,
            nameKey: '',
            kanaKey: '',
            phones: '',
            version: sql`${patient.version} + 1`,
          })
          .where(eq(patient.id, param('id')))
          .prepare(),
      ),
    setDispensingPlace: () =>
      write(
        db
          .update(dispensing)
          .set({
            system: sql`${param('system')}`,
            patientId: sql`${param('patientId')}`,
            version: sql`${dispensing.version} + 1`,
          })
          .where(eq(dispensing.id, param('id')))
          .prepare(),
      ),
    // Emptied, not deleted: its files are now those of another row.
    emptyDispensing: () =>
      write(
        db
          .update(dispensing)
          .set({
            system: sql`${param('system')}`,
            patientId: null,
            content: null,
            removedAt: sql`${param('removedAt')}`,
            version: sql`${dispensing.version} + 1`,
          })
          .where(eq(dispensing.id, param('id')))
          .prepare(),
      ),
    moveRevisions: () =>
      write(
        db
          .update(dispensingRevision)
          .set({ dispensingId: sql`${param('to')}` })
          .where(eq(dispensingRevision.dispensingId, param('from')))
          .prepare(),
      ),
    findRevisionBySeq: () =>
      db
        .select({ dispensingId: dispensingRevision.dispensingId, warnings: dispensingRevision.warnings })
        .from(dispensingRevision)
        .where(eq(dispensingRevision.inboundSeq, param('seq')))
        .prepare(),
    listLiveOfPatient: () =>
      db
        .select({ id: dispensing.id })
        .from(dispensing)
        .where(and(eq(dispensing.patientId, param('patientId')), isNull(dispensing.removedAt)))
        .prepare(),
    listGoneOfPatient: () =>
      db
        .select({ id: dispensing.id })
        .from(dispensing)
        .where(and(eq(dispensing.patientId, param('patientId')), isNotNull(dispensing.removedAt)))
        .prepare(),
    // Read for each file; in a pharmacy that never changed its receipt computer there is none.
    findElsewhereOfPatient: () =>
      directRead(
        raw,
        rowOfPatient()
          .where(and(isOfPatient(), ne(dispensing.system, sql`''`)))
          .limit(1)
          .prepare(),
        dispensingColumns,
      ),
    /** Everybody who has or had this code, at whichever receipt computer or aside of it. */
    listPatientsByCode: () =>
      db
        .select({
          id: patient.id,
          system: patient.system,
          name: patient.name,
          kana: patient.kana,
          birthOn: patient.birthOn,
        })
        .from(patient)
        .where(
          and(
            eq(patient.pharmacyCode, param('pharmacyCode')),
            sql`ltrim(${patient.code}, '0') = ltrim(${param('code')}, '0')`,
            eq(patient.code, param('code')),
          ),
        )
        .prepare(),
    // Linked to nobody and not decided on.
    listOpenStrays: () =>
      db
        .select({ id: patient.id })
        .from(patient)
        .where(
          and(
            eq(patient.pharmacyCode, param('pharmacyCode')),
            gte(patient.system, param('from')),
            lt(patient.system, param('to')),
            sql`NOT EXISTS (SELECT 1 FROM auto_registration link WHERE link.patient_id = ${patient.id} AND link.removed_at IS NULL)`,
            sql`NOT EXISTS (SELECT 1 FROM stray_decision said WHERE said.patient_id = ${patient.id} AND said.undone_at IS NULL)`,
          ),
        )
        .orderBy(asc(patient.system), asc(patient.code))
        .limit(param('limit'))
        .prepare(),
    findPatientRow: () =>
      db
        .select()
        .from(patient)
        .where(eq(patient.id, param('id')))
        .prepare(),
    // What had joined another row is a patient of its own again.
    restorePatient: () =>
      write(
        db
          .update(patient)
          .set({
            system: sql`${param('system')}`,
            code: sql`${param('code')}`,
            name: sql`${param('name')}`,
            kana: sql`${param('kana')}`,
            sex: sql`${param('sex')}`,
            birthOn: sql`${param('birthOn')}`,
            nameKey: sql`${param('nameKey')}`,
            kanaKey: sql`${param('kanaKey')}`,
            phones: sql`${param('phones')}`,
            sentAt: sql`${param('sentAt')}`,
            version: sql`${patient.version} + 1`,
          })
          .where(eq(patient.id, param('id')))
          .prepare(),
      ),
    setRevisionPlace: () =>
      write(
        db
          .update(dispensingRevision)
          .set({ dispensingId: sql`${param('dispensingId')}` })
          .where(eq(dispensingRevision.inboundSeq, param('seq')))
          .prepare(),
      ),
    insertStrayDecision: () =>
      write(
        db
          .insert(strayDecision)
          .values({
            id: param('id'),
            patientId: param('patientId'),
            kind: param('kind'),
            knownId: param('knownId'),
            before: param('before'),
            decidedAt: param('at'),
            decidedBy: param('staffId'),
          })
          .prepare(),
      ),
    endStrayDecision: () =>
      write(
        db
          .update(strayDecision)
          .set({ undoneAt: sql`${param('at')}`, undoneBy: sql`${param('staffId')}` })
          .where(eq(strayDecision.id, param('id')))
          .prepare(),
      ),
    findStrayDecision: () =>
      db
        .select()
        .from(strayDecision)
        .where(eq(strayDecision.id, param('id')))
        .prepare(),
    findDecisionOfStray: () =>
      db
        .select({ id: strayDecision.id, kind: strayDecision.kind })
        .from(strayDecision)
        .where(and(eq(strayDecision.patientId, param('patientId')), isNull(strayDecision.undoneAt)))
        .prepare(),
    findDecision: () =>
      decision()
        .where(eq(strayDecision.id, param('id')))
        .prepare(),
    // The newest that stands: what was decided before it is taken back after it.
    findLastJoin: () =>
      db
        .select({ id: strayDecision.id })
        .from(strayDecision)
        .where(and(eq(strayDecision.knownId, param('knownId')), isNull(strayDecision.undoneAt)))
        .orderBy(desc(strayDecision.decidedAt), desc(strayDecision.id))
        .limit(1)
        .prepare(),
    // Who was said to be the same person as this one, newest first.
    listSaidSame: () =>
      db
        .select({ before: strayDecision.before })
        .from(strayDecision)
        .where(and(eq(strayDecision.knownId, param('knownId')), isNull(strayDecision.undoneAt)))
        .orderBy(desc(strayDecision.decidedAt))
        .limit(param('limit'))
        .prepare(),
    listStrayDecisions: () =>
      decision()
        .where(and(gte(strayDecision.decidedAt, param('since')), isNull(strayDecision.undoneAt)))
        .orderBy(desc(strayDecision.decidedAt), desc(strayDecision.id))
        .limit(param('limit'))
        .prepare(),
    // All of a patient's, also deleted ones.
    listSeqsOfPatient: () =>
      db
        .select({ id: dispensing.id, inboundSeq: dispensing.inboundSeq })
        .from(dispensing)
        .where(and(isOfSystem(), eq(dispensing.patientId, param('patientId'))))
        .prepare(),
  }
}
