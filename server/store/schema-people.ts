import { blob, integer, sqliteTable, text } from './drizzle.ts'

export const startCode = sqliteTable('start_code', {
  staffId: text('staff_id').primaryKey(),
  codeHash: blob('code_hash', { mode: 'buffer' }).notNull(),
  expiresAt: integer('expires_at').notNull(),
})

export const earlierPassword = sqliteTable('earlier_password', {
  id: integer('id').primaryKey(),
  staffId: text('staff_id').notNull(),
  passwordHash: text('password_hash').notNull(),
})

export const totp = sqliteTable('totp', {
  staffId: text('staff_id').primaryKey(),
  sealedSecret: blob('sealed_secret', { mode: 'buffer' }).notNull(),
  createdAt: integer('created_at').notNull(),
  lastStep: integer('last_step').notNull(),
})

export const passkey = sqliteTable('passkey', {
  id: text('id').primaryKey(),
  staffId: text('staff_id').notNull(),
  host: text('host').notNull(),
  label: text('label').notNull(),
  publicKey: blob('public_key', { mode: 'buffer' }).notNull(),
  signCount: integer('sign_count').notNull(),
  transports: text('transports').notNull(),
  createdAt: integer('created_at').notNull(),
  lastUsedAt: integer('last_used_at'),
})

export const recoveryCode = sqliteTable('recovery_code', {
  codeHash: blob('code_hash', { mode: 'buffer' }).primaryKey(),
  staffId: text('staff_id').notNull(),
  usedAt: integer('used_at'),
})

export const factorProof = sqliteTable('factor_proof', {
  tokenHash: blob('token_hash', { mode: 'buffer' }).notNull(),
  staffId: text('staff_id').notNull(),
  proof: text('proof', { enum: ['totp', 'passkey', 'recovery-code'] }).notNull(),
  expiresAt: integer('expires_at').notNull(),
  deviceId: text('device_id'),
})
