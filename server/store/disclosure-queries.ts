import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { param, type Write } from './direct.ts'
import { and, desc, eq, lt, sql } from './drizzle.ts'
import { staff } from './schema.ts'
import { disclosureReason, disclosureSetting, disclosureWithdrawal } from './schema-disclosure.ts'

/** Whom a record is of: the member as shown, and those merged into it. One statement, because every read of a notebook asks it. */
const whose = sql`(WITH shown (id) AS (SELECT coalesce(merged_into, id) FROM member WHERE id = ${param('memberId')})
  SELECT id FROM shown UNION ALL SELECT gone.id FROM shown CROSS JOIN member gone ON gone.merged_into = shown.id)`

/** What opens and closes what others told. */
export function disclosureQueries(db: BetterSQLite3Database, write: Write) {
  return {
    findDisclosureFacts: () =>
      db
        .select({
          days: disclosureSetting.days,
          // Whoever agrees to the terms when a card is issued is there with the card.
          presentedAt: sql<number | null>`(SELECT max(max(
          coalesce((SELECT max(v.presented_at) FROM visit v
            WHERE v.member_id = w.id AND v.presented_at < ${param('endOfDay')}), -1),
          coalesce((SELECT max(c.consented_at) FROM consent c
            WHERE c.member_id = w.id AND c.consented_at < ${param('endOfDay')}
              AND NOT EXISTS (SELECT 1 FROM card_issue i WHERE i.id = c.card_issue_id AND i.state = 'undone')), -1))) FROM ${whose} w)`,
          reasonAt: sql<number | null>`(SELECT max((SELECT max(r.at) FROM disclosure_reason r
          WHERE r.member_id = w.id AND r.staff_id = ${param('staffId')} AND r.at < ${param('endOfDay')})) FROM ${whose} w)`,
          // One that is still to come was dated by a wrong clock. It ends what was before today; else nothing would open this record again.
          withdrawnAt: sql<number | null>`(SELECT max((SELECT max(CASE WHEN d.at > ${param('now')}
          THEN ${param('startOfDay')} - 1 ELSE d.at END) FROM disclosure_withdrawal d
          WHERE d.member_id = w.id)) FROM ${whose} w)`,
        })
        .from(disclosureSetting)
        .where(eq(disclosureSetting.id, sql`1`))
        .prepare(),
    findDisclosureSetting: () =>
      db
        .select({ days: disclosureSetting.days, version: disclosureSetting.version })
        .from(disclosureSetting)
        .where(eq(disclosureSetting.id, sql`1`))
        .prepare(),
    editDisclosureSetting: () =>
      write(
        db
          .update(disclosureSetting)
          .set({ days: sql`${param('days')}`, version: sql`${disclosureSetting.version} + 1` })
          .where(and(eq(disclosureSetting.id, sql`1`), eq(disclosureSetting.version, param('version'))))
          .prepare(),
      ),
    insertDisclosureReason: () =>
      write(
        db
          .insert(disclosureReason)
          .values({
            id: param('id'),
            memberId: param('memberId'),
            staffId: param('staffId'),
            reason: param('reason'),
            note: param('note'),
            at: param('at'),
          })
          .prepare(),
      ),
    insertDisclosureWithdrawal: () =>
      write(
        db
          .insert(disclosureWithdrawal)
          .values({ id: param('id'), memberId: param('memberId'), staffId: param('staffId'), at: param('at') })
          .prepare(),
      ),
    listDisclosureReasons: () =>
      db
        .select({
          id: disclosureReason.id,
          at: disclosureReason.at,
          by: staff.name,
          memberId: disclosureReason.memberId,
          reason: disclosureReason.reason,
          note: disclosureReason.note,
        })
        .from(disclosureReason)
        .innerJoin(staff, eq(staff.id, disclosureReason.staffId))
        .where(lt(disclosureReason.id, param('before')))
        .orderBy(desc(disclosureReason.id))
        .limit(param('limit'))
        .prepare(),
  }
}
