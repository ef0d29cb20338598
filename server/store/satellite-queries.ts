import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { param, type Write } from './direct.ts'
import { and, asc, eq, isNull, sql } from './drizzle.ts'
import { satellite, scan } from './schema.ts'

/** Satellites by name and key, and what they have told already. */
export function satelliteQueries(db: BetterSQLite3Database, write: Write) {
  return {
    insertSatellite: () =>
      write(
        db
          .insert(satellite)
          .values({ id: param('id'), name: param('name'), keyHash: param('keyHash'), createdAt: param('at') })
          .prepare(),
      ),
    findSatelliteByKey: () =>
      db
        .select({ id: satellite.id, name: satellite.name, revokedAt: satellite.revokedAt })
        .from(satellite)
        .where(eq(satellite.keyHash, param('keyHash')))
        .prepare(),
    findSatelliteByName: () =>
      db
        .select({ id: satellite.id })
        .from(satellite)
        .where(and(eq(satellite.name, param('name')), isNull(satellite.revokedAt)))
        .prepare(),
    // A pharmacy has a handful.
    listSatellites: () =>
      db
        .select({
          id: satellite.id,
          name: satellite.name,
          createdAt: satellite.createdAt,
          revokedAt: satellite.revokedAt,
        })
        .from(satellite)
        .orderBy(asc(satellite.id))
        .prepare(),
    revokeSatellite: () =>
      write(
        db
          .update(satellite)
          .set({ revokedAt: sql`${param('at')}` })
          .where(eq(satellite.id, param('id')))
          .prepare(),
      ),
    findScanByTouch: () =>
      db
        .select({ id: scan.id })
        .from(scan)
        .where(eq(scan.touchKey, param('touchKey')))
        .prepare(),
  }
}
