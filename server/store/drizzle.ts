import type * as Orm from 'drizzle-orm'
import type * as Driver from 'drizzle-orm/better-sqlite3'
import type * as Core from 'drizzle-orm/sqlite-core'
import { createRequire } from 'node:module'

// drizzle-orm names 700 entry points in a package.json of 179 kB, which Node's loader of ES modules reads again for every file
// of it: 0.6 s and 200 MB at each start. The same package by `require` takes a tenth of both (docs/adr/0003).
const load = createRequire(import.meta.url)

export const { drizzle } = load('drizzle-orm/better-sqlite3') as typeof Driver
export const {
  and,
  asc,
  count,
  desc,
  eq,
  getTableColumns,
  gt,
  gte,
  is,
  isNotNull,
  isNull,
  lt,
  lte,
  max,
  min,
  ne,
  or,
  Param,
  Placeholder,
  sql,
} = load('drizzle-orm') as typeof Orm
export const { alias, blob, integer, sqliteTable, text } = load('drizzle-orm/sqlite-core') as typeof Core
