import { blob, integer, sqliteTable, text } from './drizzle.ts'

export const terms = sqliteTable('terms', {
  version: integer('version').primaryKey(),
  body: text('body').notNull(),
  staffId: text('staff_id'),
  savedAt: integer('saved_at').notNull(),
})

export const cardIssue = sqliteTable('card_issue', {
  id: text('id').primaryKey(),
  kind: text('kind', { enum: ['new', 'reissue'] }).notNull(),
  state: text('state', { enum: ['open', 'done', 'undone'] }).notNull(),
  name: text('name'),
  kana: text('kana'),
  sex: text('sex', { enum: ['male', 'female', 'unknown'] }),
  birthOn: text('birth_on'),
  patientId: text('patient_id'),
  memberId: text('member_id'),
  reason: text('reason', { enum: ['lost', 'damaged', 'other'] }),
  others: text('others').notNull(),
  consentVia: text('consent_via', { enum: ['screen', 'paper'] }),
  termsVersion: integer('terms_version'),
  consentedAt: integer('consented_at'),
  consentStaffId: text('consent_staff_id'),
  cardId: text('card_id'),
  provenAt: integer('proven_at'),
  revoked: text('revoked').notNull(),
  linkDecidedAt: integer('link_decided_at'),
  linkedPatientId: text('linked_patient_id'),
  counterId: text('counter_id'),
  staffId: text('staff_id'),
  version: integer('version').notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
  endedAt: integer('ended_at'),
})

export const cardWrite = sqliteTable('card_write', {
  idHash: blob('id_hash', { mode: 'buffer' }).primaryKey(),
  cardIssueId: text('card_issue_id').notNull(),
  beganAt: integer('began_at').notNull(),
})

export const consent = sqliteTable('consent', {
  id: text('id').primaryKey(),
  memberId: text('member_id').notNull(),
  cardIssueId: text('card_issue_id'),
  termsVersion: integer('terms_version').notNull(),
  via: text('via', { enum: ['screen', 'paper'] }).notNull(),
  staffId: text('staff_id'),
  consentedAt: integer('consented_at').notNull(),
})
