import type { Database } from 'better-sqlite3'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { directRead, param, type DirectWrite, type Write } from './direct.ts'
import { and, asc, count, desc, eq, gt, gte, isNull, lt, lte, sql } from './drizzle.ts'
import { dispensing, dispensingRevision, member, patient } from './schema.ts'
import { refill, searchPerson, searchState } from './schema-search.ts'

/** A patient or a member whom the index names. */
export interface FoundRow {
  personId: string
  sortKey: string
}

/** The search index: written from the change log, read by what is typed. */
export function searchQueries(raw: Database, db: BetterSQLite3Database, write: Write) {
  return {
    findSearchState: () =>
      db
        .select({ seq: searchState.seq, step: searchState.step, after: searchState.after })
        .from(searchState)
        .where(eq(searchState.id, 1))
        .prepare(),
    saveSearchState: () =>
      write(
        db
          .insert(searchState)
          .values({ id: 1, seq: param('seq'), step: param('step'), after: param('after') })
          .onConflictDoUpdate({
            target: searchState.id,
            set: { seq: sql`excluded.seq`, step: sql`excluded.step`, after: sql`excluded.after` },
          })
          .prepare(),
      ),
    findSearchDoc: () =>
      db
        .select({ doc: searchPerson.doc })
        .from(searchPerson)
        .where(eq(searchPerson.personId, param('personId')))
        .prepare(),
    saveSearchPerson: () =>
      write(
        db
          .insert(searchPerson)
          .values({ kind: param('kind'), personId: param('personId'), sortKey: param('sortKey') })
          .onConflictDoUpdate({ target: searchPerson.personId, set: { sortKey: sql`excluded.sort_key` } })
          .prepare(),
      ),
    deleteSearchPerson: () =>
      write(
        db
          .delete(searchPerson)
          .where(eq(searchPerson.doc, param('doc')))
          .prepare(),
      ),
    deleteSearchText: () => statement(raw, 'delete from search_text where rowid = :doc'),
    insertSearchText: () => statement(raw, 'insert into search_text (rowid, words) values (:doc, :words)'),
    listSearchablePatients: () =>
      db
        .select({ id: patient.id })
        .from(patient)
        .where(gt(patient.id, param('after')))
        .orderBy(asc(patient.id))
        .limit(param('limit'))
        .prepare(),
    listSearchableMembers: () =>
      db
        .select({ id: member.id })
        .from(member)
        .where(gt(member.id, param('after')))
        .orderBy(asc(member.id))
        .limit(param('limit'))
        .prepare(),
    // While the index is built, with each search.
    countSearchablePatients: () =>
      db
        .select({ rows: count() })
        .from(patient)
        .where(lte(patient.id, param('until')))
        .prepare(),
    countSearchableMembers: () =>
      db
        .select({ rows: count() })
        .from(member)
        .where(lte(member.id, param('until')))
        .prepare(),
    findSearchablePatient: () =>
      directRead(
        raw,
        db
          .select({
            name: patient.name,
            kana: patient.kana,
            birthOn: patient.birthOn,
            code: patient.code,
            phones: patient.phones,
          })
          .from(patient)
          // Emptied when it became another row's (docs/adr/0023): nobody to be found.
          .where(and(eq(patient.id, param('id')), sql`${patient.code} <> ''`))
          .prepare(),
        ['name', 'kana', 'birthOn', 'code', 'phones'],
      ),
    findSearchableMember: () =>
      directRead(
        raw,
        db
          .select({ name: member.name, kana: member.kana, birthOn: member.birthOn })
          .from(member)
          .where(and(eq(member.id, param('id')), isNull(member.removedAt)))
          .prepare(),
        ['name', 'kana', 'birthOn'],
      ),
    // What an upgrade has left empty, filled by and by (server/intake/refill-phones.ts).
    findRefill: () => db.select({ before: refill.before }).from(refill).where(eq(refill.name, 'phones')).prepare(),
    saveRefill: () =>
      write(
        db
          .update(refill)
          .set({ before: sql`${param('before')}` })
          .where(eq(refill.name, 'phones'))
          .prepare(),
      ),
    listFilesWithoutPhones: () =>
      db
        .select({ seq: dispensingRevision.inboundSeq, patientId: patient.id, code: patient.code })
        .from(dispensingRevision)
        .innerJoin(dispensing, eq(dispensing.id, dispensingRevision.dispensingId))
        .innerJoin(patient, eq(patient.id, dispensing.patientId))
        .where(
          and(
            gte(dispensingRevision.inboundSeq, param('from')),
            lt(dispensingRevision.inboundSeq, param('before')),
            eq(patient.phones, ''),
          ),
        )
        .orderBy(desc(dispensingRevision.inboundSeq))
        .limit(param('limit'))
        .prepare(),
    fillPhones: () =>
      write(
        db
          .update(patient)
          .set({ phones: sql`${param('phones')}`, version: sql`${patient.version} + 1` })
          .where(and(eq(patient.id, param('id')), eq(patient.phones, '')))
          .prepare(),
      ),
    listFound: () => found(raw),
    // A patient's link and the member that another was merged into decide whose record is shown: read here, kept nowhere.
    findShownMember: () => shown(raw),
    listByKana: () => byKana(raw),
    findSortKey: () =>
      db
        .select({ personId: searchPerson.personId, sortKey: searchPerson.sortKey })
        .from(searchPerson)
        .where(eq(searchPerson.personId, param('personId')))
        .prepare(),
  }
}

const foundSql = `select d.person_id, d.sort_key
  from search_text join search_person d on d.doc = search_text.rowid
  where search_text match :question and d.kind <> :without limit :limit`

const shownSql = `select coalesce(m.merged_into, m.id) from search_person d
  left join auto_registration r on r.patient_id = d.person_id and r.removed_at is null
  left join member m on m.id = coalesce(r.member_id, d.person_id) and m.removed_at is null
  where d.person_id = :personId`

// Whoever is shown as somebody else has that one's own row: not a second time here.
const byKanaSql = `select d.person_id, d.sort_key from search_person d
  left join auto_registration r on r.patient_id = d.person_id and r.removed_at is null
  left join member m on m.id = coalesce(r.member_id, d.person_id) and m.removed_at is null
  where (d.sort_key, d.person_id) > (:sortKey, :personId) and d.sort_key < :until
    and coalesce(m.merged_into, m.id, d.person_id) = d.person_id
  order by d.sort_key, d.person_id limit :limit`

function byKana(raw: Database) {
  const statement = raw.prepare<[Record<string, unknown>], [string, string]>(byKanaSql).raw()
  return {
    /** Behind this row, in the order of kana. */
    all: (values: FoundRow & { until: string; limit: number }): FoundRow[] =>
      statement.all({ ...values }).map(([personId, sortKey]) => ({ personId, sortKey })),
    getQuery: () => ({ sql: byKanaSql.replaceAll(/:\w+/g, '?'), params: [] }),
  }
}

function found(raw: Database) {
  const statement = raw.prepare<[Record<string, unknown>], [string, string]>(foundSql).raw()
  return {
    all: (values: { question: string; without: 'member' | 'patient' | ''; limit: number }): FoundRow[] =>
      statement.all(values).map(([personId, sortKey]) => ({ personId, sortKey })),
    getQuery: () => ({ sql: foundSql.replaceAll(/:\w+/g, '?'), params: [] }),
  }
}

function shown(raw: Database) {
  const statement = raw.prepare<[Record<string, unknown>], string | null>(shownSql).pluck()
  return {
    /** The member whose record it is; null of a patient who has none. */
    get: (values: { personId: string }): string | null => statement.get(values) ?? null,
    getQuery: () => ({ sql: shownSql.replaceAll(/:\w+/g, '?'), params: [] }),
  }
}

/** Of the full-text table, which drizzle does not know. */
function statement(raw: Database, text: string): DirectWrite {
  const prepared = raw.prepare<[Record<string, unknown>]>(text)
  return {
    run: (values = {}) => prepared.run(values),
    getQuery: () => ({ sql: text.replaceAll(/:\w+/g, '?'), params: [] }),
  }
}
