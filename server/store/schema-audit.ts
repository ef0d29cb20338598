import { blob, integer, sqliteTable, text } from './drizzle.ts'

export const audit = sqliteTable('audit', {
  seq: integer('seq').primaryKey(),
  at: integer('at').notNull(),
  staffId: text('staff_id'),
  deviceId: text('device_id'),
  onBehalfOf: text('on_behalf_of'),
  address: text('address'),
  memberId: text('member_id'),
  patientId: text('patient_id'),
  rowId: text('row_id'),
  what: text('what').notNull(),
  result: text('result').notNull(),
  shown: text('shown'),
  detail: text('detail'),
  trailSeq: integer('trail_seq'),
  hash: blob('hash', { mode: 'buffer' }).notNull(),
})

export const auditHead = sqliteTable('audit_head', {
  id: integer('id').primaryKey(),
  seq: integer('seq').notNull(),
  hash: blob('hash', { mode: 'buffer' }).notNull(),
})

export const auditCheck = sqliteTable('audit_check', {
  id: integer('id').primaryKey(),
  at: integer('at').notNull(),
  rows: integer('rows').notNull(),
  head: blob('head', { mode: 'buffer' }).notNull(),
  brokenSeq: integer('broken_seq'),
  why: text('why', { enum: ['changed', 'missing', 'cut', 'deed', 'unchecked'] }),
  faults: integer('faults').notNull(),
  lastSeq: integer('last_seq'),
})

export const auditReview = sqliteTable('audit_review', {
  id: text('id').primaryKey(),
  month: text('month').notNull(),
  at: integer('at').notNull(),
  staffId: text('staff_id').notNull(),
  remark: text('remark').notNull(),
  rows: integer('rows').notNull(),
  counted: integer('counted').notNull(),
  headSeq: integer('head_seq').notNull(),
  headHash: blob('head_hash', { mode: 'buffer' }).notNull(),
})
