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
