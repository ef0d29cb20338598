import type { ChangeNoun } from '../../contract/events.ts'
import { blob, integer, sqliteTable, text } from './drizzle.ts'

/**
 * The tables as migrations/ leaves them, typed. The SQL there is what runs; a test holds these two against each other.
 */
export const facility = sqliteTable('facility', {
  id: integer('id').primaryKey(),
  name: text('name').notNull(),
  hasSecondFactor: integer('has_second_factor', { mode: 'boolean' }).notNull(),
  isDemo: integer('is_demo', { mode: 'boolean' }).notNull(),
  cardKey: blob('card_key', { mode: 'buffer' }).notNull(),
  createdAt: integer('created_at').notNull(),
  shortId: text('short_id'),
})

export const staff = sqliteTable('staff', {
  id: text('id').primaryKey(),
  login: text('login').notNull(),
  name: text('name').notNull(),
  role: text('role', { enum: ['pharmacist', 'clerk', 'admin', 'maintainer'] }).notNull(),
  passwordHash: text('password_hash').notNull(),
  createdAt: integer('created_at').notNull(),
  kana: text('kana').notNull(),
  version: integer('version').notNull(),
  createdBy: text('created_by'),
  expiresOn: text('expires_on'),
  endedAt: integer('ended_at'),
  lastSeenAt: integer('last_seen_at'),
  passwordStandsAlone: integer('password_stands_alone', { mode: 'boolean' }).notNull(),
})

export const session = sqliteTable('session', {
  tokenHash: blob('token_hash', { mode: 'buffer' }).primaryKey(),
  staffId: text('staff_id').notNull(),
  createdAt: integer('created_at').notNull(),
  seenAt: integer('seen_at').notNull(),
  proof: text('proof', {
    enum: ['password', 'totp', 'passkey', 'recovery-code', 'device', 'pin', 'card', 'break-glass'],
  }).notNull(),
  deviceId: text('device_id'),
  activeAt: integer('active_at').notNull(),
  lockedAt: integer('locked_at'),
  page: text('page', { enum: ['counter', 'tablet'] }),
})

export const inbound = sqliteTable('inbound', {
  seq: integer('seq').primaryKey({ autoIncrement: true }),
  folder: text('folder').notNull(),
  name: text('name').notNull(),
  sha256: text('sha256').notNull(),
  size: integer('size').notNull(),
  modifiedAt: integer('modified_at').notNull(),
  sentAt: text('sent_at'),
  receivedAt: integer('received_at').notNull(),
  state: text('state', { enum: ['queued', 'done', 'rejected', 'dismissed'] }).notNull(),
  attempts: integer('attempts').notNull(),
  issues: text('issues'),
  stem: text('stem').notNull(),
  bytes: blob('bytes', { mode: 'buffer' }),
})

export const patient = sqliteTable('patient', {
  id: text('id').primaryKey(),
  pharmacyCode: text('pharmacy_code').notNull(),
  code: text('code').notNull(),
  name: text('name').notNull(),
  kana: text('kana').notNull(),
  sex: text('sex', { enum: ['male', 'female', 'unknown'] }).notNull(),
  birthOn: text('birth_on'),
  nameKey: text('name_key').notNull(),
  kanaKey: text('kana_key').notNull(),
  sentAt: text('sent_at'),
  version: integer('version').notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
  phones: text('phones').notNull(),
  system: text('system').notNull(),
})

export const member = sqliteTable('member', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  kana: text('kana').notNull(),
  sex: text('sex', { enum: ['male', 'female', 'unknown'] }).notNull(),
  birthOn: text('birth_on'),
  version: integer('version').notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
  /** Set for a member of an issue that was undone: shown nowhere. */
  removedAt: integer('removed_at'),
  mergedInto: text('merged_into'),
})

export const autoRegistration = sqliteTable('auto_registration', {
  id: text('id').primaryKey(),
  memberId: text('member_id').notNull(),
  patientId: text('patient_id').notNull(),
  registeredAt: integer('registered_at').notNull(),
  removedAt: integer('removed_at'),
  registeredBy: text('registered_by'),
  removedBy: text('removed_by'),
})

export const card = sqliteTable('card', {
  id: text('id').primaryKey(),
  memberId: text('member_id').notNull(),
  idHash: blob('id_hash', { mode: 'buffer' }).notNull(),
  issuedAt: integer('issued_at').notNull(),
  revokedAt: integer('revoked_at'),
  secretHash: blob('secret_hash', { mode: 'buffer' }),
})

export const visit = sqliteTable('visit', {
  id: text('id').primaryKey(),
  memberId: text('member_id'),
  cardHash: blob('card_hash', { mode: 'buffer' }),
  via: text('via', { enum: ['card', 'code', 'qr', 'manual'] }).notNull(),
  reader: text('reader'),
  presentedAt: integer('presented_at').notNull(),
  presentedOn: text('presented_on').notNull(),
  counterId: text('counter_id'),
  touchKey: text('touch_key'),
})

export const counter = sqliteTable('counter', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  version: integer('version').notNull(),
  createdAt: integer('created_at').notNull(),
  removedAt: integer('removed_at'),
})

export const reader = sqliteTable('reader', {
  id: text('id').primaryKey(),
  device: text('device').notNull(),
  kind: text('kind', { enum: ['virtual', 'pcsc', 'serial', 'hid'] }).notNull(),
  label: text('label').notNull(),
  satellite: text('satellite'),
  counterId: text('counter_id'),
  isWanted: integer('is_wanted', { mode: 'boolean' }).notNull(),
  firstSeenAt: integer('first_seen_at').notNull(),
  lastSeenAt: integer('last_seen_at').notNull(),
  lastUsedAt: integer('last_used_at'),
  failuresInRow: integer('failures_in_row').notNull(),
  givenUpInRow: integer('given_up_in_row').notNull(),
  scanFraming: text('scan_framing', { enum: ['idle', 'stx-etx'] }).notNull(),
  scanHeader: text('scan_header', { enum: ['none', 'symbol', 'digits-from-0', 'digits-from-1'] }).notNull(),
  version: integer('version').notNull(),
})

export const readerDay = sqliteTable('reader_day', {
  readerId: text('reader_id').notNull(),
  dayOn: text('day_on').notNull(),
  connects: integer('connects').notNull(),
  disconnects: integer('disconnects').notNull(),
  flaps: integer('flaps').notNull(),
  touches: integer('touches').notNull(),
  mute: integer('mute').notNull(),
  givenUp: integer('given_up').notNull(),
  transmitErrors: integer('transmit_errors').notNull(),
  moved: integer('moved').notNull(),
  inUse: integer('in_use').notNull(),
  wrongCards: integer('wrong_cards').notNull(),
  scans: integer('scans').notNull(),
  scanErrors: integer('scan_errors').notNull(),
  kernelResets: integer('kernel_resets').notNull(),
  kernelErrors: integer('kernel_errors').notNull(),
  latencies: text('latencies').notNull(),
})

export const readerEvent = sqliteTable('reader_event', {
  seq: integer('seq').primaryKey({ autoIncrement: true }),
  readerId: text('reader_id').notNull(),
  at: integer('at').notNull(),
  code: text('code').notNull(),
})

export const satellite = sqliteTable('satellite', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  keyHash: blob('key_hash', { mode: 'buffer' }).notNull(),
  createdAt: integer('created_at').notNull(),
  revokedAt: integer('revoked_at'),
})

export const scan = sqliteTable('scan', {
  id: text('id').primaryKey(),
  readerId: text('reader_id'),
  counterId: text('counter_id'),
  kind: text('kind', { enum: ['jahis-notebook', 'jahis-prescription', 'jan', 'gs1', 'eligibility', 'code'] }).notNull(),
  symbols: integer('symbols').notNull(),
  scannedAt: integer('scanned_at').notNull(),
  bytes: blob('bytes', { mode: 'buffer' }).notNull(),
  touchKey: text('touch_key'),
})

export const dispensing = sqliteTable('dispensing', {
  id: text('id').primaryKey(),
  pharmacyCode: text('pharmacy_code').notNull(),
  prescriptionNumber: text('prescription_number').notNull(),
  patientId: text('patient_id'),
  inboundSeq: integer('inbound_seq').notNull(),
  action: text('action', { enum: ['new', 'update', 'delete'] }).notNull(),
  revision: integer('revision').notNull(),
  sentAt: text('sent_at'),
  patientCode: text('patient_code'),
  dispensedOn: text('dispensed_on'),
  receivedAt: integer('received_at').notNull(),
  version: integer('version').notNull(),
  removedAt: integer('removed_at'),
  content: text('content'),
  system: text('system').notNull(),
})

export const dispensingRevision = sqliteTable('dispensing_revision', {
  inboundSeq: integer('inbound_seq').primaryKey(),
  dispensingId: text('dispensing_id').notNull(),
  action: text('action', { enum: ['new', 'update', 'delete'] }).notNull(),
  revision: integer('revision').notNull(),
  sentAt: text('sent_at'),
  warnings: text('warnings').notNull(),
})

export const change = sqliteTable('change', {
  seq: integer('seq').primaryKey({ autoIncrement: true }),
  noun: text('noun').$type<ChangeNoun>().notNull(),
  rowId: text('row_id').notNull(),
  at: integer('at').notNull(),
})
