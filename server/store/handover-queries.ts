import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { param, type Write } from './direct.ts'
import { and, desc, eq, gt, isNull, lt, sql } from './drizzle.ts'
import { card, member, staff, visit } from './schema.ts'
import { cardRevocation, memberRevision, registrationCode, uploadTicket } from './schema-handover.ts'

/** 会員設定: facts and cards of a member, and the codes that phones are given. */
export function handoverQueries(db: BetterSQLite3Database, write: Write) {
  return {
    ...factQueries(db, write),
    ...cardQueries(db, write),
    ...codeQueries(db, write),
    ...ticketQueries(db, write),
  }
}

function factQueries(db: BetterSQLite3Database, write: Write) {
  return {
    correctMember: () =>
      write(
        db
          .update(member)
          .set({
            name: sql`${param('name')}`,
            kana: sql`${param('kana')}`,
            sex: sql`${param('sex')}`,
            birthOn: sql`${param('birthOn')}`,
            version: sql`${member.version} + 1`,
            updatedAt: sql`${param('at')}`,
          })
          .where(eq(member.id, param('id')))
          .prepare(),
      ),
    insertMemberRevision: () =>
      write(
        db
          .insert(memberRevision)
          .values({
            memberId: param('memberId'),
            version: param('version'),
            name: param('name'),
            kana: param('kana'),
            sex: param('sex'),
            birthOn: param('birthOn'),
            replacedAt: param('at'),
            replacedBy: param('staffId'),
          })
          // A merge that was taken back brings an earlier version number with it.
          .onConflictDoNothing()
          .prepare(),
      ),
    listMemberRevisions: () =>
      db
        .select({
          version: memberRevision.version,
          name: memberRevision.name,
          kana: memberRevision.kana,
          sex: memberRevision.sex,
          birthOn: memberRevision.birthOn,
          replacedAt: memberRevision.replacedAt,
          replacedBy: staff.name,
        })
        .from(memberRevision)
        .leftJoin(staff, eq(staff.id, memberRevision.replacedBy))
        .where(eq(memberRevision.memberId, param('memberId')))
        .orderBy(desc(memberRevision.version))
        .limit(param('limit'))
        .prepare(),
  }
}

/** Not one that an undone issue made blank again: its digest is shorter than any card's (card-issue-undo.ts). */
const isCard = sql`length(${card.idHash}) = 32`

function cardQueries(db: BetterSQLite3Database, write: Write) {
  return {
    listCardsOfMember: () =>
      db
        .select({ id: card.id, issuedAt: card.issuedAt, revokedAt: card.revokedAt, reason: cardRevocation.reason })
        .from(card)
        .leftJoin(cardRevocation, eq(cardRevocation.cardId, card.id))
        .where(and(eq(card.memberId, param('memberId')), isCard))
        .prepare(),
    findCard: () =>
      db
        .select({ id: card.id, memberId: card.memberId, revokedAt: card.revokedAt })
        .from(card)
        .where(and(eq(card.id, param('id')), isCard))
        .prepare(),
    setCardRevoked: () =>
      write(
        db
          .update(card)
          .set({ revokedAt: sql`${param('revokedAt')}` })
          .where(eq(card.id, param('id')))
          .prepare(),
      ),
    insertCardRevocation: () =>
      write(
        db
          .insert(cardRevocation)
          .values({ cardId: param('cardId'), reason: param('reason'), revokedBy: param('staffId') })
          .prepare(),
      ),
    deleteCardRevocation: () =>
      write(
        db
          .delete(cardRevocation)
          .where(eq(cardRevocation.cardId, param('cardId')))
          .prepare(),
      ),
  }
}

function codeQueries(db: BetterSQLite3Database, write: Write) {
  return {
    // `IS`: a reader that belongs to no counter is a place of its own.
    findNewestTouch: () =>
      db
        .select({ id: visit.id, memberId: visit.memberId, presentedAt: visit.presentedAt })
        .from(visit)
        .where(
          and(
            sql`${visit.counterId} is ${param('counterId')}`,
            gt(visit.presentedAt, param('after')),
            eq(visit.via, 'card'),
          ),
        )
        .orderBy(desc(visit.presentedAt), desc(visit.id))
        .limit(1)
        .prepare(),
    findCodeOfVisit: () =>
      db
        .select({ id: registrationCode.id })
        .from(registrationCode)
        .where(eq(registrationCode.visitId, param('visitId')))
        .prepare(),
    insertRegistrationCode: () =>
      write(
        db
          .insert(registrationCode)
          .values({
            id: param('id'),
            codeHash: param('codeHash'),
            memberId: param('memberId'),
            visitId: param('visitId'),
            medium: param('medium'),
            givenBy: param('staffId'),
            givenAt: param('at'),
            expiresAt: param('expiresAt'),
          })
          .prepare(),
      ),
    findRegistrationCode: () =>
      db
        .select()
        .from(registrationCode)
        .where(eq(registrationCode.id, param('id')))
        .prepare(),
    findRegistrationCodeByHash: () =>
      db
        .select()
        .from(registrationCode)
        .where(eq(registrationCode.codeHash, param('codeHash')))
        .prepare(),
    listRegistrationCodes: () =>
      db
        .select({
          id: registrationCode.id,
          medium: registrationCode.medium,
          givenAt: registrationCode.givenAt,
          givenBy: staff.name,
          expiresAt: registrationCode.expiresAt,
          usedAt: registrationCode.usedAt,
          revokedAt: registrationCode.revokedAt,
        })
        .from(registrationCode)
        .innerJoin(staff, eq(staff.id, registrationCode.givenBy))
        .where(and(eq(registrationCode.memberId, param('memberId')), lt(registrationCode.id, param('before'))))
        .orderBy(desc(registrationCode.id))
        .limit(param('limit'))
        .prepare(),
    useRegistrationCode: () =>
      write(
        db
          .update(registrationCode)
          .set({ usedAt: sql`${param('at')}`, usedPhone: sql`${param('phone')}` })
          .where(eq(registrationCode.id, param('id')))
          .prepare(),
      ),
    revokeRegistrationCode: () =>
      write(
        db
          .update(registrationCode)
          .set({ revokedAt: sql`${param('at')}`, revokedBy: sql`${param('staffId')}` })
          .where(eq(registrationCode.id, param('id')))
          .prepare(),
      ),
  }
}

function ticketQueries(db: BetterSQLite3Database, write: Write) {
  return {
    insertUploadTicket: () =>
      write(
        db
          .insert(uploadTicket)
          .values({
            id: param('id'),
            codeHash: param('codeHash'),
            memberId: param('memberId'),
            givenBy: param('staffId'),
            givenAt: param('at'),
            expiresAt: param('expiresAt'),
          })
          .prepare(),
      ),
    findUploadTicket: () =>
      db
        .select()
        .from(uploadTicket)
        .where(eq(uploadTicket.id, param('id')))
        .prepare(),
    findUploadTicketByHash: () =>
      db
        .select()
        .from(uploadTicket)
        .where(eq(uploadTicket.codeHash, param('codeHash')))
        .prepare(),
    bindUploadTicket: () =>
      write(
        db
          .update(uploadTicket)
          .set({ phone: sql`${param('phone')}` })
          .where(and(eq(uploadTicket.id, param('id')), isNull(uploadTicket.phone)))
          .prepare(),
      ),
    closeUploadTicket: () =>
      write(
        db
          .update(uploadTicket)
          .set({ closedAt: sql`${param('at')}` })
          .where(and(eq(uploadTicket.id, param('id')), isNull(uploadTicket.closedAt)))
          .prepare(),
      ),
  }
}
