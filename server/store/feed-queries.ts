import type { Database } from 'better-sqlite3'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { directRead, param, type Write } from './direct.ts'
import { and, asc, count, eq, gte, isNull, lt, sql } from './drizzle.ts'
import { autoRegistration, dispensing, dispensingRevision, patient } from './schema.ts'
import { feedProfile } from './schema-replacement.ts'

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
    findFeedProfile: directRead(
      raw,
      db
        .select({ profile: feedProfile.profile })
        .from(feedProfile)
        .where(eq(feedProfile.pharmacyCode, param('pharmacyCode')))
        .prepare(),
      ['profile'],
    ),
    listFeedProfiles: db.select().from(feedProfile).orderBy(asc(feedProfile.pharmacyCode)).prepare(),
    saveFeedProfile: write(
      db
        .insert(feedProfile)
        .values({ pharmacyCode: param('pharmacyCode'), profile: param('profile'), version: 1 })
        .onConflictDoUpdate({
          target: feedProfile.pharmacyCode,
          set: { profile: sql`excluded.profile`, version: sql`${feedProfile.version} + 1` },
        })
        .prepare(),
    ),
    countOfSystem: db.select({ dispensings: count() }).from(dispensing).where(isOfSystem()).prepare(),
    listDispensingsOfSystem: heldDispensing().where(isOfSystem()).prepare(),
    listDispensingsApart: heldDispensing()
      .where(
        and(
          eq(dispensing.pharmacyCode, param('pharmacyCode')),
          gte(dispensing.system, param('from')),
          lt(dispensing.system, param('to')),
        ),
      )
      .prepare(),
    countPatientsOfSystem: db
      .select({ patients: count() })
      .from(patient)
      .where(and(eq(patient.pharmacyCode, param('pharmacyCode')), eq(patient.system, param('system'))))
      .prepare(),
    listPatientsApart: heldPatient()
      .where(
        and(
          eq(patient.pharmacyCode, param('pharmacyCode')),
          gte(patient.system, param('from')),
          lt(patient.system, param('to')),
        ),
      )
      .orderBy(asc(patient.system))
      .prepare(),
    listPatientsOfSystem: heldPatient()
      .where(and(eq(patient.pharmacyCode, param('pharmacyCode')), eq(patient.system, param('system'))))
      .orderBy(asc(patient.code))
      .prepare(),
    findSystemOfPatient: db
      .select({ pharmacyCode: patient.pharmacyCode, system: patient.system })
      .from(patient)
      .where(eq(patient.id, param('id')))
      .prepare(),
    setPatientSystem: write(
      db
        .update(patient)
        .set({ system: sql`${param('system')}`, version: sql`${patient.version} + 1` })
        .where(eq(patient.id, param('id')))
        .prepare(),
    ),
    // Emptied, not deleted: what was put aside is now another row's.
    emptyPatient: write(
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
    setDispensingPlace: write(
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
    emptyDispensing: write(
      db
        .update(dispensing)
        .set({
          patientId: null,
          content: null,
          removedAt: sql`${param('removedAt')}`,
          version: sql`${dispensing.version} + 1`,
        })
        .where(eq(dispensing.id, param('id')))
        .prepare(),
    ),
    moveRevisions: write(
      db
        .update(dispensingRevision)
        .set({ dispensingId: sql`${param('to')}` })
        .where(eq(dispensingRevision.dispensingId, param('from')))
        .prepare(),
    ),
    findRevisionBySeq: db
      .select({ dispensingId: dispensingRevision.dispensingId })
      .from(dispensingRevision)
      .where(eq(dispensingRevision.inboundSeq, param('seq')))
      .prepare(),
    // All of a patient's, also deleted ones.
    listSeqsOfPatient: db
      .select({ id: dispensing.id, inboundSeq: dispensing.inboundSeq })
      .from(dispensing)
      .where(and(isOfSystem(), eq(dispensing.patientId, param('patientId'))))
      .prepare(),
  }
}
