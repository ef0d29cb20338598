import { integer, sqliteTable, text } from './drizzle.ts'

export const feedProfile = sqliteTable('feed_profile', {
  pharmacyCode: text('pharmacy_code').primaryKey(),
  profile: text('profile').notNull(),
  version: integer('version').notNull(),
})

export const replacement = sqliteTable('replacement', {
  id: text('id').primaryKey(),
  state: text('state', { enum: ['draft', 'applied', 'rolled-back', 'removed'] }).notNull(),
  facilityName: text('facility_name').notNull(),
  plannedOn: text('planned_on'),
  oldMaker: text('old_maker').notNull(),
  newMaker: text('new_maker').notNull(),
  contactName: text('contact_name').notNull(),
  contactPhone: text('contact_phone').notNull(),
  contactMail: text('contact_mail').notNull(),
  idsChange: text('ids_change', { enum: ['yes', 'no'] }),
  pharmacyCode: text('pharmacy_code').notNull(),
  matchedFrom: text('matched_from', { enum: ['files', 'csv'] }),
  matchedAt: integer('matched_at'),
  profileBefore: text('profile_before'),
  appliedAt: integer('applied_at'),
  appliedBy: text('applied_by'),
  rolledBackAt: integer('rolled_back_at'),
  version: integer('version').notNull(),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by'),
  updatedAt: integer('updated_at').notNull(),
})

export const replacementPair = sqliteTable('replacement_pair', {
  replacementId: text('replacement_id').notNull(),
  position: integer('position').notNull(),
  oldPatientId: text('old_patient_id').notNull(),
  list: text('list', { enum: ['exact', 'probable', 'unmatched'] }).notNull(),
  reasons: text('reasons').notNull(),
  newPatientId: text('new_patient_id'),
  newCode: text('new_code'),
  decision: text('decision', { enum: ['open', 'confirmed', 'refused'] }).notNull(),
  madePatientId: text('made_patient_id'),
  registrationId: text('registration_id'),
})

export const strayDecision = sqliteTable('stray_decision', {
  id: text('id').primaryKey(),
  patientId: text('patient_id').notNull(),
  kind: text('kind', { enum: ['same', 'other'] }).notNull(),
  knownId: text('known_id'),
  before: text('before'),
  decidedAt: integer('decided_at').notNull(),
  decidedBy: text('decided_by').notNull(),
  undoneAt: integer('undone_at'),
  undoneBy: text('undone_by'),
})
