import { blob, integer, sqliteTable, text } from './drizzle.ts'

export const lockSetting = sqliteTable('lock_setting', {
  id: integer('id').primaryKey(),
  counterMinutes: integer('counter_minutes').notNull(),
  tabletMinutes: integer('tablet_minutes').notNull(),
  version: integer('version').notNull(),
})

export const staffPin = sqliteTable('staff_pin', {
  staffId: text('staff_id').notNull(),
  deviceId: text('device_id').notNull(),
  pinHash: text('pin_hash').notNull(),
  failures: integer('failures').notNull(),
  setAt: integer('set_at').notNull(),
})

export const staffCard = sqliteTable('staff_card', {
  id: text('id').primaryKey(),
  staffId: text('staff_id').notNull(),
  idHash: blob('id_hash', { mode: 'buffer' }).notNull(),
  registeredAt: integer('registered_at').notNull(),
  removedAt: integer('removed_at'),
  touchedAt: integer('touched_at'),
  counterId: text('counter_id'),
})

export const breakGlass = sqliteTable('break_glass', {
  id: text('id').primaryKey(),
  staffId: text('staff_id').notNull(),
  codeHash: blob('code_hash', { mode: 'buffer' }).notNull(),
  madeAt: integer('made_at').notNull(),
  madeBy: text('made_by'),
  openedAt: integer('opened_at'),
  endsAt: integer('ends_at'),
  closedAt: integer('closed_at'),
  closedBy: text('closed_by'),
})

export const breakGlassUse = sqliteTable('break_glass_use', {
  id: text('id').primaryKey(),
  breakGlassId: text('break_glass_id').notNull(),
  at: integer('at').notNull(),
  name: text('name').notNull(),
  reason: text('reason').notNull(),
  address: text('address').notNull(),
})

export const maintenanceWindow = sqliteTable('maintenance_window', {
  id: text('id').primaryKey(),
  staffId: text('staff_id').notNull(),
  openedAt: integer('opened_at').notNull(),
  openedBy: text('opened_by'),
  reason: text('reason').notNull(),
  endsAt: integer('ends_at').notNull(),
  closedAt: integer('closed_at'),
  closedBy: text('closed_by'),
})
