import { integer, sqliteTable, text } from './drizzle.ts'

export const trail = sqliteTable('trail', {
  seq: integer('seq').primaryKey({ autoIncrement: true }),
  at: integer('at').notNull(),
  staffId: text('staff_id'),
  what: text('what').notNull(),
  memberId: text('member_id'),
  rowId: text('row_id'),
  detail: text('detail').notNull(),
})
