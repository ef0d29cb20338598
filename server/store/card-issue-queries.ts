import type { Database } from 'better-sqlite3'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { directRead, param, type Write } from './direct.ts'
import { and, asc, desc, eq, isNull, lt, sql } from './drizzle.ts'
import { autoRegistration, card, dispensing, dispensingRevision, inbound, member, staff } from './schema.ts'
import { cardIssue, cardWrite, consent, terms } from './schema-card-issue.ts'

/** Drafts of issues, the cards they wrote on, and the members they may double. */
export function cardIssueQueries(raw: Database, db: BetterSQLite3Database, write: Write) {
  return {
    insertCardIssue: () =>
      write(
        db
          .insert(cardIssue)
          .values({
            id: param('id'),
            kind: param('kind'),
            state: 'open',
            memberId: param('memberId'),
            others: '[]',
            revoked: '[]',
            counterId: param('counterId'),
            staffId: param('staffId'),
            version: 1,
            createdAt: param('at'),
            updatedAt: param('at'),
          })
          .prepare(),
      ),
    updateCardIssue: () =>
      write(
        db
          .update(cardIssue)
          .set({
            kind: sql`${param('kind')}`,
            state: sql`${param('state')}`,
            name: sql`${param('name')}`,
            kana: sql`${param('kana')}`,
            sex: sql`${param('sex')}`,
            birthOn: sql`${param('birthOn')}`,
            patientId: sql`${param('patientId')}`,
            memberId: sql`${param('memberId')}`,
            reason: sql`${param('reason')}`,
            others: sql`${param('others')}`,
            consentVia: sql`${param('consentVia')}`,
            termsVersion: sql`${param('termsVersion')}`,
            consentedAt: sql`${param('consentedAt')}`,
            consentStaffId: sql`${param('consentStaffId')}`,
            cardId: sql`${param('cardId')}`,
            provenAt: sql`${param('provenAt')}`,
            revoked: sql`${param('revoked')}`,
            linkDecidedAt: sql`${param('linkDecidedAt')}`,
            linkedPatientId: sql`${param('linkedPatientId')}`,
            endedAt: sql`${param('endedAt')}`,
            version: sql`${cardIssue.version} + 1`,
            updatedAt: sql`${param('at')}`,
          })
          .where(eq(cardIssue.id, param('id')))
          .prepare(),
      ),
    findCardIssue: () =>
      db
        .select()
        .from(cardIssue)
        .where(eq(cardIssue.id, param('id')))
        .prepare(),
    listOpenCardIssues: () =>
      db
        .select()
        .from(cardIssue)
        .where(and(sql`${cardIssue.state} = 'open'`, lt(cardIssue.id, param('before'))))
        .orderBy(desc(cardIssue.createdAt), desc(cardIssue.id))
        .limit(param('limit'))
        .prepare(),
    noteCardWrite: () =>
      write(
        db
          .insert(cardWrite)
          .values({ idHash: param('idHash'), cardIssueId: param('issueId'), beganAt: param('at') })
          .onConflictDoUpdate({
            target: cardWrite.idHash,
            set: { cardIssueId: sql`excluded.card_issue_id`, beganAt: sql`excluded.began_at` },
          })
          .prepare(),
      ),
    findCardWrite: () =>
      directRead(
        raw,
        db
          .select({ issueId: cardWrite.cardIssueId })
          .from(cardWrite)
          .where(eq(cardWrite.idHash, param('idHash')))
          .prepare(),
        ['issueId'],
      ),
    forgetCardWrite: () =>
      write(
        db
          .delete(cardWrite)
          .where(eq(cardWrite.idHash, param('idHash')))
          .prepare(),
      ),
    listMembersBornOn: () =>
      db
        .select({ id: member.id, name: member.name, kana: member.kana, sex: member.sex, birthOn: member.birthOn })
        .from(member)
        .where(and(eq(member.birthOn, param('birthOn')), isNull(member.removedAt), isNull(member.mergedInto)))
        .limit(param('limit'))
        .prepare(),
    findIssueOfMember: () =>
      db
        .select({ id: cardIssue.id })
        .from(cardIssue)
        .where(eq(cardIssue.memberId, param('memberId')))
        .limit(1)
        .prepare(),
    findMemberSince: () =>
      db
        .select({ createdAt: member.createdAt })
        .from(member)
        .where(eq(member.id, param('id')))
        .prepare(),
    hideMember: () =>
      write(
        db
          .update(member)
          .set({ removedAt: sql`${param('at')}`, version: sql`${member.version} + 1` })
          .where(eq(member.id, param('id')))
          .prepare(),
      ),
    listIssuedCards: () =>
      db
        .select({ id: card.id, issuedAt: card.issuedAt, revokedAt: card.revokedAt })
        .from(card)
        .where(eq(card.memberId, param('memberId')))
        .prepare(),
    revokeIssuedCard: () =>
      write(
        db
          .update(card)
          .set({ revokedAt: sql`${param('at')}` })
          .where(and(eq(card.id, param('id')), isNull(card.revokedAt)))
          .prepare(),
      ),
    reviveIssuedCard: () =>
      write(
        db
          .update(card)
          .set({ revokedAt: null })
          .where(and(eq(card.id, param('id')), eq(card.revokedAt, param('revokedAt'))))
          .prepare(),
      ),
    // The row stays, as a card that nobody can lay on a reader: the real one is blank again for the next person.
    releaseIssuedCard: () =>
      write(
        db
          .update(card)
          .set({ idHash: sql`${param('nobody')}`, revokedAt: sql`${param('at')}` })
          .where(eq(card.id, param('id')))
          .prepare(),
      ),
    removeIssueLinks: () =>
      write(
        db
          .update(autoRegistration)
          .set({ removedAt: sql`${param('at')}`, removedBy: sql`${param('staffId')}` })
          .where(
            and(
              eq(autoRegistration.memberId, param('memberId')),
              eq(autoRegistration.patientId, param('patientId')),
              isNull(autoRegistration.removedAt),
            ),
          )
          .prepare(),
      ),
    // Newest file first, walking the primary key backwards.
    listNewestFiles: () =>
      db
        .select({ patientId: dispensing.patientId, receivedAt: inbound.receivedAt, seq: dispensingRevision.inboundSeq })
        .from(dispensingRevision)
        .innerJoin(dispensing, eq(dispensing.id, dispensingRevision.dispensingId))
        .innerJoin(inbound, eq(inbound.seq, dispensingRevision.inboundSeq))
        .where(lt(dispensingRevision.inboundSeq, param('before')))
        .orderBy(desc(dispensingRevision.inboundSeq))
        .limit(param('limit'))
        .prepare(),
    findStaffName: () =>
      db
        .select({ name: staff.name })
        .from(staff)
        .where(eq(staff.id, param('id')))
        .prepare(),
  }
}

/** 利用規約 and 同意. */
export function consentQueries(db: BetterSQLite3Database, write: Write) {
  const versions = () =>
    db
      .select({ version: terms.version, body: terms.body, savedAt: terms.savedAt, by: staff.name })
      .from(terms)
      .leftJoin(staff, eq(staff.id, terms.staffId))
  return {
    newestTerms: () => versions().orderBy(desc(terms.version)).limit(1).prepare(),
    listTerms: () =>
      versions()
        .where(lt(terms.version, param('before')))
        .orderBy(desc(terms.version))
        .limit(param('limit'))
        .prepare(),
    insertTerms: () =>
      write(
        db
          .insert(terms)
          .values({ version: param('version'), body: param('body'), staffId: param('staffId'), savedAt: param('at') })
          .prepare(),
      ),
    insertConsent: () =>
      write(
        db
          .insert(consent)
          .values({
            id: param('id'),
            memberId: param('memberId'),
            cardIssueId: param('issueId'),
            termsVersion: param('termsVersion'),
            via: param('via'),
            staffId: param('staffId'),
            consentedAt: param('at'),
          })
          .prepare(),
      ),
    listConsentsOfMember: () =>
      db
        .select({
          id: consent.id,
          memberId: consent.memberId,
          termsVersion: consent.termsVersion,
          via: consent.via,
          at: consent.consentedAt,
          by: staff.name,
        })
        .from(consent)
        .leftJoin(staff, eq(staff.id, consent.staffId))
        .where(eq(consent.memberId, param('memberId')))
        .orderBy(asc(consent.consentedAt))
        .limit(param('limit'))
        .prepare(),
  }
}
