import { integer, sqliteTable, text } from './drizzle.ts'

export const hintAnswer = sqliteTable('hint_answer', {
  id: text('id').primaryKey(),
  memberId: text('member_id').notNull(),
  key: text('key').notNull(),
  answer: text('answer', { enum: ['confirmed', 'inquired', 'not-applicable'] }).notNull(),
  note: text('note').notNull(),
  said: text('said').notNull(),
  staffId: text('staff_id').notNull(),
  answeredAt: integer('answered_at').notNull(),
  undoneAt: integer('undone_at'),
  undoneBy: text('undone_by'),
})

export const interactionTable = sqliteTable('interaction_table', {
  id: text('id').primaryKey(),
  fileName: text('file_name').notNull(),
  sha256: text('sha256').notNull(),
  rows: integer('rows').notNull(),
  isUsed: integer('is_used', { mode: 'boolean' }).notNull(),
  importedAt: integer('imported_at').notNull(),
  staffId: text('staff_id').notNull(),
})

export const interaction = sqliteTable('interaction', {
  tableId: text('table_id').notNull(),
  aKey: text('a_key').notNull(),
  bKey: text('b_key').notNull(),
  a: text('a').notNull(),
  b: text('b').notNull(),
  severity: text('severity', { enum: ['contraindicated', 'caution', 'reference'] }).notNull(),
  text: text('text').notNull(),
})

export const leftovers = sqliteTable('leftovers', {
  id: text('id').primaryKey(),
  memberId: text('member_id').notNull(),
  content: text('content').notNull(),
  version: integer('version').notNull(),
  createdAt: integer('created_at').notNull(),
  removedAt: integer('removed_at'),
})

export const leftoversRevision = sqliteTable('leftovers_revision', {
  leftoversId: text('leftovers_id').notNull(),
  version: integer('version').notNull(),
  content: text('content').notNull(),
  staffId: text('staff_id').notNull(),
  savedAt: integer('saved_at').notNull(),
  onBehalfOf: text('on_behalf_of'),
})
