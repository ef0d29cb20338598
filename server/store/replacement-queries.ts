import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { param, type Write } from './direct.ts'
import { and, asc, count, desc, eq, getTableColumns, gt, isNull, sql } from './drizzle.ts'
import { autoRegistration, patient } from './schema.ts'
import { replacement, replacementPair as pair } from './schema-replacement.ts'

/** レセコン入替: what was planned, who is who, and what was moved. */
export function replacementQueries(db: BetterSQLite3Database, write: Write) {
  const isOfThis = eq(pair.replacementId, param('replacementId'))
  const isThisPair = and(isOfThis, eq(pair.position, param('position')))
  const linked = and(eq(autoRegistration.patientId, pair.oldPatientId), isNull(autoRegistration.removedAt))
  return {
    insertReplacement: () =>
      write(
        db
          .insert(replacement)
          .values({
            id: param('id'),
            state: 'draft',
            facilityName: param('facilityName'),
            oldMaker: param('oldMaker'),
            newMaker: '',
            contactName: '',
            contactPhone: '',
            contactMail: '',
            pharmacyCode: param('pharmacyCode'),
            version: 1,
            createdAt: param('at'),
            createdBy: param('staffId'),
            updatedAt: param('at'),
          })
          .prepare(),
      ),
    findReplacement: () =>
      db
        .select()
        .from(replacement)
        .where(eq(replacement.id, param('id')))
        .prepare(),
    // One in several years.
    listReplacements: () =>
      db
        .select()
        .from(replacement)
        .orderBy(desc(replacement.createdAt), desc(replacement.id))
        .limit(param('limit'))
        .prepare(),
    updateReplacement: () =>
      write(
        db
          .update(replacement)
          .set({
            state: sql`${param('state')}`,
            facilityName: sql`${param('facilityName')}`,
            plannedOn: sql`${param('plannedOn')}`,
            oldMaker: sql`${param('oldMaker')}`,
            newMaker: sql`${param('newMaker')}`,
            contactName: sql`${param('contactName')}`,
            contactPhone: sql`${param('contactPhone')}`,
            contactMail: sql`${param('contactMail')}`,
            idsChange: sql`${param('idsChange')}`,
            pharmacyCode: sql`${param('pharmacyCode')}`,
            matchedFrom: sql`${param('matchedFrom')}`,
            matchedAt: sql`${param('matchedAt')}`,
            profileBefore: sql`${param('profileBefore')}`,
            appliedAt: sql`${param('appliedAt')}`,
            appliedBy: sql`${param('appliedBy')}`,
            rolledBackAt: sql`${param('rolledBackAt')}`,
            version: sql`${replacement.version} + 1`,
            updatedAt: sql`${param('at')}`,
          })
          .where(eq(replacement.id, param('id')))
          .prepare(),
      ),
    // Patients of the old receipt computer that nothing has been moved of.
    listLeft: () =>
      db
        .select({
          id: patient.id,
          code: patient.code,
          name: patient.name,
          kana: patient.kana,
          sex: patient.sex,
          birthOn: patient.birthOn,
        })
        .from(patient)
        .where(
          and(
            eq(patient.pharmacyCode, param('pharmacyCode')),
            eq(patient.system, param('system')),
            sql`${patient.id} NOT IN (SELECT old_patient_id FROM replacement_pair WHERE replacement_id = ${param('replacementId')} AND registration_id IS NOT NULL)`,
          ),
        )
        .prepare(),
    insertPair: () =>
      write(
        db
          .insert(pair)
          .values({
            replacementId: param('replacementId'),
            position: param('position'),
            oldPatientId: param('oldPatientId'),
            list: param('list'),
            reasons: param('reasons'),
            newPatientId: param('newPatientId'),
            newCode: param('newCode'),
            decision: param('decision'),
          })
          .prepare(),
      ),
    // A dry run is made anew; what was moved already stays.
    deletePairs: () =>
      write(
        db
          .delete(pair)
          .where(and(isOfThis, isNull(pair.registrationId)))
          .prepare(),
      ),
    lastPair: () =>
      db
        .select({ position: sql<number | null>`max(${pair.position})` })
        .from(pair)
        .where(isOfThis)
        .prepare(),
    listPairs: () =>
      db
        .select({ ...getTableColumns(pair), memberId: autoRegistration.memberId })
        .from(pair)
        .leftJoin(autoRegistration, linked)
        .where(
          and(
            isOfThis,
            eq(pair.list, param('list')),
            gt(pair.position, param('after')),
            sql`(${param('decision')} IS NULL OR ${pair.decision} = ${param('decision')})`,
          ),
        )
        .orderBy(asc(pair.position))
        .limit(param('limit'))
        .prepare(),
    findPair: () => db.select().from(pair).where(isThisPair).prepare(),
    countPairs: () =>
      db
        .select({
          list: pair.list,
          all: count(),
          linked: sql<number>`count(${autoRegistration.id})`,
          confirmed: sql<number>`sum(${pair.decision} = 'confirmed')`,
          refused: sql<number>`sum(${pair.decision} = 'refused')`,
        })
        .from(pair)
        .leftJoin(autoRegistration, linked)
        .where(isOfThis)
        .groupBy(pair.list)
        .prepare(),
    decidePair: () =>
      write(
        db
          .update(pair)
          .set({ decision: sql`${param('decision')}` })
          .where(and(isThisPair, isNull(pair.registrationId)))
          .prepare(),
      ),
    // Only pairs that name somebody can be confirmed; of two that name the same, neither is confirmed with the crowd.
    decideOpenPairs: () =>
      write(
        db
          .update(pair)
          .set({ decision: sql`${param('decision')}` })
          .where(
            and(
              isOfThis,
              eq(pair.list, param('list')),
              eq(pair.decision, 'open'),
              sql`${pair.newCode} IS NOT NULL`,
              sql`${pair.newCode} NOT IN (SELECT new_code FROM replacement_pair WHERE replacement_id = ${param('replacementId')} AND new_code IS NOT NULL GROUP BY new_code HAVING count(*) > 1)`,
            ),
          )
          .prepare(),
      ),
    findConfirmedTwin: () =>
      db
        .select({ position: pair.position })
        .from(pair)
        .where(
          and(
            isOfThis,
            eq(pair.newCode, param('newCode')),
            eq(pair.decision, 'confirmed'),
            sql`${pair.position} <> ${param('position')}`,
          ),
        )
        .limit(1)
        .prepare(),
    /** Confirmed, of a patient who is set up, where the new one is known and free: what applying links. */
    listMoves: () =>
      db
        .select({
          position: pair.position,
          memberId: autoRegistration.memberId,
          oldPatientId: pair.oldPatientId,
          newPatientId: pair.newPatientId,
        })
        .from(pair)
        .innerJoin(autoRegistration, linked)
        .where(
          and(
            isOfThis,
            eq(pair.decision, 'confirmed'),
            isNull(pair.registrationId),
            sql`${pair.newPatientId} IS NOT NULL`,
            sql`NOT EXISTS (SELECT 1 FROM auto_registration taken WHERE taken.patient_id = ${pair.newPatientId} AND taken.removed_at IS NULL)`,
          ),
        )
        .prepare(),
    // Files may have come since the dry run, and whoever was found then may be another's row now.
    settlePairs: () =>
      write(
        db
          .update(pair)
          .set({
            newPatientId: sql`(SELECT id FROM patient WHERE pharmacy_code = ${param('pharmacyCode')} AND system = ${param('system')} AND code = ${pair.newCode})`,
          })
          .where(and(isOfThis, isNull(pair.registrationId), sql`${pair.newCode} IS NOT NULL`))
          .prepare(),
      ),
    setPairRegistration: () =>
      write(
        db
          .update(pair)
          .set({ registrationId: sql`${param('registrationId')}`, newPatientId: sql`${param('newPatientId')}` })
          .where(isThisPair)
          .prepare(),
      ),
    listMoved: () =>
      db
        .select({
          position: pair.position,
          registrationId: autoRegistration.id,
          memberId: autoRegistration.memberId,
          patientId: autoRegistration.patientId,
        })
        .from(pair)
        .innerJoin(autoRegistration, eq(autoRegistration.id, pair.registrationId))
        .where(and(isOfThis, isNull(autoRegistration.removedAt)))
        .prepare(),
    deleteAutoRegistration: () =>
      write(
        db
          .delete(autoRegistration)
          .where(eq(autoRegistration.id, param('id')))
          .prepare(),
      ),
    forgetRegistrations: () =>
      write(
        db
          .update(pair)
          .set({
            registrationId: null,
            newPatientId: sql`CASE WHEN ${pair.madePatientId} IS NULL THEN ${pair.newPatientId} END`,
            madePatientId: null,
          })
          .where(isOfThis)
          .prepare(),
      ),
    /** Applied, of this pharmacy code, the newest first; one in several years. */
    listApplied: () =>
      db
        .select({ id: replacement.id, idsChange: replacement.idsChange, profileBefore: replacement.profileBefore })
        .from(replacement)
        .where(and(eq(replacement.pharmacyCode, param('pharmacyCode')), eq(replacement.state, 'applied')))
        .orderBy(desc(replacement.appliedAt), desc(replacement.id))
        .prepare(),
    /** A code that a list promised to a patient who is set up, and that no file had brought until now: by the list of this receipt computer. */
    findPromise: () =>
      db
        .select({
          replacementId: pair.replacementId,
          position: pair.position,
          memberId: autoRegistration.memberId,
          oldPatientId: pair.oldPatientId,
        })
        .from(pair)
        .innerJoin(replacement, and(eq(replacement.id, pair.replacementId), eq(replacement.state, 'applied')))
        .innerJoin(autoRegistration, linked)
        .where(
          and(
            eq(pair.newCode, param('newCode')),
            eq(replacement.pharmacyCode, param('pharmacyCode')),
            eq(replacement.idsChange, 'yes'),
            sql`json_extract(${replacement.profileBefore}, '$.aside') = ${param('system')}`,
            eq(pair.decision, 'confirmed'),
            isNull(pair.newPatientId),
          ),
        )
        .orderBy(desc(replacement.appliedAt))
        .limit(1)
        .prepare(),
    keepPromise: () =>
      write(
        db
          .update(pair)
          .set({
            registrationId: sql`${param('registrationId')}`,
            newPatientId: sql`${param('patientId')}`,
            madePatientId: sql`${param('patientId')}`,
          })
          .where(isThisPair)
          .prepare(),
      ),
  }
}
