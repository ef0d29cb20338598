import { integer, sqliteTable, text } from './drizzle.ts'

export const notebookEntry = sqliteTable('notebook_entry', {
  id: text('id').primaryKey(),
  memberId: text('member_id').notNull(),
  kind: text('kind', { enum: ['body-note', 'memo', 'otc', 'outside-dispensing'] }).notNull(),
  dayOn: text('day_on').notNull(),
  jan: text('jan'),
  version: integer('version').notNull(),
  removedAt: integer('removed_at'),
})

export const notebookRevision = sqliteTable('notebook_revision', {
  entryId: text('entry_id').primaryKey(),
  version: integer('version').primaryKey(),
  deed: text('deed', { enum: ['added', 'corrected', 'removed', 'restored'] }).notNull(),
  at: integer('at').notNull(),
  staffId: text('staff_id'),
  reason: text('reason'),
  content: text('content').notNull(),
  onBehalfOf: text('on_behalf_of'),
})
