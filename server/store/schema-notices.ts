import { blob, integer, sqliteTable, text } from './drizzle.ts'

const issueStatuses = ['resolved', 'new-in-progress', 'watching', 'new-watching', 'paused'] as const

export const notice = sqliteTable('notice', {
  id: text('id').primaryKey(),
  kind: text('kind', { enum: ['facility', 'known-issue', 'box'] }).notNull(),
  origin: text('origin', { enum: ['desk', 'file', 'box'] }).notNull(),
  sourceKey: text('source_key'),
  sourceVersion: integer('source_version'),
  title: text('title').notNull(),
  body: text('body').notNull(),
  status: text('status', { enum: issueStatuses }),
  affects: text('affects').notNull(),
  datedOn: text('dated_on').notNull(),
  edition: integer('edition').notNull(),
  raisedEdition: integer('raised_edition').notNull(),
  publishedAt: integer('published_at').notNull(),
  version: integer('version').notNull(),
  createdAt: integer('created_at').notNull(),
  removedAt: integer('removed_at'),
})

export const noticeEdition = sqliteTable('notice_edition', {
  noticeId: text('notice_id').notNull(),
  edition: integer('edition').notNull(),
  title: text('title').notNull(),
  body: text('body').notNull(),
  status: text('status', { enum: issueStatuses }),
  affects: text('affects').notNull(),
  datedOn: text('dated_on').notNull(),
  isRaised: integer('is_raised', { mode: 'boolean' }).notNull(),
  staffId: text('staff_id'),
  at: integer('at').notNull(),
})

export const noticeAcknowledgement = sqliteTable('notice_acknowledgement', {
  noticeId: text('notice_id').notNull(),
  staffId: text('staff_id').notNull(),
  edition: integer('edition').notNull(),
  acknowledgedAt: integer('acknowledged_at').notNull(),
})

export const noticeKey = sqliteTable('notice_key', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  publicKey: blob('public_key', { mode: 'buffer' }).notNull(),
  addedAt: integer('added_at').notNull(),
  addedBy: text('added_by'),
  removedAt: integer('removed_at'),
})
