import { blob, integer, sqliteTable, text } from './drizzle.ts'

export const device = sqliteTable('device', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  kind: text('kind', { enum: ['pc', 'tablet'] }).notNull(),
  counterId: text('counter_id'),
  tokenHash: blob('token_hash', { mode: 'buffer' }).notNull(),
  formerTokenHash: blob('former_token_hash', { mode: 'buffer' }),
  publicKey: blob('public_key', { mode: 'buffer' }).notNull(),
  userAgent: text('user_agent').notNull(),
  enrolledAt: integer('enrolled_at').notNull(),
  enrolledBy: text('enrolled_by'),
  renewedAt: integer('renewed_at').notNull(),
  lastSeenAt: integer('last_seen_at').notNull(),
  revokedAt: integer('revoked_at'),
  revokedBy: text('revoked_by'),
  version: integer('version').notNull(),
})

export const deviceCode = sqliteTable('device_code', {
  id: text('id').primaryKey(),
  codeHash: blob('code_hash', { mode: 'buffer' }).notNull(),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by'),
  expiresAt: integer('expires_at').notNull(),
  triesLeft: integer('tries_left').notNull(),
  state: text('state', { enum: ['open', 'used', 'dead', 'withdrawn'] }).notNull(),
  deviceId: text('device_id'),
})

export const deviceStaff = sqliteTable('device_staff', {
  staffId: text('staff_id').notNull(),
  deviceId: text('device_id').notNull(),
  lastPasswordAt: integer('last_password_at').notNull(),
})
