import Database from 'better-sqlite3'
import { migrate, type MigrateOutcome } from './migrate.ts'
import { prepareQueries, type Queries } from './queries.ts'
import type { ChangeNoun } from '../../contract/events.ts'

export interface Store {
  /** Every statement the program runs, each prepared once. */
  readonly queries: Queries
  /** Instant from the injected clock. */
  readonly now: () => number
  /**
   * Runs `work` in one transaction; what it throws rolls everything back. When it has committed (fsynced), those who
   * subscribed hear of the changes. A call inside a call is a savepoint of the outer one.
   */
  write<T>(work: () => T): T
  /** Notes inside `write` that a row is new or different. */
  noteChange(noun: ChangeNoun, rowId: string): void
  /** Calls back after each commit that noted a change. Returns the way to stop. */
  onCommit(listener: () => void): () => void
  close(): void
}

export interface OpenOptions {
  file: string
  now: () => number
}

export type OpenOutcome = { ok: true; store: Store } | Extract<MigrateOutcome, { ok: false }>

/**
 * Opens the store and brings it up to date. WAL with synchronous=FULL: what has been committed survives a power cut if the
 * disk honours flushes. Refuses a store newer than this program.
 */
export function openStore({ file, now }: OpenOptions): OpenOutcome {
  const raw = new Database(file, { timeout: 5000 })
  raw.pragma('journal_mode = WAL')
  raw.pragma('synchronous = FULL')
  raw.pragma('journal_size_limit = 67108864')
  raw.pragma('cache_size = -4096')
  const migrated = migrate(raw)
  if (!migrated.ok) {
    raw.close()
    return migrated
  }
  raw.pragma('foreign_keys = ON')
  return { ok: true, store: makeStore(raw, now) }
}

type Steps = [Database.Statement, Database.Statement, Database.Statement]

function makeStore(raw: Database.Database, now: () => number): Store {
  const queries = prepareQueries(raw)
  const [begin, commit, rollback] = ['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK'].map((sql) => raw.prepare(sql)) as Steps
  const [mark, release, goBack] = ['SAVEPOINT part', 'RELEASE part', 'ROLLBACK TO part'].map((sql) =>
    raw.prepare(sql),
  ) as Steps
  const listeners = new Set<() => void>()
  let changes = 0

  // SQLite rolls back by itself after some failures, such as a full disk.
  const isInside = (): boolean => raw.inTransaction

  function writePart<T>(work: () => T): T {
    mark.run()
    try {
      const result = work()
      release.run()
      return result
    } catch (error) {
      if (isInside()) {
        goBack.run()
        release.run()
      }
      throw error
    }
  }

  return {
    queries,
    now,
    write(work) {
      if (isInside()) return writePart(work)
      const before = changes
      begin.run()
      let result
      try {
        result = work()
        commit.run()
      } catch (error) {
        if (isInside()) rollback.run()
        throw error
      }
      if (changes > before) for (const listener of listeners) listener()
      return result
    },
    noteChange(noun, rowId) {
      if (!raw.inTransaction) throw new Error('a change must be noted in the transaction that makes it')
      queries.insertChange.run({ noun, rowId, at: now() })
      changes++
    },
    onCommit(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      raw.close()
    },
  }
}
