import Database from 'better-sqlite3'

/** Pragmas as in server/store/open.ts. */
export function openPlain(file: string): Database.Database {
  const db = new Database(file, { timeout: 5000 })
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('journal_size_limit = 67108864')
  db.pragma('cache_size = -16384')
  db.pragma('foreign_keys = ON')
  return db
}
