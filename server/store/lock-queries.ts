import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { param, type Write } from './direct.ts'
import { alias, and, asc, desc, eq, gt, gte, isNotNull, isNull, lte, sql } from './drizzle.ts'
import { audit } from './schema-audit.ts'
import { deviceStaff } from './schema-devices.ts'
import { breakGlass, breakGlassUse, lockSetting, maintenanceWindow, staffCard, staffPin } from './schema-locks.ts'
import { session, staff } from './schema.ts'

/** The lock of a page, PINs, 緊急用アカウント and 保守の時間. Longer than most files: a list of statements, each short. */
export function lockQueries(db: BetterSQLite3Database, write: Write) {
  return {
    ...pageLockQueries(db, write),
    ...pinQueries(db, write),
    ...staffCardQueries(db, write),
    ...breakGlassQueries(db, write),
    ...maintenanceQueries(db, write),
  }
}

function pageLockQueries(db: BetterSQLite3Database, write: Write) {
  return {
    findLockSetting: () => db.select().from(lockSetting).where(eq(lockSetting.id, 1)).prepare(),
    setLockSetting: () =>
      write(
        db
          .update(lockSetting)
          .set({
            counterMinutes: sql`${param('counterMinutes')}`,
            tabletMinutes: sql`${param('tabletMinutes')}`,
            version: sql`${lockSetting.version} + 1`,
          })
          .where(and(eq(lockSetting.id, 1), eq(lockSetting.version, param('version'))))
          .prepare(),
      ),
    noteActive: () =>
      write(
        db
          .update(session)
          .set({ activeAt: sql`${param('at')}`, page: sql`coalesce(${param('page')}, ${session.page})` })
          .where(eq(session.tokenHash, param('tokenHash')))
          .prepare(),
      ),
    lockSession: () =>
      write(
        db
          .update(session)
          .set({ lockedAt: sql`${param('at')}` })
          .where(and(eq(session.tokenHash, param('tokenHash')), isNull(session.lockedAt)))
          .prepare(),
      ),
    unlockSession: () =>
      write(
        db
          .update(session)
          .set({ lockedAt: sql`NULL`, activeAt: sql`${param('at')}`, seenAt: sql`${param('at')}` })
          .where(eq(session.tokenHash, param('tokenHash')))
          .prepare(),
      ),
    lockIdleSessions: () =>
      write(
        db
          .update(session)
          .set({ lockedAt: sql`${param('at')}` })
          .where(
            and(
              isNull(session.lockedAt),
              isNotNull(session.page),
              eq(session.page, param('page')),
              lte(session.activeAt, param('before')),
            ),
          )
          .prepare(),
      ),
  }
}

const isPinOf = () => and(eq(staffPin.deviceId, param('deviceId')), eq(staffPin.staffId, param('staffId')))

function pinQueries(db: BetterSQLite3Database, write: Write) {
  return {
    findPin: () => db.select().from(staffPin).where(isPinOf()).prepare(),
    deletePin: () => write(db.delete(staffPin).where(isPinOf()).prepare()),
    deletePinsOf: () =>
      write(
        db
          .delete(staffPin)
          .where(eq(staffPin.staffId, param('staffId')))
          .prepare(),
      ),
    insertPin: () =>
      write(
        db
          .insert(staffPin)
          .values({
            staffId: param('staffId'),
            deviceId: param('deviceId'),
            pinHash: param('pinHash'),
            failures: 0,
            setAt: param('at'),
          })
          .prepare(),
      ),
    // Counted before the PIN is looked at, so that many at once are counted too.
    tryPin: () =>
      write(
        db
          .update(staffPin)
          .set({ failures: sql`${staffPin.failures} + 1` })
          .where(and(isPinOf(), sql`${staffPin.failures} < ${param('most')}`))
          .prepare(),
      ),
    forgivePin: () =>
      write(
        db
          .update(staffPin)
          .set({ failures: sql`0` })
          .where(isPinOf())
          .prepare(),
      ),
    findPasswordOnDevice: () =>
      db
        .select({ at: deviceStaff.lastPasswordAt })
        .from(deviceStaff)
        .where(and(eq(deviceStaff.staffId, param('staffId')), eq(deviceStaff.deviceId, param('deviceId'))))
        .prepare(),
    listPinPeople: () =>
      db
        .select({
          staffId: staff.id,
          name: staff.name,
          role: staff.role,
          endedAt: staff.endedAt,
          expiresOn: staff.expiresOn,
          failures: staffPin.failures,
          passwordAt: deviceStaff.lastPasswordAt,
        })
        .from(staffPin)
        .innerJoin(staff, eq(staff.id, staffPin.staffId))
        .innerJoin(
          deviceStaff,
          and(eq(deviceStaff.staffId, staffPin.staffId), eq(deviceStaff.deviceId, staffPin.deviceId)),
        )
        .where(eq(staffPin.deviceId, param('deviceId')))
        .prepare(),
  }
}

function staffCardQueries(db: BetterSQLite3Database, write: Write) {
  return {
    findStaffCard: () =>
      db
        .select({ staffId: staffCard.staffId })
        .from(staffCard)
        .where(and(eq(staffCard.idHash, param('idHash')), isNull(staffCard.removedAt)))
        .prepare(),
    findCardOfStaff: () =>
      db
        .select({ registeredAt: staffCard.registeredAt })
        .from(staffCard)
        .where(and(eq(staffCard.staffId, param('staffId')), isNull(staffCard.removedAt)))
        .prepare(),
    insertStaffCard: () =>
      write(
        db
          .insert(staffCard)
          .values({ id: param('id'), staffId: param('staffId'), idHash: param('idHash'), registeredAt: param('at') })
          .prepare(),
      ),
    removeStaffCards: () =>
      write(
        db
          .update(staffCard)
          .set({ removedAt: sql`${param('at')}` })
          .where(and(eq(staffCard.staffId, param('staffId')), isNull(staffCard.removedAt)))
          .prepare(),
      ),
    touchStaffCard: () =>
      write(
        db
          .update(staffCard)
          .set({ touchedAt: sql`${param('at')}`, counterId: sql`${param('counterId')}` })
          .where(and(eq(staffCard.idHash, param('idHash')), isNull(staffCard.removedAt)))
          .prepare(),
      ),
    findTouchedStaff: () =>
      db
        .select({ staffId: staffCard.staffId })
        .from(staffCard)
        .where(
          and(
            eq(staffCard.counterId, param('counterId')),
            gt(staffCard.touchedAt, param('after')),
            isNull(staffCard.removedAt),
          ),
        )
        .orderBy(desc(staffCard.touchedAt))
        .limit(1)
        .prepare(),
    forgetStaffTouch: () =>
      write(
        db
          .update(staffCard)
          .set({ touchedAt: sql`NULL` })
          .where(eq(staffCard.staffId, param('staffId')))
          .prepare(),
      ),
  }
}

function breakGlassQueries(db: BetterSQLite3Database, write: Write) {
  const maker = alias(staff, 'maker')
  const closer = alias(staff, 'closer')
  const accounts = () =>
    db
      .select({
        id: breakGlass.id,
        staffId: breakGlass.staffId,
        name: staff.name,
        madeAt: breakGlass.madeAt,
        madeBy: maker.name,
        openedAt: breakGlass.openedAt,
        endsAt: breakGlass.endsAt,
        closedAt: breakGlass.closedAt,
        closedBy: closer.name,
      })
      .from(breakGlass)
      .innerJoin(staff, eq(staff.id, breakGlass.staffId))
      .leftJoin(maker, eq(maker.id, breakGlass.madeBy))
      .leftJoin(closer, eq(closer.id, breakGlass.closedBy))
  return {
    // Every envelope there ever was: a few.
    listBreakGlass: () => accounts().orderBy(desc(breakGlass.id)).prepare(),
    findBreakGlass: () =>
      accounts()
        .where(eq(breakGlass.id, param('id')))
        .prepare(),
    listOpenBreakGlass: () =>
      accounts()
        .where(and(isNotNull(breakGlass.openedAt), isNull(breakGlass.closedAt)))
        .orderBy(asc(breakGlass.openedAt))
        .prepare(),
    findBreakGlassByCode: () =>
      db
        .select({
          id: breakGlass.id,
          staffId: breakGlass.staffId,
          openedAt: breakGlass.openedAt,
          endsAt: breakGlass.endsAt,
          closedAt: breakGlass.closedAt,
        })
        .from(breakGlass)
        .where(eq(breakGlass.codeHash, param('codeHash')))
        .prepare(),
    findBreakGlassOfStaff: () =>
      db
        .select({ codeHash: breakGlass.codeHash, endsAt: breakGlass.endsAt, closedAt: breakGlass.closedAt })
        .from(breakGlass)
        .where(eq(breakGlass.staffId, param('staffId')))
        .prepare(),
    insertBreakGlass: () =>
      write(
        db
          .insert(breakGlass)
          .values({
            id: param('id'),
            staffId: param('staffId'),
            codeHash: param('codeHash'),
            madeAt: param('at'),
            madeBy: param('by'),
          })
          .prepare(),
      ),
    openBreakGlass: () =>
      write(
        db
          .update(breakGlass)
          .set({ openedAt: sql`${param('at')}`, endsAt: sql`${param('endsAt')}` })
          .where(and(eq(breakGlass.id, param('id')), isNull(breakGlass.openedAt)))
          .prepare(),
      ),
    closeBreakGlass: () =>
      write(
        db
          .update(breakGlass)
          .set({ closedAt: sql`${param('at')}`, closedBy: sql`${param('by')}` })
          .where(and(eq(breakGlass.id, param('id')), isNull(breakGlass.closedAt)))
          .prepare(),
      ),
    insertBreakGlassUse: () =>
      write(
        db
          .insert(breakGlassUse)
          .values({
            id: param('id'),
            breakGlassId: param('breakGlassId'),
            at: param('at'),
            name: param('name'),
            reason: param('reason'),
            address: param('address'),
          })
          .prepare(),
      ),
    listBreakGlassUses: () =>
      db
        .select({
          at: breakGlassUse.at,
          name: breakGlassUse.name,
          reason: breakGlassUse.reason,
          address: breakGlassUse.address,
        })
        .from(breakGlassUse)
        .where(eq(breakGlassUse.breakGlassId, param('breakGlassId')))
        .orderBy(asc(breakGlassUse.at))
        .prepare(),
  }
}

function maintenanceQueries(db: BetterSQLite3Database, write: Write) {
  const opener = alias(staff, 'opener')
  const closer = alias(staff, 'closer')
  const windows = () =>
    db
      .select({
        id: maintenanceWindow.id,
        staffId: maintenanceWindow.staffId,
        name: staff.name,
        openedAt: maintenanceWindow.openedAt,
        openedBy: opener.name,
        reason: maintenanceWindow.reason,
        endsAt: maintenanceWindow.endsAt,
        closedAt: maintenanceWindow.closedAt,
        closedBy: closer.name,
      })
      .from(maintenanceWindow)
      .innerJoin(staff, eq(staff.id, maintenanceWindow.staffId))
      .leftJoin(opener, eq(opener.id, maintenanceWindow.openedBy))
      .leftJoin(closer, eq(closer.id, maintenanceWindow.closedBy))
  return {
    listWindows: () => windows().orderBy(desc(maintenanceWindow.openedAt)).limit(param('limit')).prepare(),
    findWindow: () =>
      windows()
        .where(eq(maintenanceWindow.id, param('id')))
        .prepare(),
    findOpenWindow: () =>
      db
        .select({ id: maintenanceWindow.id })
        .from(maintenanceWindow)
        .where(
          and(
            eq(maintenanceWindow.staffId, param('staffId')),
            gt(maintenanceWindow.endsAt, param('now')),
            isNull(maintenanceWindow.closedAt),
          ),
        )
        .limit(1)
        .prepare(),
    insertWindow: () =>
      write(
        db
          .insert(maintenanceWindow)
          .values({
            id: param('id'),
            staffId: param('staffId'),
            openedAt: param('at'),
            openedBy: param('by'),
            reason: param('reason'),
            endsAt: param('endsAt'),
          })
          .prepare(),
      ),
    closeWindow: () =>
      write(
        db
          .update(maintenanceWindow)
          .set({ closedAt: sql`${param('at')}`, closedBy: sql`${param('by')}` })
          .where(and(eq(maintenanceWindow.id, param('id')), isNull(maintenanceWindow.closedAt)))
          .prepare(),
      ),
    listDeedsOfWindow: () =>
      db
        .select({ seq: audit.seq, at: audit.at, what: audit.what, result: audit.result })
        .from(audit)
        .where(and(eq(audit.staffId, param('staffId')), gte(audit.at, param('from')), lte(audit.at, param('to'))))
        .orderBy(asc(audit.seq))
        .limit(param('limit'))
        .prepare(),
  }
}
