import { integer, sqliteTable, text } from './drizzle.ts'
import type { DisclosureDays, DisclosureReason } from '../../contract/disclosure.ts'

export const disclosureSetting = sqliteTable('disclosure_setting', {
  id: integer('id').primaryKey(),
  days: integer('days').$type<Exclude<DisclosureDays, null>>(),
  version: integer('version').notNull(),
})

export const disclosureReason = sqliteTable('disclosure_reason', {
  id: text('id').primaryKey(),
  memberId: text('member_id').notNull(),
  staffId: text('staff_id').notNull(),
  reason: text('reason').$type<DisclosureReason>().notNull(),
  note: text('note').notNull(),
  at: integer('at').notNull(),
})

export const disclosureWithdrawal = sqliteTable('disclosure_withdrawal', {
  id: text('id').primaryKey(),
  memberId: text('member_id').notNull(),
  staffId: text('staff_id').notNull(),
  at: integer('at').notNull(),
})
