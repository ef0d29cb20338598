import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { param, type Write } from './direct.ts'
import { and, eq, gt, isNull, sql } from './drizzle.ts'
import { setup, setupAnswer } from './schema-setup.ts'
import { facility, staff } from './schema.ts'

/** 初期設定: how far it is, and what was answered. */
export function setupQueries(db: BetterSQLite3Database, write: Write) {
  return {
    findSetup: () => db.select().from(setup).where(eq(setup.id, 1)).prepare(),
    beginSetup: () =>
      write(
        db
          .insert(setup)
          .values({ id: 1, begunAt: param('at'), finishedAt: null, codeHash: null, triesLeft: 0 })
          .onConflictDoNothing()
          .prepare(),
      ),
    setSetupCode: () =>
      write(
        db
          .update(setup)
          .set({ codeHash: sql`${param('codeHash')}`, triesLeft: sql`${param('triesLeft')}` })
          .where(and(eq(setup.id, 1), isNull(setup.finishedAt)))
          .prepare(),
      ),
    takeSetupTry: () =>
      write(
        db
          .update(setup)
          .set({ triesLeft: sql`${setup.triesLeft} - 1` })
          .where(and(eq(setup.id, 1), gt(setup.triesLeft, 0)))
          .prepare(),
      ),
    finishSetup: () =>
      write(
        db
          .update(setup)
          .set({ finishedAt: sql`${param('at')}`, codeHash: null, triesLeft: 0 })
          .where(and(eq(setup.id, 1), isNull(setup.finishedAt)))
          .prepare(),
      ),
    findSetupAnswer: () =>
      db
        .select({ answer: setupAnswer.answer })
        .from(setupAnswer)
        .where(eq(setupAnswer.step, param('step')))
        .prepare(),
    saveSetupAnswer: () =>
      write(
        db
          .insert(setupAnswer)
          .values({ step: param('step'), answer: param('answer'), savedAt: param('at') })
          .onConflictDoUpdate({
            target: setupAnswer.step,
            set: { answer: sql`excluded.answer`, savedAt: sql`excluded.saved_at` },
          })
          .prepare(),
      ),
    renameFacility: () =>
      write(
        db
          .update(facility)
          .set({ name: sql`${param('name')}` })
          .where(eq(facility.id, 1))
          .prepare(),
      ),
    renameStaff: () =>
      write(
        db
          .update(staff)
          .set({ login: sql`${param('login')}`, name: sql`${param('name')}` })
          .where(eq(staff.id, param('id')))
          .prepare(),
      ),
  }
}
