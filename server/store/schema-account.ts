import { integer, sqliteTable, text } from './drizzle.ts'

export const feedback = sqliteTable('feedback', {
  id: text('id').primaryKey(),
  at: integer('at').notNull(),
  staffId: text('staff_id').notNull(),
  kind: text('kind', { enum: ['wish', 'trouble', 'question', 'praise'] }).notNull(),
  page: text('page').notNull(),
  text: text('text').notNull(),
})

export const supportContact = sqliteTable('support_contact', {
  id: integer('id').primaryKey(),
  name: text('name').notNull(),
  phone: text('phone').notNull(),
  hours: text('hours').notNull(),
  note: text('note').notNull(),
  version: integer('version').notNull(),
})
