import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { param, type Write } from './direct.ts'
import { and, asc, count, desc, eq, getTableColumns, isNull, sql } from './drizzle.ts'
import { staff } from './schema.ts'
import { notice, noticeAcknowledgement as acknowledgement, noticeEdition, noticeKey } from './schema-notices.ts'

/** お知らせ: notices, their editions, who acknowledged them, and whose signed files are taken. */
export function noticeQueries(db: BetterSQLite3Database, write: Write) {
  const ofThisPerson = and(eq(acknowledgement.noticeId, notice.id), eq(acknowledgement.staffId, param('staffId')))
  const isUnread = sql`coalesce(${acknowledgement.edition}, 0) < ${notice.raisedEdition}`
  const notices = () =>
    db
      .select({
        ...getTableColumns(notice),
        readEdition: acknowledgement.edition,
        acknowledgedAt: acknowledgement.acknowledgedAt,
        done: sql<number>`(SELECT count(*) FROM notice_acknowledgement a WHERE a.notice_id = ${notice.id} AND a.edition >= ${notice.raisedEdition})`,
      })
      .from(notice)
      .leftJoin(acknowledgement, ofThisPerson)
  const words = {
    title: param('title'),
    body: param('body'),
    status: param('status'),
    affects: param('affects'),
    datedOn: param('datedOn'),
  }
  return {
    findNotice: () =>
      notices()
        .where(eq(notice.id, param('id')))
        .prepare(),
    findNoticeBySource: () =>
      db
        .select({ id: notice.id, sourceVersion: notice.sourceVersion, removedAt: notice.removedAt })
        .from(notice)
        .where(eq(notice.sourceKey, param('sourceKey')))
        .prepare(),
    listNotices: () =>
      notices()
        .where(
          and(
            isNull(notice.removedAt),
            sql`(${notice.publishedAt}, ${notice.id}) < (${param('beforeAt')}, ${param('beforeId')})`,
            sql`(${param('kind')} IS NULL OR ${notice.kind} = ${param('kind')})`,
            sql`(${param('isUnreadOnly')} = 0 OR ${isUnread})`,
          ),
        )
        .orderBy(desc(notice.publishedAt), desc(notice.id))
        .limit(param('limit'))
        .prepare(),
    countUnreadNotices: () =>
      db
        .select({ unread: count() })
        .from(notice)
        .leftJoin(acknowledgement, ofThisPerson)
        .where(and(isNull(notice.removedAt), isUnread))
        .prepare(),
    countStaff: () => db.select({ people: count() }).from(staff).prepare(),
    insertNotice: () =>
      write(
        db
          .insert(notice)
          .values({
            id: param('id'),
            kind: param('kind'),
            origin: param('origin'),
            sourceKey: param('sourceKey'),
            sourceVersion: param('sourceVersion'),
            ...words,
            edition: 1,
            raisedEdition: 1,
            publishedAt: param('at'),
            version: 1,
            createdAt: param('at'),
          })
          .prepare(),
      ),
    updateNotice: () =>
      write(
        db
          .update(notice)
          .set({
            title: sql`${param('title')}`,
            body: sql`${param('body')}`,
            status: sql`${param('status')}`,
            affects: sql`${param('affects')}`,
            datedOn: sql`${param('datedOn')}`,
            sourceKey: sql`${param('sourceKey')}`,
            sourceVersion: sql`${param('sourceVersion')}`,
            edition: sql`${param('edition')}`,
            raisedEdition: sql`${param('raisedEdition')}`,
            publishedAt: sql`${param('publishedAt')}`,
            removedAt: sql`${param('removedAt')}`,
            version: sql`${notice.version} + 1`,
          })
          .where(eq(notice.id, param('id')))
          .prepare(),
      ),
    insertNoticeEdition: () =>
      write(
        db
          .insert(noticeEdition)
          .values({
            noticeId: param('noticeId'),
            edition: param('edition'),
            ...words,
            isRaised: param('isRaised'),
            staffId: param('staffId'),
            at: param('at'),
          })
          .prepare(),
      ),
    listNoticeEditions: () =>
      db
        .select({ ...getTableColumns(noticeEdition), by: staff.name })
        .from(noticeEdition)
        .leftJoin(staff, eq(staff.id, noticeEdition.staffId))
        .where(eq(noticeEdition.noticeId, param('noticeId')))
        .orderBy(desc(noticeEdition.edition))
        .limit(param('limit'))
        .prepare(),
    acknowledgeNotice: () =>
      write(
        db
          .insert(acknowledgement)
          .values({
            noticeId: param('noticeId'),
            staffId: param('staffId'),
            edition: param('edition'),
            acknowledgedAt: param('at'),
          })
          .onConflictDoUpdate({
            target: [acknowledgement.noticeId, acknowledgement.staffId],
            set: { edition: sql`excluded.edition`, acknowledgedAt: sql`excluded.acknowledged_at` },
            setWhere: sql`excluded.edition > ${acknowledgement.edition}`,
          })
          .prepare(),
      ),
    listNoticeReaders: () =>
      db
        .select({ name: staff.name, edition: acknowledgement.edition, at: acknowledgement.acknowledgedAt })
        .from(staff)
        .leftJoin(
          acknowledgement,
          and(eq(acknowledgement.staffId, staff.id), eq(acknowledgement.noticeId, param('noticeId'))),
        )
        .orderBy(asc(staff.createdAt), asc(staff.id))
        .prepare(),
    listNoticeKeys: () =>
      db.select().from(noticeKey).where(isNull(noticeKey.removedAt)).orderBy(asc(noticeKey.addedAt)).prepare(),
    findNoticeKey: () =>
      db
        .select()
        .from(noticeKey)
        .where(eq(noticeKey.id, param('id')))
        .prepare(),
    insertNoticeKey: () =>
      write(
        db
          .insert(noticeKey)
          .values({
            id: param('id'),
            name: param('name'),
            publicKey: param('publicKey'),
            addedAt: param('at'),
            addedBy: param('staffId'),
          })
          .prepare(),
      ),
    setNoticeKeyRemoved: () =>
      write(
        db
          .update(noticeKey)
          .set({ removedAt: sql`${param('removedAt')}` })
          .where(eq(noticeKey.id, param('id')))
          .prepare(),
      ),
  }
}
