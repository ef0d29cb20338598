import type Database from 'better-sqlite3'
import { is, Param, Placeholder, sql } from './drizzle.ts'

/** A value that a statement is given each time it runs. */
export const param = sql.placeholder

/** Makes a built statement into one that can be run. */
export type Write = (built: Built) => DirectWrite

interface Built {
  getQuery(): { sql: string; params: unknown[] }
}

export interface DirectWrite {
  /** `changes` is 0 when the statement met a conflict and did nothing. */
  run(values?: Record<string, unknown>): Database.RunResult
  getQuery(): { sql: string; params: unknown[] }
}

/**
 * The same statement as drizzle built it, handed to SQLite without drizzle's own way through, which costs more than SQLite itself:
 * intake makes eight writes a file. Writes that return nothing only; reads keep drizzle's mapping of columns to fields, but for those that each file needs.
 */
export function directWrite(raw: Database.Database, built: Built): DirectWrite {
  const { sql, params } = built.getQuery()
  const statement = raw.prepare(sql)
  const takers = params.map(takerOf)
  return {
    run(values = {}) {
      return statement.run(takers.map((take) => take(values)))
    },
    getQuery: () => ({ sql, params }),
  }
}

export interface DirectRead<Row> {
  get(values: Record<string, unknown>): Row | undefined
  all(values: Record<string, unknown>): Row[]
  getQuery(): { sql: string; params: unknown[] }
}

/**
 * Rows by the same short way. Only for selected columns that SQLite stores as they are (no booleans, no JSON).
 * @param fields names of the selected columns, in their order
 */
export function directRead<Row extends object>(
  raw: Database.Database,
  built: Built & { get(values?: Record<string, unknown>): Row | undefined },
  fields: readonly (keyof Row)[],
): DirectRead<Row> {
  const { sql, params } = built.getQuery()
  const statement = raw.prepare<unknown[], unknown[]>(sql).raw()
  const takers = params.map(takerOf)
  const given = (values: Record<string, unknown>): unknown[] => takers.map((take) => take(values))
  const named = (row: unknown[]): Row => {
    const found: Partial<Record<keyof Row, unknown>> = {}
    fields.forEach((field, index) => {
      found[field] = row[index]
    })
    return found as Row
  }
  return {
    get(values) {
      const row = statement.get(given(values))
      return row && named(row)
    },
    all: (values) => statement.all(given(values)).map(named),
    getQuery: () => ({ sql, params }),
  }
}

function takerOf(param: unknown): (values: Record<string, unknown>) => unknown {
  const inner = is(param, Param) ? param.value : param
  if (is(inner, Placeholder)) {
    const { name } = inner
    return (values) => {
      const value = values[name]
      if (value === undefined) throw new Error(`the statement needs ${name}`)
      return value
    }
  }
  const constant = is(param, Param) ? param.encoder.mapToDriverValue(param.value) : param
  return () => constant
}
