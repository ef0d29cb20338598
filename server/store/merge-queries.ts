import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { param, type Write } from './direct.ts'
import { alias, and, count, desc, eq, gt, isNull, max, ne, or, sql } from './drizzle.ts'
import { image } from './schema-images.ts'
import { merge } from './schema-links.ts'
import { trail } from './schema-trail.ts'
import { member, staff, visit } from './schema.ts'

/** 統合: two members of one person are shown as one. */
export function mergeQueries(db: BetterSQLite3Database, write: Write) {
  const merger = alias(staff, 'merger')
  const undoer = alias(staff, 'undoer')
  const merges = () =>
    db
      .select({
        id: merge.id,
        keptId: merge.keptId,
        goneId: merge.goneId,
        mergedAt: merge.mergedAt,
        mergedBy: merger.name,
        keptFacts: merge.keptFacts,
        chosenFacts: merge.chosenFacts,
        undoneAt: merge.undoneAt,
        undoneBy: undoer.name,
      })
      .from(merge)
      .leftJoin(merger, eq(merger.id, merge.mergedBy))
      .leftJoin(undoer, eq(undoer.id, merge.undoneBy))
  return {
    insertMerge: () =>
      write(
        db
          .insert(merge)
          .values({
            id: param('id'),
            keptId: param('keptId'),
            goneId: param('goneId'),
            mergedAt: param('at'),
            mergedBy: param('staffId'),
            keptFacts: param('keptFacts'),
            chosenFacts: param('chosenFacts'),
          })
          .prepare(),
      ),
    endMerge: () =>
      write(
        db
          .update(merge)
          .set({ undoneAt: sql`${param('at')}`, undoneBy: sql`${param('staffId')}` })
          .where(eq(merge.id, param('id')))
          .prepare(),
      ),
    /** Under which member this one's record is shown; NULL: its own. */
    pointMember: () =>
      write(
        db
          .update(member)
          .set({ mergedInto: sql`${param('into')}` })
          .where(eq(member.id, param('id')))
          .prepare(),
      ),
    findMerge: () =>
      merges()
        .where(eq(merge.id, param('id')))
        .prepare(),
    /** Those in which this member is either of the two. */
    listMergesOf: () =>
      merges()
        .where(or(eq(merge.keptId, param('memberId')), eq(merge.goneId, param('memberId'))))
        .orderBy(desc(merge.mergedAt))
        .limit(param('limit'))
        .prepare(),
    listGoneInto: () =>
      db
        .select({ goneId: merge.goneId })
        .from(merge)
        .where(and(eq(merge.keptId, param('keptId')), isNull(merge.undoneAt)))
        .prepare(),
    /** Merges into the same member that were made after this one and stand. */
    listLaterMerges: () =>
      db
        .select({ id: merge.id, keptFacts: merge.keptFacts, chosenFacts: merge.chosenFacts })
        .from(merge)
        .where(
          and(
            eq(merge.keptId, param('keptId')),
            isNull(merge.undoneAt),
            sql`merge.rowid > (SELECT made.rowid FROM merge made WHERE made.id = ${param('id')})`,
          ),
        )
        .prepare(),
    rewriteMergeFacts: () =>
      write(
        db
          .update(merge)
          .set({ keptFacts: sql`${param('keptFacts')}`, chosenFacts: sql`${param('chosenFacts')}` })
          .where(eq(merge.id, param('id')))
          .prepare(),
      ),
    /** What was done to a record since a merge, but for merging itself. */
    countTrailSince: () =>
      db
        .select({ rows: count() })
        .from(trail)
        .where(
          and(
            eq(trail.memberId, param('memberId')),
            gt(
              trail.seq,
              sql`(SELECT max(made.seq) FROM trail made WHERE made.row_id = ${param('mergeId')} AND made.what = 'member-merged')`,
            ),
            ne(trail.what, 'member-merged'),
            ne(trail.what, 'merge-undone'),
          ),
        )
        .prepare(),
    countVisitsOf: () =>
      db
        .select({ rows: count(), last: max(visit.presentedAt) })
        .from(visit)
        .where(eq(visit.memberId, param('memberId')))
        .prepare(),
    countImagesOf: () =>
      db
        .select({ rows: count() })
        .from(image)
        .where(and(eq(image.memberId, param('memberId')), isNull(image.deletedAt)))
        .prepare(),
  }
}
