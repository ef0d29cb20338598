import Database from 'better-sqlite3'
import { createHmac } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getTableConfig, type SQLiteTable } from 'drizzle-orm/sqlite-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findCard, hashCardId } from './cards.ts'
import { lastSeq } from './changes.ts'
import { listCounters } from './counters.ts'
import { loadMigrations, migrate, type Migration } from './migrate.ts'
import { openStore } from './open.ts'
import { listReaders } from './readers.ts'
import { listVisits } from './visits.ts'

let dir: string
let db: Database.Database

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kusuribako-migrate-'))
  db = new Database(join(dir, 'kusuribako.sqlite'))
  db.pragma('foreign_keys = ON')
})
afterEach(() => {
  db.close()
  rmSync(dir, { recursive: true })
})

const family: Migration = {
  number: 1,
  name: '0001_family.sql',
  sql: `CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT);
        CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL REFERENCES parent (id) ON DELETE CASCADE);
        INSERT INTO parent VALUES (1, 'a'), (2, 'b');
        INSERT INTO child VALUES (10, 1), (11, 1), (12, 2);`,
}
// The shape in which a table is rebuilt to change a column: make the new one, copy, drop the old one, rename.
const rebuild: Migration = {
  number: 2,
  name: '0002_rebuild.sql',
  sql: `CREATE TABLE parent_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
        INSERT INTO parent_new SELECT id, name FROM parent;
        DROP TABLE parent;
        ALTER TABLE parent_new RENAME TO parent;`,
}
const countOf = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()

describe('a migration', () => {
  test('that rebuilds a parent table keeps every child row, even where the child says ON DELETE CASCADE', () => {
    expect(migrate(db, [family])).toEqual({ ok: true, from: 0, to: 1 })
    expect(migrate(db, [family, rebuild])).toEqual({ ok: true, from: 1, to: 2 })
    expect([countOf('parent'), countOf('child')]).toEqual([2, 3])
    expect(db.pragma('foreign_key_check')).toEqual([])
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1)
  })

  test('that would lose rows is refused, and the store stays as it was', () => {
    migrate(db, [family])
    const careless: Migration = { number: 2, name: '0002_careless.sql', sql: 'DELETE FROM child WHERE id = 12;' }
    expect(() => migrate(db, [family, careless])).toThrow(/would lose 1 of 3 rows of child/)
    expect(countOf('child')).toBe(3)
    expect(db.pragma('user_version', { simple: true })).toBe(1)
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1)
  })

  test('may drop rows when its own first lines say so', () => {
    migrate(db, [family])
    const meant: Migration = {
      number: 2,
      name: '0002_meant.sql',
      sql: '-- drops rows: child\nDELETE FROM child WHERE id = 12;',
    }
    expect(migrate(db, [family, meant]).ok).toBe(true)
    expect(countOf('child')).toBe(2)
  })

  test('that leaves a reference to nothing is refused', () => {
    migrate(db, [family])
    const orphan: Migration = { number: 2, name: '0002_orphan.sql', sql: 'INSERT INTO child VALUES (13, 99);' }
    expect(() => migrate(db, [family, orphan])).toThrow(/break 1 references/)
    expect(countOf('child')).toBe(3)
  })

  test('that fails half-way leaves nothing of itself behind', () => {
    migrate(db, [family])
    const broken: Migration = {
      number: 2,
      name: '0002_broken.sql',
      sql: 'CREATE TABLE half (id INTEGER); SELECT nonsense;',
    }
    expect(() => migrate(db, [family, broken])).toThrow()
    expect(db.prepare(`SELECT name FROM sqlite_schema WHERE name = 'half'`).get()).toBeUndefined()
  })
})

test('a store of the first version keeps every row: visits, members and cards are there, and a card still finds its member', () => {
  const cardKey = Buffer.alloc(32, 7)
  // The form in which the first version stored a card id.
  const idHash = createHmac('sha256', cardKey).update('0123456789ABCDEF').digest()
  const [member, card, known, unknown] = [1, 2, 3, 4].map((n) => `019d50da-a680-7000-8000-00000000000${n}`)
  const at = Date.UTC(2026, 3, 2, 15)
  migrate(db, loadMigrations().slice(0, 1))
  const insert = (table: string, row: Record<string, unknown>) => {
    const names = Object.keys(row)
    db.prepare(`INSERT INTO ${table} (${names.join()}) VALUES (${names.map((name) => `@${name}`).join()})`).run(row)
  }
  insert('facility', { id: 1, name: '見本薬局', has_second_factor: 0, is_demo: 0, card_key: cardKey, created_at: at })
  const person = { name: '試験　花子', kana: 'シケン ハナコ', sex: 'female', birth_on: '1968-04-07' }
  insert('member', { id: member, ...person, version: 1, created_at: at, updated_at: at })
  insert('card', { id: card, member_id: member, id_hash: idHash, issued_at: at, revoked_at: null })
  const visit = { via: 'card', reader: '仮想リーダー', presented_on: '2026-04-03' }
  insert('visit', { id: known, member_id: member, card_hash: idHash, presented_at: at, ...visit })
  insert('visit', { id: unknown, member_id: null, card_hash: Buffer.alloc(32), presented_at: at + 1, ...visit })
  insert('change', { noun: 'visit', row_id: known, at })
  db.close()

  const opened = openStore({ file: join(dir, 'kusuribako.sqlite'), now: () => at })
  if (!opened.ok) throw new Error(opened.code)
  const { store } = opened
  try {
    const shown = { on: '2026-04-03', via: 'card', reader: '仮想リーダー', counterId: null }
    expect(listVisits(store, '2026-04-03', '2026-04-03', null, 10)).toMatchObject({
      items: [
        { ...shown, id: unknown, presentedAt: at + 1, member: null },
        { ...shown, id: known, presentedAt: at, member: { id: member, name: '試験　花子', birthOn: '1968-04-07' } },
      ],
      next: null,
    })
    const found = findCard(store, hashCardId(store, '0123456789abcdef'))
    expect(found).toEqual({ memberId: member, isRevoked: false, secretHash: null })
    expect(lastSeq(store)).toBe(1)
    expect([listReaders(store), listCounters(store)]).toEqual([[], []])
  } finally {
    store.close()
  }
})

test('a store newer than the program is refused, with both versions', () => {
  db.pragma('user_version = 9999')
  const opened = openStore({ file: join(dir, 'kusuribako.sqlite'), now: () => 0 })
  expect(opened).toEqual({
    ok: false,
    code: 'store-newer',
    storeVersion: 9999,
    programVersion: loadMigrations().length,
  })
})

test('opening a store twice changes nothing the second time', () => {
  expect(migrate(db).ok).toBe(true)
  const before = db.prepare('SELECT sql FROM sqlite_schema').all()
  expect(migrate(db)).toEqual({ ok: true, from: loadMigrations().length, to: loadMigrations().length })
  expect(db.prepare('SELECT sql FROM sqlite_schema').all()).toEqual(before)
})

test('the typed tables are the tables that the migrations make', async () => {
  migrate(db)
  const files = readdirSync(import.meta.dirname).filter((name) => /^schema.*(?<!\.test)\.ts$/.test(name))
  const modules = (await Promise.all(files.map((name) => import(join(import.meta.dirname, name))))) as Record<
    string,
    SQLiteTable
  >[]
  const schema = modules.flatMap((module) => Object.values(module))
  for (const table of schema) {
    const { name, columns } = getTableConfig(table)
    const made = db.pragma(`table_info("${name}")`) as { name: string; type: string; notnull: number; pk: number }[]
    expect(
      columns.map((column) => [column.name, column.getSQLType().toUpperCase(), column.notNull || column.primary]),
      name,
    ).toEqual(made.map((column) => [column.name, column.type, column.notnull === 1 || column.pk === 1]))
  }
  // The full-text table and what SQLite keeps it in are no tables with columns of their own.
  const tables = db.prepare(
    `SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_text%'`,
  )
  expect(tables.pluck().get()).toBe(schema.length)
})

test('no table of the store deletes children along with their parent', () => {
  for (const { sql } of loadMigrations()) expect(sql).not.toMatch(/CASCADE/i)
})
