import { integer, sqliteTable, text } from './drizzle.ts'

export const merge = sqliteTable('merge', {
  id: text('id').primaryKey(),
  keptId: text('kept_id').notNull(),
  goneId: text('gone_id').notNull(),
  mergedAt: integer('merged_at').notNull(),
  mergedBy: text('merged_by'),
  keptFacts: text('kept_facts').notNull(),
  chosenFacts: text('chosen_facts').notNull(),
  undoneAt: integer('undone_at'),
  undoneBy: text('undone_by'),
})

/** 未設定: kept by triggers (migrations/0013_worklists.sql), so that no deed can forget it. */
export const unlinkedMember = sqliteTable('unlinked_member', {
  memberId: text('member_id').primaryKey(),
  lastPresentedAt: integer('last_presented_at').notNull(),
})
