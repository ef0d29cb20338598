import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { param, type Write } from './direct.ts'
import { and, asc, count, desc, eq, gte, isNull, lt, sql } from './drizzle.ts'
import { counter, reader, readerDay, readerEvent, scan } from './schema.ts'

/** Counters, the readers that belong to them, what each reader went through, and codes that were read. */
export function readerQueries(db: BetterSQLite3Database, write: Write) {
  return { ...counterQueries(db, write), ...deviceQueries(db, write), ...healthQueries(db, write) }
}

function counterQueries(db: BetterSQLite3Database, write: Write) {
  return {
    // A pharmacy has a handful.
    listCounters: () => db.select().from(counter).where(isNull(counter.removedAt)).orderBy(asc(counter.id)).prepare(),
    findCounter: () =>
      db
        .select()
        .from(counter)
        .where(eq(counter.id, param('id')))
        .prepare(),
    findCounterByName: () =>
      db
        .select({ id: counter.id })
        .from(counter)
        .where(and(eq(counter.name, param('name')), isNull(counter.removedAt)))
        .prepare(),
    insertCounter: () =>
      write(
        db
          .insert(counter)
          .values({ id: param('id'), name: param('name'), version: 1, createdAt: param('at') })
          .prepare(),
      ),
    updateCounter: () =>
      write(
        db
          .update(counter)
          .set({
            name: sql`${param('name')}`,
            removedAt: sql`${param('removedAt')}`,
            version: sql`${counter.version} + 1`,
          })
          .where(eq(counter.id, param('id')))
          .prepare(),
      ),
  }
}

function deviceQueries(db: BetterSQLite3Database, write: Write) {
  const readers = () =>
    db
      .select({
        id: reader.id,
        device: reader.device,
        kind: reader.kind,
        label: reader.label,
        satellite: reader.satellite,
        // A removed counter has no readers; restored, it has them again.
        counterId: counter.id,
        isWanted: reader.isWanted,
        lastSeenAt: reader.lastSeenAt,
        lastUsedAt: reader.lastUsedAt,
        failuresInRow: reader.failuresInRow,
        givenUpInRow: reader.givenUpInRow,
        scanFraming: reader.scanFraming,
        scanHeader: reader.scanHeader,
        version: reader.version,
      })
      .from(reader)
      .leftJoin(counter, and(eq(counter.id, reader.counterId), isNull(counter.removedAt)))
  return {
    listReaders: () => readers().orderBy(asc(reader.id)).prepare(),
    findReader: () =>
      readers()
        .where(eq(reader.id, param('id')))
        .prepare(),
    findReaderByDevice: () =>
      readers()
        .where(eq(reader.device, param('device')))
        .prepare(),
    insertReader: () =>
      write(
        db
          .insert(reader)
          .values({
            id: param('id'),
            device: param('device'),
            kind: param('kind'),
            label: param('label'),
            satellite: param('satellite'),
            counterId: param('counterId'),
            isWanted: true,
            firstSeenAt: param('at'),
            lastSeenAt: param('at'),
            failuresInRow: 0,
            givenUpInRow: 0,
            scanFraming: 'idle',
            scanHeader: 'none',
            version: 1,
          })
          .prepare(),
      ),
    seeReader: () =>
      write(
        db
          .update(reader)
          .set({ kind: sql`${param('kind')}`, label: sql`${param('label')}`, lastSeenAt: sql`${param('at')}` })
          .where(eq(reader.id, param('id')))
          .prepare(),
      ),
    leaveReader: () =>
      write(
        db
          .update(reader)
          .set({ lastSeenAt: sql`${param('at')}` })
          .where(eq(reader.id, param('id')))
          .prepare(),
      ),
    useReader: () =>
      write(
        db
          .update(reader)
          .set({ lastUsedAt: sql`${param('at')}`, failuresInRow: 0, givenUpInRow: 0 })
          .where(eq(reader.id, param('id')))
          .prepare(),
      ),
    failReader: () =>
      write(
        db
          .update(reader)
          .set({ failuresInRow: sql`${param('failures')}`, givenUpInRow: sql`${param('givenUp')}` })
          .where(eq(reader.id, param('id')))
          .prepare(),
      ),
    editReader: () =>
      write(
        db
          .update(reader)
          .set({
            // NULL is a counter too: none. What is not given stays as it is, even the counter that was removed.
            counterId: sql`CASE WHEN ${param('hasCounter')} THEN ${param('counterId')} ELSE counter_id END`,
            isWanted: sql`coalesce(${param('isWanted')}, is_wanted)`,
            scanFraming: sql`coalesce(${param('scanFraming')}, scan_framing)`,
            scanHeader: sql`coalesce(${param('scanHeader')}, scan_header)`,
            version: sql`${reader.version} + 1`,
          })
          .where(eq(reader.id, param('id')))
          .prepare(),
      ),
    listReadersOfCounter: () =>
      db
        .select({ id: reader.id })
        .from(reader)
        .where(eq(reader.counterId, param('counterId')))
        .prepare(),
    listReadersWithoutCounter: () =>
      db.select({ id: reader.id }).from(reader).where(isNull(reader.counterId)).prepare(),
    touchReaderVersions: () =>
      write(
        db
          .update(reader)
          .set({ version: sql`${reader.version} + 1` })
          .where(eq(reader.counterId, param('counterId')))
          .prepare(),
      ),
  }
}

function healthQueries(db: BetterSQLite3Database, write: Write) {
  return {
    countReaderDay: () =>
      write(
        db
          .insert(readerDay)
          .values({
            readerId: param('readerId'),
            dayOn: param('dayOn'),
            connects: param('connects'),
            disconnects: param('disconnects'),
            flaps: param('flaps'),
            touches: param('touches'),
            mute: param('mute'),
            givenUp: sql`max(0, ${param('givenUp')})`,
            transmitErrors: param('transmitErrors'),
            moved: param('moved'),
            inUse: param('inUse'),
            wrongCards: param('wrongCards'),
            scans: param('scans'),
            scanErrors: param('scanErrors'),
            kernelResets: param('kernelResets'),
            kernelErrors: param('kernelErrors'),
            latencies: param('latencies'),
          })
          .onConflictDoUpdate({
            target: [readerDay.readerId, readerDay.dayOn],
            set: {
              connects: sql`connects + excluded.connects`,
              disconnects: sql`disconnects + excluded.disconnects`,
              flaps: sql`flaps + excluded.flaps`,
              touches: sql`touches + excluded.touches`,
              mute: sql`mute + excluded.mute`,
              // A run that ends well after all is taken back; one of yesterday stays.
              givenUp: sql`max(0, given_up + ${param('givenUp')})`,
              transmitErrors: sql`transmit_errors + excluded.transmit_errors`,
              moved: sql`moved + excluded.moved`,
              inUse: sql`in_use + excluded.in_use`,
              wrongCards: sql`wrong_cards + excluded.wrong_cards`,
              scans: sql`scans + excluded.scans`,
              scanErrors: sql`scan_errors + excluded.scan_errors`,
              kernelResets: sql`kernel_resets + excluded.kernel_resets`,
              kernelErrors: sql`kernel_errors + excluded.kernel_errors`,
              // `path` is the place of the one duration that is new, such as `$[12]`.
              latencies: sql`CASE WHEN ${param('path')} = '' THEN latencies
              ELSE json_set(latencies, ${param('path')}, json_extract(latencies, ${param('path')}) + 1) END`,
            },
          })
          .prepare(),
      ),
    listReaderDays: () =>
      db
        .select()
        .from(readerDay)
        .where(and(eq(readerDay.readerId, param('readerId')), gte(readerDay.dayOn, param('from'))))
        .orderBy(desc(readerDay.dayOn))
        .prepare(),
    insertReaderEvent: () =>
      write(
        db
          .insert(readerEvent)
          .values({ readerId: param('readerId'), at: param('at'), code: param('code') })
          .prepare(),
      ),
    pruneReaderEvents: () =>
      write(
        db
          .delete(readerEvent)
          .where(
            and(
              eq(readerEvent.readerId, param('readerId')),
              sql`${readerEvent.seq} <= (SELECT e.seq FROM reader_event e WHERE e.reader_id = ${param('readerId')}
              ORDER BY e.seq DESC LIMIT 1 OFFSET ${param('keep')})`,
            ),
          )
          .prepare(),
      ),
    listReaderEvents: () =>
      db
        .select({ at: readerEvent.at, code: readerEvent.code })
        .from(readerEvent)
        .where(eq(readerEvent.readerId, param('readerId')))
        .orderBy(desc(readerEvent.seq))
        .limit(param('limit'))
        .prepare(),
    insertScan: () =>
      write(
        db
          .insert(scan)
          .values({
            id: param('id'),
            readerId: param('readerId'),
            counterId: param('counterId'),
            kind: param('kind'),
            symbols: param('symbols'),
            scannedAt: param('scannedAt'),
            bytes: param('bytes'),
            touchKey: param('touchKey'),
          })
          .onConflictDoNothing()
          .prepare(),
      ),
    // Never the bytes: they are a person's. What a notebook says is read by findScannedNotebook alone.
    listScans: () =>
      db
        .select({
          id: scan.id,
          kind: scan.kind,
          symbols: scan.symbols,
          scannedAt: scan.scannedAt,
          counterId: scan.counterId,
          readerId: scan.readerId,
        })
        .from(scan)
        .where(and(gte(scan.scannedAt, param('from')), lt(scan.scannedAt, param('to')), lt(scan.id, param('before'))))
        .orderBy(desc(scan.id))
        .limit(param('limit'))
        .prepare(),
    findScannedNotebook: () =>
      db
        .select({ scannedAt: scan.scannedAt, bytes: scan.bytes })
        .from(scan)
        .where(and(eq(scan.id, param('id')), eq(scan.kind, 'jahis-notebook')))
        .prepare(),
    countScansOfReader: () =>
      db
        .select({ scans: count() })
        .from(scan)
        .where(and(gte(scan.scannedAt, param('from')), eq(scan.readerId, param('readerId'))))
        .prepare(),
  }
}
