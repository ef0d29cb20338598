import type { Database } from 'better-sqlite3'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { directRead, param, type DirectWrite, type Write } from './direct.ts'
import { and, asc, eq, gt, isNull, sql } from './drizzle.ts'
import { member, patient } from './schema.ts'
import { searchPerson, searchState } from './schema-search.ts'

/** A patient or a member whom the index names. */
export interface FoundRow {
  personId: string
  sortKey: string
}

/** The search index: written from the change log, read by what is typed. */
export function searchQueries(raw: Database, db: BetterSQLite3Database, write: Write) {
  return {
    findSearchState: db
      .select({ seq: searchState.seq, step: searchState.step, after: searchState.after })
      .from(searchState)
      .where(eq(searchState.id, 1))
      .prepare(),
    saveSearchState: write(
      db
        .insert(searchState)
        .values({ id: 1, seq: param('seq'), step: param('step'), after: param('after') })
        .onConflictDoUpdate({
          target: searchState.id,
          set: { seq: sql`excluded.seq`, step: sql`excluded.step`, after: sql`excluded.after` },
        })
        .prepare(),
    ),
    findSearchDoc: db
      .select({ doc: searchPerson.doc })
      .from(searchPerson)
      .where(eq(searchPerson.personId, param('personId')))
      .prepare(),
    saveSearchPerson: write(
      db
        .insert(searchPerson)
        .values({ kind: param('kind'), personId: param('personId'), sortKey: param('sortKey') })
        .onConflictDoUpdate({ target: searchPerson.personId, set: { sortKey: sql`excluded.sort_key` } })
        .prepare(),
    ),
    deleteSearchPerson: write(
      db
        .delete(searchPerson)
        .where(eq(searchPerson.doc, param('doc')))
        .prepare(),
    ),
    deleteSearchText: statement(raw, 'delete from search_text where rowid = :doc'),
    insertSearchText: statement(raw, 'insert into search_text (rowid, words) values (:doc, :words)'),
    listSearchablePatients: db
      .select({ id: patient.id })
      .from(patient)
      .where(gt(patient.id, param('after')))
      .orderBy(asc(patient.id))
      .limit(param('limit'))
      .prepare(),
    listSearchableMembers: db
      .select({ id: member.id })
      .from(member)
      .where(gt(member.id, param('after')))
      .orderBy(asc(member.id))
      .limit(param('limit'))
      .prepare(),
    findSearchablePatient: directRead(
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
        .where(eq(patient.id, param('id')))
        .prepare(),
      ['name', 'kana', 'birthOn', 'code', 'phones'],
    ),
    findSearchableMember: directRead(
      raw,
      db
        .select({ name: member.name, kana: member.kana, birthOn: member.birthOn })
        .from(member)
        .where(and(eq(member.id, param('id')), isNull(member.removedAt)))
        .prepare(),
      ['name', 'kana', 'birthOn'],
    ),
    listFound: found(raw),
    // A patient's link and the member that another was merged into decide whose record is shown: read here, kept nowhere.
    findShownMember: shown(raw),
  }
}

const foundSql = `select d.person_id, d.sort_key
  from search_text join search_person d on d.doc = search_text.rowid
  where search_text match :question and d.kind <> :without limit :limit`

const shownSql = `select coalesce(m.merged_into, m.id) from search_person d
  left join auto_registration r on r.patient_id = d.person_id and r.removed_at is null
  left join member m on m.id = coalesce(r.member_id, d.person_id) and m.removed_at is null
  where d.person_id = :personId`

function found(raw: Database) {
  const statement = raw.prepare<[Record<string, unknown>], [string, string]>(foundSql).raw()
  return {
    all: (values: { question: string; without: 'member' | ''; limit: number }): FoundRow[] =>
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
