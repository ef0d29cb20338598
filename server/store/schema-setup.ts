import { blob, integer, sqliteTable, text } from './drizzle.ts'

export const setup = sqliteTable('setup', {
  id: integer('id').primaryKey(),
  begunAt: integer('begun_at').notNull(),
  finishedAt: integer('finished_at'),
  codeHash: blob('code_hash', { mode: 'buffer' }),
  triesLeft: integer('tries_left').notNull(),
})

export const setupAnswer = sqliteTable('setup_answer', {
  step: text('step').primaryKey(),
  answer: text('answer').notNull(),
  savedAt: integer('saved_at').notNull(),
})
