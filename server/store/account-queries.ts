import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { param, type Write } from './direct.ts'
import { and, desc, eq, lt, sql } from './drizzle.ts'
import { feedback, supportContact } from './schema-account.ts'
import { staff } from './schema.ts'

/** What staff say about the box, and whom they may ask. */
export function accountQueries(db: BetterSQLite3Database, write: Write) {
  return {
    insertFeedback: () =>
      write(
        db
          .insert(feedback)
          .values({
            id: param('id'),
            at: param('at'),
            staffId: param('staffId'),
            kind: param('kind'),
            page: param('page'),
            text: param('text'),
          })
          .prepare(),
      ),
    listFeedback: () =>
      db
        .select({
          id: feedback.id,
          at: feedback.at,
          by: staff.name,
          kind: feedback.kind,
          page: feedback.page,
          text: feedback.text,
        })
        .from(feedback)
        .innerJoin(staff, eq(staff.id, feedback.staffId))
        .where(lt(feedback.id, param('before')))
        .orderBy(desc(feedback.id))
        .limit(param('limit'))
        .prepare(),
    findSupportContact: () => db.select().from(supportContact).where(eq(supportContact.id, 1)).prepare(),
    insertSupportContact: () =>
      write(
        db
          .insert(supportContact)
          .values({
            id: 1,
            name: param('name'),
            phone: param('phone'),
            hours: param('hours'),
            note: param('note'),
            version: 1,
          })
          .prepare(),
      ),
    setSupportContact: () =>
      write(
        db
          .update(supportContact)
          .set({
            name: sql`${param('name')}`,
            phone: sql`${param('phone')}`,
            hours: sql`${param('hours')}`,
            note: sql`${param('note')}`,
            version: sql`${supportContact.version} + 1`,
          })
          .where(and(eq(supportContact.id, 1), eq(supportContact.version, param('version'))))
          .prepare(),
      ),
  }
}
