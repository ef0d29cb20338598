import type { Database } from 'better-sqlite3'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../../migrations')

/** One reviewed step of the schema; `number` comes from the file name `0001_init.sql`. */
export interface Migration {
  number: number
  name: string
  sql: string
}

export type MigrateOutcome =
  | { ok: true; from: number; to: number }
  | { ok: false; code: 'store-newer'; storeVersion: number; programVersion: number }

/** The steps in migrations/, in order. Throws when numbers are missing or doubled. */
export function loadMigrations(dir = folder): Migration[] {
  const migrations = readdirSync(dir)
    .filter((name) => /^\d{4}_.*\.sql$/.test(name))
    .sort()
    .map((name) => ({ number: Number(name.slice(0, 4)), name, sql: readFileSync(join(dir, name), 'utf8') }))
  migrations.forEach(({ number, name }, index) => {
    if (number !== index + 1) throw new Error(`migrations must be numbered without gaps: ${name}`)
  })
  return migrations
}

/**
 * Brings a store up to this program's schema. Each step is one transaction; `PRAGMA user_version` counts them.
 * Foreign keys are switched off before the transaction begins (inside it SQLite ignores the pragma, and a rebuilt parent
 * table would then empty its children: drizzle-orm issues 5782, 4938), and rows are counted and references checked before
 * the commit. A step that means to drop rows says so in its own first lines: `-- drops rows: table, table`.
 */
export function migrate(db: Database, migrations = loadMigrations()): MigrateOutcome {
  const from = db.pragma('user_version', { simple: true }) as number
  const to = migrations.length
  if (from > to) return { ok: false, code: 'store-newer', storeVersion: from, programVersion: to }
  const hadForeignKeys = db.pragma('foreign_keys', { simple: true }) as number
  db.pragma('foreign_keys = OFF')
  try {
    for (const step of migrations.slice(from)) runStep(db, step)
  } finally {
    db.pragma(`foreign_keys = ${hadForeignKeys ? 'ON' : 'OFF'}`)
  }
  return { ok: true, from, to }
}

function runStep(db: Database, step: Migration): void {
  const mayShrink = new Set(/^-- drops rows: (.*)$/m.exec(step.sql)?.[1]?.split(/,\s*/) ?? [])
  db.transaction(() => {
    const before = countRows(db)
    db.exec(step.sql)
    const after = countRows(db)
    for (const [table, rows] of before) {
      const left = after.get(table) ?? 0
      if (left < rows && !mayShrink.has(table)) {
        throw new Error(
          `migration ${step.name} would lose ${rows - left} of ${rows} rows of ${table}; nothing was changed`,
        )
      }
    }
    const broken = db.pragma('foreign_key_check') as unknown[]
    if (broken.length > 0)
      throw new Error(`migration ${step.name} would break ${broken.length} references; nothing was changed`)
    db.pragma(`user_version = ${step.number}`)
  }).immediate()
}

function countRows(db: Database): Map<string, number> {
  const tables = db
    .prepare<[], { name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .all()
  return new Map(tables.map(({ name }) => [name, db.prepare(`SELECT count(*) FROM "${name}"`).pluck().get() as number]))
}
