import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { param, type Write } from './direct.ts'
import { eq, lt, sql } from './drizzle.ts'
import { device } from './schema-devices.ts'
import { session, staff } from './schema.ts'

/** Who is signed in. */
export function sessionQueries(db: BetterSQLite3Database, write: Write) {
  return {
    insertSession: () =>
      write(
        db
          .insert(session)
          .values({
            tokenHash: param('tokenHash'),
            staffId: param('staffId'),
            createdAt: param('createdAt'),
            seenAt: param('createdAt'),
            proof: param('proof'),
            deviceId: param('deviceId'),
            activeAt: param('createdAt'),
            page: param('page'),
          })
          .prepare(),
      ),
    findSession: () =>
      db
        .select({
          createdAt: session.createdAt,
          seenAt: session.seenAt,
          staffId: staff.id,
          login: staff.login,
          name: staff.name,
          role: staff.role,
          endedAt: staff.endedAt,
          expiresOn: staff.expiresOn,
          proof: session.proof,
          deviceId: session.deviceId,
          activeAt: session.activeAt,
          lockedAt: session.lockedAt,
          page: session.page,
          deviceRevokedAt: device.revokedAt,
        })
        .from(session)
        .innerJoin(staff, eq(staff.id, session.staffId))
        .leftJoin(device, eq(device.id, session.deviceId))
        .where(eq(session.tokenHash, param('tokenHash')))
        .prepare(),
    touchSession: () =>
      write(
        db
          .update(session)
          .set({ seenAt: sql`${param('seenAt')}` })
          .where(eq(session.tokenHash, param('tokenHash')))
          .prepare(),
      ),
    deleteIdleSessions: () =>
      write(
        db
          .delete(session)
          .where(lt(session.seenAt, param('before')))
          .prepare(),
      ),
    deleteSession: () =>
      write(
        db
          .delete(session)
          .where(eq(session.tokenHash, param('tokenHash')))
          .prepare(),
      ),
  }
}
