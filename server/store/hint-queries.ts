import type { Database } from 'better-sqlite3'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { directRead, param, type Write } from './direct.ts'
import { alias, and, desc, eq, isNull, lt, sql } from './drizzle.ts'
import { staff } from './schema.ts'
import { hintAnswer, interaction, interactionTable, leftovers, leftoversRevision } from './schema-hints.ts'

/** Answers to hints, and the interaction tables that some hints come from. */
export function hintQueries(raw: Database, db: BetterSQLite3Database, write: Write) {
  const tables = () =>
    db
      .select({
        id: interactionTable.id,
        fileName: interactionTable.fileName,
        sha256: interactionTable.sha256,
        rows: interactionTable.rows,
        isUsed: interactionTable.isUsed,
        importedAt: interactionTable.importedAt,
        by: staff.name,
      })
      .from(interactionTable)
      .innerJoin(staff, eq(staff.id, interactionTable.staffId))
  return {
    listHintAnswers: () =>
      db
        .select({
          key: hintAnswer.key,
          answer: hintAnswer.answer,
          note: hintAnswer.note,
          said: hintAnswer.said,
          by: staff.name,
          at: hintAnswer.answeredAt,
        })
        .from(hintAnswer)
        .innerJoin(staff, eq(staff.id, hintAnswer.staffId))
        .where(and(eq(hintAnswer.memberId, param('memberId')), isNull(hintAnswer.undoneAt)))
        .prepare(),
    findHintAnswer: () =>
      db
        .select({ id: hintAnswer.id, said: hintAnswer.said })
        .from(hintAnswer)
        .where(
          and(
            eq(hintAnswer.memberId, param('memberId')),
            eq(hintAnswer.key, param('key')),
            isNull(hintAnswer.undoneAt),
          ),
        )
        .prepare(),
    insertHintAnswer: () =>
      write(
        db
          .insert(hintAnswer)
          .values({
            id: param('id'),
            memberId: param('memberId'),
            key: param('key'),
            answer: param('answer'),
            note: param('note'),
            said: param('said'),
            staffId: param('staffId'),
            answeredAt: param('at'),
          })
          .prepare(),
      ),
    undoHintAnswer: () =>
      write(
        db
          .update(hintAnswer)
          .set({ undoneAt: sql`${param('at')}`, undoneBy: sql`${param('staffId')}` })
          .where(eq(hintAnswer.id, param('id')))
          .prepare(),
      ),
    listInteractionTables: () => tables().orderBy(desc(interactionTable.importedAt)).limit(param('limit')).prepare(),
    findInteractionTable: () =>
      tables()
        .where(eq(interactionTable.id, param('id')))
        .prepare(),
    findUsedInteractionTable: () =>
      tables()
        .where(eq(interactionTable.isUsed, sql`1`))
        .prepare(),
    insertInteractionTable: () =>
      write(
        db
          .insert(interactionTable)
          .values({
            id: param('id'),
            fileName: param('fileName'),
            sha256: param('sha256'),
            rows: param('rows'),
            isUsed: false,
            importedAt: param('at'),
            staffId: param('staffId'),
          })
          .prepare(),
      ),
    disuseInteractionTables: () =>
      write(
        db
          .update(interactionTable)
          .set({ isUsed: false })
          .where(eq(interactionTable.isUsed, sql`1`))
          .prepare(),
      ),
    useInteractionTable: () =>
      write(
        db
          .update(interactionTable)
          .set({ isUsed: true })
          .where(eq(interactionTable.id, param('id')))
          .prepare(),
      ),
    insertInteraction: () =>
      write(
        db
          .insert(interaction)
          .values({
            tableId: param('tableId'),
            aKey: param('aKey'),
            bKey: param('bKey'),
            a: param('a'),
            b: param('b'),
            severity: param('severity'),
            text: param('text'),
          })
          .prepare(),
      ),
    listInteractionsOf: () =>
      directRead(
        raw,
        db
          .select({
            aKey: interaction.aKey,
            bKey: interaction.bKey,
            severity: interaction.severity,
            text: interaction.text,
          })
          .from(interaction)
          .where(and(eq(interaction.tableId, param('tableId')), eq(interaction.aKey, param('aKey'))))
          .prepare(),
        ['aKey', 'bKey', 'severity', 'text'],
      ),
    listInteractionKeys: () =>
      directRead(
        raw,
        db
          .select({ aKey: interaction.aKey, bKey: interaction.bKey })
          .from(interaction)
          .where(eq(interaction.tableId, param('tableId')))
          .prepare(),
        ['aKey', 'bKey'],
      ),
  }
}

/** 残薬: counts and their revisions. */
export function leftoverQueries(db: BetterSQLite3Database, write: Write) {
  // 代行入力: in whose name.
  const principal = alias(staff, 'principal')
  const counts = () =>
    db
      .select({
        id: leftovers.id,
        memberId: leftovers.memberId,
        content: leftovers.content,
        version: leftovers.version,
        createdAt: leftovers.createdAt,
        removedAt: leftovers.removedAt,
        savedAt: leftoversRevision.savedAt,
        by: staff.name,
        onBehalfOf: principal.name,
      })
      .from(leftovers)
      .innerJoin(
        leftoversRevision,
        and(eq(leftoversRevision.leftoversId, leftovers.id), eq(leftoversRevision.version, leftovers.version)),
      )
      .innerJoin(staff, eq(staff.id, leftoversRevision.staffId))
      .leftJoin(principal, eq(principal.id, leftoversRevision.onBehalfOf))
  return {
    listLeftovers: () =>
      counts()
        .where(
          and(
            eq(leftovers.memberId, param('memberId')),
            lt(leftovers.id, param('before')),
            isNull(leftovers.removedAt),
          ),
        )
        .orderBy(desc(leftovers.id))
        .limit(param('limit'))
        .prepare(),
    findLeftovers: () =>
      counts()
        .where(eq(leftovers.id, param('id')))
        .prepare(),
    insertLeftovers: () =>
      write(
        db
          .insert(leftovers)
          .values({
            id: param('id'),
            memberId: param('memberId'),
            content: param('content'),
            version: 1,
            createdAt: param('at'),
          })
          .prepare(),
      ),
    updateLeftovers: () =>
      write(
        db
          .update(leftovers)
          .set({
            content: sql`${param('content')}`,
            version: sql`${param('version')}`,
            removedAt: sql`${param('removedAt')}`,
          })
          .where(eq(leftovers.id, param('id')))
          .prepare(),
      ),
    insertLeftoversRevision: () =>
      write(
        db
          .insert(leftoversRevision)
          .values({
            leftoversId: param('id'),
            version: param('version'),
            content: param('content'),
            staffId: param('staffId'),
            onBehalfOf: param('onBehalfOf'),
            savedAt: param('at'),
          })
          .prepare(),
      ),
    listLeftoversRevisions: () =>
      db
        .select({
          version: leftoversRevision.version,
          content: leftoversRevision.content,
          savedAt: leftoversRevision.savedAt,
          by: staff.name,
          onBehalfOf: principal.name,
        })
        .from(leftoversRevision)
        .innerJoin(staff, eq(staff.id, leftoversRevision.staffId))
        .leftJoin(principal, eq(principal.id, leftoversRevision.onBehalfOf))
        .where(eq(leftoversRevision.leftoversId, param('id')))
        .orderBy(desc(leftoversRevision.version))
        .prepare(),
  }
}
