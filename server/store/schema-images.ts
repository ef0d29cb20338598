import { blob, integer, sqliteTable, text } from './drizzle.ts'

export const image = sqliteTable('image', {
  id: text('id').primaryKey(),
  receivedAt: integer('received_at').notNull(),
  receivedOn: text('received_on').notNull(),
  source: text('source', { enum: ['phone', 'file'] }).notNull(),
  uploadKey: text('upload_key').notNull(),
  ticketId: text('ticket_id'),
  receivedBy: text('received_by'),
  memberId: text('member_id'),
  patientId: text('patient_id'),
  width: integer('width').notNull(),
  height: integer('height').notNull(),
  turns: integer('turns').notNull(),
  doneAt: integer('done_at'),
  doneBy: text('done_by'),
  deletedAt: integer('deleted_at'),
  version: integer('version').notNull(),
})

export const imageBytes = sqliteTable('image_bytes', {
  imageId: text('image_id').primaryKey(),
  jpeg: blob('jpeg', { mode: 'buffer' }).notNull(),
  thumbnail: blob('thumbnail', { mode: 'buffer' }).notNull(),
})

export const imageSetting = sqliteTable('image_setting', {
  id: integer('id').primaryKey(),
  keptDays: integer('kept_days').notNull(),
  version: integer('version').notNull(),
})
