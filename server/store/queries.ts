import type { Database } from 'better-sqlite3'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { accountQueries } from './account-queries.ts'
import { auditQueries } from './audit-queries.ts'
import { cardIssueQueries, consentQueries } from './card-issue-queries.ts'
import { deviceQueries } from './device-queries.ts'
import { directRead, directWrite, param, type Write } from './direct.ts'
import { disclosureQueries } from './disclosure-queries.ts'
import { changeQueries, dispensingQueries } from './dispensing-queries.ts'
import { handoverQueries } from './handover-queries.ts'
import { hintQueries, leftoverQueries } from './hint-queries.ts'
import { imageQueries } from './image-queries.ts'
import { feedQueries } from './feed-queries.ts'
import { replacementQueries } from './replacement-queries.ts'
import { linkQueries, memberQueries } from './link-queries.ts'
import { lockQueries } from './lock-queries.ts'
import { mergeQueries } from './merge-queries.ts'
import { noticeQueries } from './notice-queries.ts'
import { notebookQueries } from './notebook-queries.ts'
import { peopleQueries } from './people-queries.ts'
import { readerQueries } from './reader-queries.ts'
import { satelliteQueries } from './satellite-queries.ts'
import { searchQueries } from './search-queries.ts'
import { sessionQueries } from './session-queries.ts'
import { setupQueries } from './setup-queries.ts'
import { trailQueries } from './trail-queries.ts'
import { and, asc, count, desc, drizzle, eq, gte, isNull, lt, lte, sql } from './drizzle.ts'
import { autoRegistration, card, facility, inbound, member, patient, staff, visit } from './schema.ts'

/** Above every key that starts with a prefix: the highest code point, in SQLite's byte order. */
export const lastCodePoint = '\u{10ffff}'

/**
 * All SQL of the box, each prepared once, when it is first asked for; that of dispensings and changes stands in dispensing-queries.ts, that of counters and readers in
 * reader-queries.ts. A test asserts that each of these finds its rows by an index. Longer than most files: a list of statements, each short.
 */
export function prepareQueries(raw: Database) {
  const db = drizzle({ client: raw })
  const write: Write = (built) => directWrite(raw, built)
  return whenAsked({
    ...facilityQueries(db, write),
    ...sessionQueries(db, write),
    ...inboundQueries(raw, db, write),
    ...personQueries(raw, db, write),
    ...visitQueries(db, write),
    ...dispensingQueries(raw, db, write),
    ...changeQueries(raw, db, write),
    ...readerQueries(db, write),
    ...satelliteQueries(db, write),
    ...searchQueries(raw, db, write),
    ...trailQueries(db, write),
    ...auditQueries(raw, db, write),
    ...hintQueries(raw, db, write),
    ...leftoverQueries(db, write),
    ...notebookQueries(db, write),
    ...disclosureQueries(db, write),
    ...noticeQueries(db, write),
    ...feedQueries(raw, db, write),
    ...replacementQueries(db, write),
    ...cardIssueQueries(raw, db, write),
    ...consentQueries(db, write),
    ...accountQueries(db, write),
    ...peopleQueries(db, write),
    ...deviceQueries(db, write),
    ...lockQueries(db, write),
    ...memberQueries(db, write),
    ...linkQueries(db, write),
    ...mergeQueries(db, write),
    ...handoverQueries(db, write),
    ...imageQueries(db, write),
    ...setupQueries(db, write),
  })
}

export type Queries = ReturnType<typeof prepareQueries>

/** A box at its day's work runs two thirds of its statements; what nobody asks for takes neither memory nor time at the start. */
function whenAsked<Makers extends Record<string, () => unknown>>(makers: Makers) {
  const made = {} as { readonly [Name in keyof Makers]: ReturnType<Makers[Name]> }
  for (const [name, make] of Object.entries(makers))
    Object.defineProperty(made, name, {
      enumerable: true,
      configurable: true,
      get() {
        const value = make()
        Object.defineProperty(made, name, { value, enumerable: true })
        return value
      },
    })
  return made
}

function facilityQueries(db: BetterSQLite3Database, write: Write) {
  return {
    findFacility: () => db.select().from(facility).where(eq(facility.id, 1)).prepare(),
    insertFacility: () =>
      write(
        db
          .insert(facility)
          .values({
            id: 1,
            name: param('name'),
            hasSecondFactor: param('hasSecondFactor'),
            isDemo: param('isDemo'),
            cardKey: param('cardKey'),
            createdAt: param('createdAt'),
            shortId: param('shortId'),
          })
          .prepare(),
      ),
    insertStaff: () =>
      write(
        db
          .insert(staff)
          .values({
            id: param('id'),
            login: param('login'),
            name: param('name'),
            role: param('role'),
            passwordHash: param('passwordHash'),
            createdAt: param('createdAt'),
            kana: param('kana'),
            version: 1,
            createdBy: param('createdBy'),
            expiresOn: param('expiresOn'),
            passwordStandsAlone: sql`${param('standsAlone')}`,
          })
          .prepare(),
      ),
    findStaffByLogin: () =>
      db
        .select()
        .from(staff)
        .where(eq(staff.login, param('login')))
        .prepare(),
  }
}

function inboundQueries(raw: Database, db: BetterSQLite3Database, write: Write) {
  const withoutBytes = {
    seq: inbound.seq,
    name: inbound.name,
    size: inbound.size,
    receivedAt: inbound.receivedAt,
    attempts: inbound.attempts,
    issues: inbound.issues,
    hasBytes: sql<number>`${inbound.bytes} IS NOT NULL`,
  }
  return {
    insertInbound: () =>
      write(
        db
          .insert(inbound)
          .values({
            folder: param('folder'),
            name: param('name'),
            sha256: param('sha256'),
            size: param('size'),
            modifiedAt: param('modifiedAt'),
            sentAt: param('sentAt'),
            receivedAt: param('receivedAt'),
            state: param('state'),
            attempts: 0,
            issues: param('issues'),
            stem: param('stem'),
            bytes: param('bytes'),
          })
          .onConflictDoNothing()
          .prepare(),
      ),
    findInboundContent: () =>
      db
        .select({ seq: inbound.seq, hasBytes: withoutBytes.hasBytes })
        .from(inbound)
        .where(and(eq(inbound.name, param('name')), eq(inbound.sha256, param('sha256'))))
        .prepare(),
    // Only a row that has none: what was refused for its size under a smaller limit.
    fillInboundBytes: () =>
      db
        .update(inbound)
        .set({ bytes: sql`${param('bytes')}`, state: 'queued', issues: null })
        .where(and(eq(inbound.name, param('name')), eq(inbound.sha256, param('sha256')), isNull(inbound.bytes)))
        .returning({ seq: inbound.seq })
        .prepare(),
    listInboundNamed: () =>
      db
        .select({
          size: inbound.size,
          modifiedAt: inbound.modifiedAt,
          folder: inbound.folder,
          hasBytes: withoutBytes.hasBytes,
        })
        .from(inbound)
        .where(eq(inbound.name, param('name')))
        .prepare(),
    listQueued: () =>
      directRead<{ seq: number; name: string; receivedAt: number; attempts: number }>(
        raw,
        db
          .select({
            seq: inbound.seq,
            name: inbound.name,
            receivedAt: inbound.receivedAt,
            attempts: inbound.attempts,
          })
          .from(inbound)
          .where(eq(inbound.state, 'queued'))
          .orderBy(asc(inbound.seq))
          .limit(param('limit'))
          .prepare(),
        ['seq', 'name', 'receivedAt', 'attempts'],
      ),
    countInbound: () =>
      db
        .select({ files: count() })
        .from(inbound)
        .where(eq(inbound.state, param('state')))
        .prepare(),
    lastReceived: () =>
      db.select({ receivedAt: inbound.receivedAt }).from(inbound).orderBy(desc(inbound.seq)).limit(1).prepare(),
    listRejected: () =>
      db
        .select(withoutBytes)
        .from(inbound)
        .where(and(eq(inbound.state, param('state')), lt(inbound.seq, param('before'))))
        .orderBy(desc(inbound.seq))
        .limit(param('limit'))
        .prepare(),
    findInbound: () =>
      db
        .select({ state: inbound.state, name: inbound.name, receivedAt: inbound.receivedAt, bytes: inbound.bytes })
        .from(inbound)
        .where(eq(inbound.seq, param('seq')))
        .prepare(),
    setInboundState: () =>
      write(
        db
          .update(inbound)
          .set({
            state: sql`${param('state')}`,
            issues: sql`${param('issues')}`,
            attempts: sql`${param('attempts')}`,
          })
          .where(eq(inbound.seq, param('seq')))
          .prepare(),
      ),
    moveInbound: () =>
      write(
        db
          .update(inbound)
          .set({ state: sql`${param('to')}` })
          .where(eq(inbound.seq, param('seq')))
          .prepare(),
      ),
    listRejectedStem: () =>
      directRead(
        raw,
        db
          .select({ seq: inbound.seq })
          .from(inbound)
          .where(and(eq(inbound.stem, param('stem')), eq(inbound.state, sql`'rejected'`)))
          .prepare(),
        ['seq'],
      ),
  }
}

const isKnownAs = () =>
  and(
    eq(patient.pharmacyCode, param('pharmacyCode')),
    eq(patient.system, param('system')),
    eq(patient.code, param('code')),
  )

function personQueries(raw: Database, db: BetterSQLite3Database, write: Write) {
  const patients = () =>
    db
      .select({
        id: patient.id,
        pharmacyCode: patient.pharmacyCode,
        code: patient.code,
        name: patient.name,
        kana: patient.kana,
        sex: patient.sex,
        birthOn: patient.birthOn,
        sentAt: patient.sentAt,
        version: patient.version,
        memberId: autoRegistration.memberId,
      })
      .from(patient)
      .leftJoin(autoRegistration, and(eq(autoRegistration.patientId, patient.id), isNull(autoRegistration.removedAt)))
  return {
    findPatient: () =>
      patients()
        .where(eq(patient.id, param('id')))
        .prepare(),
    findPatientByCode: () => patients().where(isKnownAs()).prepare(),
    findPatientFacts: () =>
      directRead(
        raw,
        db
          .select({
            id: patient.id,
            name: patient.name,
            kana: patient.kana,
            sex: patient.sex,
            birthOn: patient.birthOn,
            phones: patient.phones,
            sentAt: patient.sentAt,
          })
          .from(patient)
          .where(isKnownAs())
          .prepare(),
        ['id', 'name', 'kana', 'sex', 'birthOn', 'phones', 'sentAt'],
      ),
    insertPatient: () =>
      write(
        db
          .insert(patient)
          .values({
            id: param('id'),
            pharmacyCode: param('pharmacyCode'),
            system: param('system'),
            code: param('code'),
            name: param('name'),
            kana: param('kana'),
            sex: param('sex'),
            birthOn: param('birthOn'),
            nameKey: param('nameKey'),
            kanaKey: param('kanaKey'),
            sentAt: param('sentAt'),
            phones: param('phones'),
            version: 1,
            createdAt: param('at'),
            updatedAt: param('at'),
          })
          .prepare(),
      ),
    updatePatient: () =>
      write(
        db
          .update(patient)
          .set({
            name: sql`${param('name')}`,
            kana: sql`${param('kana')}`,
            sex: sql`${param('sex')}`,
            birthOn: sql`${param('birthOn')}`,
            nameKey: sql`${param('nameKey')}`,
            kanaKey: sql`${param('kanaKey')}`,
            phones: sql`${param('phones')}`,
            sentAt: sql`${param('sentAt')}`,
            version: sql`${patient.version} + 1`,
            updatedAt: sql`${param('at')}`,
          })
          .where(eq(patient.id, param('id')))
          .prepare(),
      ),
    touchPatient: () =>
      write(
        db
          .update(patient)
          .set({ sentAt: sql`${param('sentAt')}` })
          .where(eq(patient.id, param('id')))
          .prepare(),
      ),
    findMember: () =>
      db
        .select()
        .from(member)
        .where(eq(member.id, param('id')))
        .prepare(),
    insertMember: () =>
      write(
        db
          .insert(member)
          .values({
            id: param('id'),
            name: param('name'),
            kana: param('kana'),
            sex: param('sex'),
            birthOn: param('birthOn'),
            version: 1,
            createdAt: param('at'),
            updatedAt: param('at'),
          })
          .prepare(),
      ),
    listMemberPatients: () =>
      db
        .select({ patientId: autoRegistration.patientId })
        .from(autoRegistration)
        .where(and(eq(autoRegistration.memberId, param('memberId')), isNull(autoRegistration.removedAt)))
        .orderBy(asc(autoRegistration.registeredAt))
        .prepare(),
    insertAutoRegistration: () =>
      write(
        db
          .insert(autoRegistration)
          .values({
            id: param('id'),
            memberId: param('memberId'),
            patientId: param('patientId'),
            registeredAt: param('at'),
            registeredBy: param('staffId'),
          })
          .prepare(),
      ),
    findCardByHash: () =>
      db
        .select({ memberId: card.memberId, revokedAt: card.revokedAt, secretHash: card.secretHash })
        .from(card)
        .where(eq(card.idHash, param('idHash')))
        .prepare(),
    insertCard: () =>
      write(
        db
          .insert(card)
          .values({
            id: param('id'),
            memberId: param('memberId'),
            idHash: param('idHash'),
            issuedAt: param('at'),
            secretHash: param('secretHash'),
          })
          .prepare(),
      ),
  }
}

function visitQueries(db: BetterSQLite3Database, write: Write) {
  return {
    insertVisit: () =>
      write(
        db
          .insert(visit)
          .values({
            id: param('id'),
            memberId: param('memberId'),
            cardHash: param('cardHash'),
            via: param('via'),
            reader: param('reader'),
            presentedAt: param('presentedAt'),
            presentedOn: param('presentedOn'),
            counterId: param('counterId'),
            touchKey: param('touchKey'),
          })
          .prepare(),
      ),
    findVisitByTouch: () =>
      db
        .select({ id: visit.id })
        .from(visit)
        .where(eq(visit.touchKey, param('touchKey')))
        .prepare(),
    findVisit: () =>
      db
        .select()
        .from(visit)
        .where(eq(visit.id, param('id')))
        .prepare(),
    listVisits: () =>
      db
        .select()
        .from(visit)
        .where(
          and(
            gte(visit.presentedOn, param('from')),
            lte(visit.presentedOn, param('to')),
            lt(visit.id, param('before')),
          ),
        )
        .orderBy(desc(visit.presentedOn), desc(visit.id))
        .limit(param('limit'))
        .prepare(),
  }
}
