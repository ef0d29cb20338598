import { blob, integer, sqliteTable, text } from './drizzle.ts'

export const memberRevision = sqliteTable('member_revision', {
  memberId: text('member_id').notNull(),
  version: integer('version').notNull(),
  name: text('name').notNull(),
  kana: text('kana').notNull(),
  sex: text('sex', { enum: ['male', 'female', 'unknown'] }).notNull(),
  birthOn: text('birth_on'),
  replacedAt: integer('replaced_at').notNull(),
  replacedBy: text('replaced_by'),
})

export const cardRevocation = sqliteTable('card_revocation', {
  cardId: text('card_id').primaryKey(),
  reason: text('reason', { enum: ['lost', 'broken', 'returned', 'other'] }).notNull(),
  revokedBy: text('revoked_by'),
})

export const registrationCode = sqliteTable('registration_code', {
  id: text('id').primaryKey(),
  codeHash: blob('code_hash', { mode: 'buffer' }).notNull(),
  memberId: text('member_id').notNull(),
  visitId: text('visit_id').notNull(),
  medium: text('medium', { enum: ['spot', 'paper'] }).notNull(),
  givenBy: text('given_by').notNull(),
  givenAt: integer('given_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  usedAt: integer('used_at'),
  usedPhone: blob('used_phone', { mode: 'buffer' }),
  revokedAt: integer('revoked_at'),
  revokedBy: text('revoked_by'),
})

export const uploadTicket = sqliteTable('upload_ticket', {
  id: text('id').primaryKey(),
  codeHash: blob('code_hash', { mode: 'buffer' }).notNull(),
  memberId: text('member_id'),
  givenBy: text('given_by').notNull(),
  givenAt: integer('given_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  phone: blob('phone', { mode: 'buffer' }),
  closedAt: integer('closed_at'),
})
