import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { param, type Write } from './direct.ts'
import { and, asc, desc, eq, gt, isNull, lte, sql } from './drizzle.ts'
import { device, deviceCode, deviceStaff } from './schema-devices.ts'
import { counter, facility, session } from './schema.ts'

/** 端末: devices, the codes that let them in, and who has signed in there. */
export function deviceQueries(db: BetterSQLite3Database, write: Write) {
  return { ...registerQueries(db, write), ...codeQueries(db, write) }
}

function registerQueries(db: BetterSQLite3Database, write: Write) {
  const devices = () =>
    db
      .select({
        id: device.id,
        name: device.name,
        kind: device.kind,
        counterId: device.counterId,
        counter: counter.name,
        publicKey: device.publicKey,
        userAgent: device.userAgent,
        enrolledAt: device.enrolledAt,
        enrolledBy: sql<string | null>`(SELECT maker.name FROM staff maker WHERE maker.id = ${device.enrolledBy})`,
        renewedAt: device.renewedAt,
        lastSeenAt: device.lastSeenAt,
        revokedAt: device.revokedAt,
        revokedBy: sql<string | null>`(SELECT ender.name FROM staff ender WHERE ender.id = ${device.revokedBy})`,
        version: device.version,
      })
      .from(device)
      .leftJoin(counter, eq(counter.id, device.counterId))
  return {
    // Every device there ever was: a few dozen.
    listDevices: () => devices().orderBy(asc(device.id)).prepare(),
    findDevice: () =>
      devices()
        .where(eq(device.id, param('id')))
        .prepare(),
    findDeviceByToken: () =>
      db
        .select({ id: device.id })
        .from(device)
        .where(and(eq(device.tokenHash, param('tokenHash')), isNull(device.revokedAt)))
        .prepare(),
    findDeviceByFormerToken: () =>
      db
        .select({ id: device.id })
        .from(device)
        .where(and(eq(device.formerTokenHash, param('tokenHash')), isNull(device.revokedAt)))
        .prepare(),
    findDeviceByName: () =>
      db
        .select({ id: device.id })
        .from(device)
        .where(and(eq(device.name, param('name')), isNull(device.revokedAt)))
        .prepare(),
    insertDevice: () =>
      write(
        db
          .insert(device)
          .values({
            id: param('id'),
            name: param('name'),
            kind: sql`${param('kind')}`,
            counterId: param('counterId'),
            tokenHash: param('tokenHash'),
            publicKey: param('publicKey'),
            userAgent: param('userAgent'),
            enrolledAt: param('at'),
            enrolledBy: param('enrolledBy'),
            renewedAt: param('at'),
            lastSeenAt: param('at'),
            version: 1,
          })
          .prepare(),
      ),
    editDevice: () =>
      write(
        db
          .update(device)
          .set({
            name: sql`${param('name')}`,
            kind: sql`${param('kind')}`,
            counterId: sql`${param('counterId')}`,
            version: sql`${device.version} + 1`,
          })
          .where(eq(device.id, param('id')))
          .prepare(),
      ),
    seeDevice: () =>
      write(
        db
          .update(device)
          .set({ lastSeenAt: sql`${param('at')}` })
          .where(eq(device.id, param('id')))
          .prepare(),
      ),
    describeDevice: () =>
      write(
        db
          .update(device)
          .set({ userAgent: sql`${param('userAgent')}`, lastSeenAt: sql`${param('at')}` })
          .where(eq(device.id, param('id')))
          .prepare(),
      ),
    renewDevice: () =>
      write(
        db
          .update(device)
          .set({
            formerTokenHash: sql`${device.tokenHash}`,
            tokenHash: sql`${param('tokenHash')}`,
            renewedAt: sql`${param('at')}`,
            version: sql`${device.version} + 1`,
          })
          .where(eq(device.id, param('id')))
          .prepare(),
      ),
    prolongDevice: () =>
      write(
        db
          .update(device)
          .set({ renewedAt: sql`${param('at')}`, version: sql`${device.version} + 1` })
          .where(eq(device.id, param('id')))
          .prepare(),
      ),
    forgetFormerToken: () =>
      write(
        db
          .update(device)
          .set({ formerTokenHash: sql`NULL` })
          .where(eq(device.id, param('id')))
          .prepare(),
      ),
    revokeDevice: () =>
      write(
        db
          .update(device)
          .set({
            revokedAt: sql`${param('at')}`,
            revokedBy: sql`${param('by')}`,
            formerTokenHash: sql`NULL`,
            version: sql`${device.version} + 1`,
          })
          .where(eq(device.id, param('id')))
          .prepare(),
      ),
    deleteSessionsOfDevice: () =>
      write(
        db
          .delete(session)
          .where(eq(session.deviceId, param('deviceId')))
          .prepare(),
      ),
    // Whoever was signed in before this browser became a device stays so, and goes with it.
    bindSession: () =>
      write(
        db
          .update(session)
          .set({ deviceId: sql`${param('deviceId')}`, page: sql`${param('page')}` })
          .where(and(eq(session.tokenHash, param('tokenHash')), isNull(session.deviceId)))
          .prepare(),
      ),
    setShortId: () =>
      write(
        db
          .update(facility)
          .set({ shortId: sql`${param('shortId')}` })
          .where(eq(facility.id, 1))
          .prepare(),
      ),
    noteDeviceStaff: () =>
      write(
        db
          .insert(deviceStaff)
          .values({ staffId: param('staffId'), deviceId: param('deviceId'), lastPasswordAt: param('at') })
          .onConflictDoUpdate({
            target: [deviceStaff.staffId, deviceStaff.deviceId],
            set: { lastPasswordAt: sql`${param('at')}` },
          })
          .prepare(),
      ),
    // A revoked one too: losing it must not make the password enough.
    findDeviceOfStaff: () =>
      db
        .select({ id: deviceStaff.deviceId })
        .from(deviceStaff)
        .where(eq(deviceStaff.staffId, param('staffId')))
        .limit(1)
        .prepare(),
    deleteDevicesOfStaff: () =>
      write(
        db
          .delete(deviceStaff)
          .where(eq(deviceStaff.staffId, param('staffId')))
          .prepare(),
      ),
  }
}

function codeQueries(db: BetterSQLite3Database, write: Write) {
  const isOpen = and(eq(deviceCode.state, 'open'), gt(deviceCode.expiresAt, param('now')))
  return {
    insertDeviceCode: () =>
      write(
        db
          .insert(deviceCode)
          .values({
            id: param('id'),
            codeHash: param('codeHash'),
            createdAt: param('at'),
            createdBy: param('by'),
            expiresAt: param('expiresAt'),
            triesLeft: param('triesLeft'),
            state: 'open',
          })
          .prepare(),
      ),
    findDeviceCode: () =>
      db
        .select({
          id: deviceCode.id,
          createdBy: deviceCode.createdBy,
          expiresAt: deviceCode.expiresAt,
          triesLeft: deviceCode.triesLeft,
          state: deviceCode.state,
          deviceId: deviceCode.deviceId,
        })
        .from(deviceCode)
        .where(eq(deviceCode.id, param('id')))
        .prepare(),
    listOpenDeviceCodes: () =>
      db
        .select({
          id: deviceCode.id,
          codeHash: deviceCode.codeHash,
          createdBy: deviceCode.createdBy,
          triesLeft: deviceCode.triesLeft,
        })
        .from(deviceCode)
        .where(isOpen)
        .orderBy(desc(deviceCode.expiresAt))
        .prepare(),
    setDeviceCode: () =>
      write(
        db
          .update(deviceCode)
          .set({
            state: sql`${param('state')}`,
            triesLeft: sql`${param('triesLeft')}`,
            deviceId: sql`${param('deviceId')}`,
          })
          .where(eq(deviceCode.id, param('id')))
          .prepare(),
      ),
    deleteOldDeviceCodes: () =>
      write(
        db
          .delete(deviceCode)
          .where(and(eq(deviceCode.state, 'open'), lte(deviceCode.expiresAt, param('before'))))
          .prepare(),
      ),
  }
}
