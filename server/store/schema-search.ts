import { integer, sqliteTable, text } from './drizzle.ts'

export const searchPerson = sqliteTable('search_person', {
  doc: integer('doc').primaryKey(),
  kind: text('kind', { enum: ['patient', 'member'] }).notNull(),
  personId: text('person_id').notNull(),
  sortKey: text('sort_key').notNull(),
})

export const searchState = sqliteTable('search_state', {
  id: integer('id').primaryKey(),
  seq: integer('seq').notNull(),
  step: text('step', { enum: ['patient', 'member', 'done'] }).notNull(),
  after: text('after').notNull(),
})

/** Columns that are still being filled for rows that were there before them. */
export const refill = sqliteTable('refill', {
  name: text('name', { enum: ['phones'] }).primaryKey(),
  before: integer('before').notNull(),
})
