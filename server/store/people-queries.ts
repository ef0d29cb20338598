import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { param, type Write } from './direct.ts'
import { and, asc, desc, eq, gt, isNull, lte, ne, sql } from './drizzle.ts'
import { earlierPassword, factorProof, passkey, recoveryCode, startCode, totp } from './schema-people.ts'
import { session, staff } from './schema.ts'

/** People who sign in: their accounts, their passwords of before, and what stands beside the password. */
export function peopleQueries(db: BetterSQLite3Database, write: Write) {
  return { ...staffQueries(db, write), ...passwordQueries(db, write), ...factorQueries(db, write) }
}

function staffQueries(db: BetterSQLite3Database, write: Write) {
  const accounts = () =>
    db
      .select({
        id: staff.id,
        login: staff.login,
        name: staff.name,
        kana: staff.kana,
        role: staff.role,
        hasPassword: sql<number>`${staff.passwordHash} <> ''`,
        expiresOn: staff.expiresOn,
        createdAt: staff.createdAt,
        createdBy: sql<string | null>`(SELECT maker.name FROM staff maker WHERE maker.id = staff.created_by)`,
        endedAt: staff.endedAt,
        lastSeenAt: staff.lastSeenAt,
        factors: sql<number>`(SELECT count(*) FROM passkey WHERE passkey.staff_id = staff.id)
          + (SELECT count(*) FROM totp WHERE totp.staff_id = staff.id)`,
        recoveryCodesLeft: sql<number>`(SELECT count(*) FROM recovery_code
          WHERE recovery_code.staff_id = staff.id AND recovery_code.used_at IS NULL)`,
        version: staff.version,
      })
      .from(staff)
  return {
    // Every account there ever was: a few dozen.
    listStaff: () => accounts().orderBy(asc(staff.id)).prepare(),
    findStaff: () =>
      accounts()
        .where(eq(staff.id, param('id')))
        .prepare(),
    editStaff: () =>
      write(
        db
          .update(staff)
          .set({
            name: sql`${param('name')}`,
            kana: sql`${param('kana')}`,
            role: sql`${param('role')}`,
            expiresOn: sql`${param('expiresOn')}`,
            endedAt: sql`${param('endedAt')}`,
            version: sql`${staff.version} + 1`,
          })
          .where(eq(staff.id, param('id')))
          .prepare(),
      ),
    seeStaff: () =>
      write(
        db
          .update(staff)
          .set({ lastSeenAt: sql`${param('at')}` })
          .where(eq(staff.id, param('id')))
          .prepare(),
      ),
    deleteSessionsOf: () =>
      write(
        db
          .delete(session)
          .where(eq(session.staffId, param('staffId')))
          .prepare(),
      ),
    findStartCode: () =>
      db
        .select({ codeHash: startCode.codeHash, expiresAt: startCode.expiresAt })
        .from(startCode)
        .where(eq(startCode.staffId, param('staffId')))
        .prepare(),
    insertStartCode: () =>
      write(
        db
          .insert(startCode)
          .values({ staffId: param('staffId'), codeHash: param('codeHash'), expiresAt: param('expiresAt') })
          .prepare(),
      ),
    deleteStartCode: () =>
      write(
        db
          .delete(startCode)
          .where(eq(startCode.staffId, param('staffId')))
          .prepare(),
      ),
    // This very code: another may have been given meanwhile.
    spendStartCode: () =>
      write(
        db
          .delete(startCode)
          .where(and(eq(startCode.staffId, param('staffId')), eq(startCode.codeHash, param('codeHash'))))
          .prepare(),
      ),
  }
}

function passwordQueries(db: BetterSQLite3Database, write: Write) {
  return {
    findStaffPassword: () =>
      db
        .select({
          login: staff.login,
          name: staff.name,
          kana: staff.kana,
          passwordHash: staff.passwordHash,
          standsAlone: staff.passwordStandsAlone,
          endedAt: staff.endedAt,
          expiresOn: staff.expiresOn,
        })
        .from(staff)
        .where(eq(staff.id, param('id')))
        .prepare(),
    setStaffPassword: () =>
      write(
        db
          .update(staff)
          .set({ passwordHash: sql`${param('passwordHash')}`, passwordStandsAlone: sql`${param('standsAlone')}` })
          .where(eq(staff.id, param('id')))
          .prepare(),
      ),
    deleteOtherSessions: () =>
      write(
        db
          .delete(session)
          .where(and(eq(session.staffId, param('staffId')), sql`${session.tokenHash} <> ${param('tokenHash')}`))
          .prepare(),
      ),
    insertEarlierPassword: () =>
      write(
        db
          .insert(earlierPassword)
          .values({ staffId: param('staffId'), passwordHash: param('passwordHash') })
          .prepare(),
      ),
    listEarlierPasswords: () =>
      db
        .select({ id: earlierPassword.id, passwordHash: earlierPassword.passwordHash })
        .from(earlierPassword)
        .where(eq(earlierPassword.staffId, param('staffId')))
        .orderBy(desc(earlierPassword.id))
        .prepare(),
    deleteEarlierPasswords: () =>
      write(
        db
          .delete(earlierPassword)
          .where(and(eq(earlierPassword.staffId, param('staffId')), lte(earlierPassword.id, param('upTo'))))
          .prepare(),
      ),
  }
}

function factorQueries(db: BetterSQLite3Database, write: Write) {
  return {
    findTotp: () =>
      db
        .select()
        .from(totp)
        .where(eq(totp.staffId, param('staffId')))
        .prepare(),
    listSealedTotp: () => db.select({ staffId: totp.staffId, sealedSecret: totp.sealedSecret }).from(totp).prepare(),
    insertTotp: () =>
      write(
        db
          .insert(totp)
          .values({
            staffId: param('staffId'),
            sealedSecret: param('sealedSecret'),
            createdAt: param('at'),
            lastStep: param('step'),
          })
          .prepare(),
      ),
    // Only forwards: of two that bring the same code at once, one changes nothing.
    stepTotp: () =>
      write(
        db
          .update(totp)
          .set({ lastStep: sql`${param('step')}` })
          .where(and(eq(totp.staffId, param('staffId')), sql`${totp.lastStep} < ${param('step')}`))
          .prepare(),
      ),
    deleteTotp: () =>
      write(
        db
          .delete(totp)
          .where(eq(totp.staffId, param('staffId')))
          .prepare(),
      ),
    listPasskeys: () =>
      db
        .select()
        .from(passkey)
        .where(eq(passkey.staffId, param('staffId')))
        .orderBy(asc(passkey.id))
        .prepare(),
    insertPasskey: () =>
      write(
        db
          .insert(passkey)
          .values({
            id: param('id'),
            staffId: param('staffId'),
            host: param('host'),
            label: param('label'),
            publicKey: param('publicKey'),
            signCount: param('signCount'),
            transports: param('transports'),
            createdAt: param('at'),
            lastUsedAt: sql`NULL`,
          })
          .onConflictDoNothing()
          .prepare(),
      ),
    usePasskey: () =>
      write(
        db
          .update(passkey)
          .set({ signCount: sql`${param('signCount')}`, lastUsedAt: sql`${param('at')}` })
          .where(eq(passkey.id, param('id')))
          .prepare(),
      ),
    deletePasskey: () =>
      write(
        db
          .delete(passkey)
          .where(and(eq(passkey.id, param('id')), eq(passkey.staffId, param('staffId'))))
          .prepare(),
      ),
    deletePasskeysOf: () =>
      write(
        db
          .delete(passkey)
          .where(eq(passkey.staffId, param('staffId')))
          .prepare(),
      ),
    insertRecoveryCode: () =>
      write(
        db
          .insert(recoveryCode)
          .values({ codeHash: param('codeHash'), staffId: param('staffId'), usedAt: sql`NULL` })
          .prepare(),
      ),
    listOpenRecoveryCodes: () =>
      db
        .select({ codeHash: recoveryCode.codeHash })
        .from(recoveryCode)
        .where(and(eq(recoveryCode.staffId, param('staffId')), isNull(recoveryCode.usedAt)))
        .prepare(),
    spendRecoveryCode: () =>
      write(
        db
          .update(recoveryCode)
          .set({ usedAt: sql`${param('at')}` })
          .where(
            and(
              eq(recoveryCode.codeHash, param('codeHash')),
              eq(recoveryCode.staffId, param('staffId')),
              isNull(recoveryCode.usedAt),
            ),
          )
          .prepare(),
      ),
    deleteRecoveryCodes: () =>
      write(
        db
          .delete(recoveryCode)
          .where(eq(recoveryCode.staffId, param('staffId')))
          .prepare(),
      ),
    insertFactorProof: () =>
      write(
        db
          .insert(factorProof)
          .values({
            tokenHash: param('tokenHash'),
            staffId: param('staffId'),
            proof: param('proof'),
            expiresAt: param('expiresAt'),
            deviceId: param('deviceId'),
          })
          .prepare(),
      ),
    // The browser becomes a device, or another one.
    bindFactorProofs: () =>
      write(
        db
          .update(factorProof)
          .set({ deviceId: sql`${param('deviceId')}` })
          .where(eq(factorProof.tokenHash, param('tokenHash')))
          .prepare(),
      ),
    deleteFactorProofsOfDevice: () =>
      write(
        db
          .delete(factorProof)
          .where(eq(factorProof.deviceId, param('deviceId')))
          .prepare(),
      ),
    // The same browser: what it has shown for others goes along to its new token.
    moveFactorProofs: () =>
      write(
        db
          .update(factorProof)
          .set({ tokenHash: sql`${param('tokenHash')}` })
          .where(and(eq(factorProof.tokenHash, param('oldHash')), ne(factorProof.staffId, param('staffId'))))
          .prepare(),
      ),
    findFactorProof: () =>
      db
        .select({ proof: factorProof.proof })
        .from(factorProof)
        .where(
          and(
            eq(factorProof.tokenHash, param('tokenHash')),
            eq(factorProof.staffId, param('staffId')),
            gt(factorProof.expiresAt, param('now')),
          ),
        )
        .prepare(),
    deleteOldFactorProofs: () =>
      write(
        db
          .delete(factorProof)
          .where(lte(factorProof.expiresAt, param('now')))
          .prepare(),
      ),
    deleteFactorProofsOf: () =>
      write(
        db
          .delete(factorProof)
          .where(and(eq(factorProof.staffId, param('staffId')), ne(factorProof.tokenHash, param('keptHash'))))
          .prepare(),
      ),
  }
}
