import { createHash } from 'node:crypto'
import type { InteractionPreview, InteractionTable } from '../../contract/interaction.ts'
import type { TrailDeed } from '../../contract/trail.ts'
import { readInteractionTable, type KeyedInteraction, type ReadTable } from '../domain/interaction-table.ts'
import { newId } from './ids.ts'
import type { Store } from './open.ts'
import { noteTrail } from './trail.ts'

/** Versions a list tells; nobody imports so many. */
const mostTables = 50
const [mostIssues, sampleRows] = [50, 20]

export type ImportOutcome = { ok: true; table: InteractionTable } | { ok: false; preview: InteractionPreview }

/** Every version that was imported, newest first. */
export const listInteractionTables = (store: Store): InteractionTable[] =>
  store.queries.listInteractionTables.all({ limit: mostTables }).map(toTable)

/** What importing this text would do. */
export const previewInteractions = (store: Store, text: string): InteractionPreview =>
  toPreview(store, readInteractionTable(text))

function toPreview(store: Store, { rows, repeated, issues }: ReadTable): InteractionPreview {
  const used = store.queries.findUsedInteractionTable.get()
  return {
    rows: rows.length,
    repeated,
    issues: issues.slice(0, mostIssues),
    moreIssues: Math.max(0, issues.length - mostIssues),
    sample: rows.slice(0, sampleRows).map(({ aKey: _a, bKey: _b, ...row }) => row),
    ...(used && { change: compare(store, used.id, rows) }),
  }
}

function compare(store: Store, tableId: string, rows: readonly KeyedInteraction[]) {
  const known = new Set(store.queries.listInteractionKeys.all({ tableId }).map(pairOf))
  const kept = rows.filter((row) => known.has(pairOf(row))).length
  return { kept, added: rows.length - kept, removed: known.size - kept }
}

const pairOf = ({ aKey, bKey }: { aKey: string; bKey: string }): string => [aKey, bKey].sort().join('\n')

/** Imports a table and puts it in use. Nothing is imported while a single line cannot be understood. */
export function importInteractions(store: Store, fileName: string, text: string, staffId: string): ImportOutcome {
  const read = readInteractionTable(text)
  if (read.issues.length > 0) return { ok: false, preview: toPreview(store, read) }
  return store.write((): ImportOutcome => {
    const id = newId(store)
    const sha256 = createHash('sha256').update(text).digest('hex')
    const { length } = read.rows
    store.queries.insertInteractionTable.run({ id, fileName, sha256, rows: length, at: store.now(), staffId })
    for (const { line: _, ...row } of read.rows) store.queries.insertInteraction.run({ tableId: id, ...row })
    put(store, id, 'interaction-table-imported', staffId)
    const table = store.queries.findInteractionTable.get({ id })
    if (!table) throw new Error('a table that was just written is there')
    return { ok: true, table: toTable(table) }
  })
}

/** Puts a version in use that was imported before. Undefined: there is no such version. */
export function useInteractions(store: Store, id: string, staffId: string): InteractionTable | undefined {
  return store.write(() => {
    if (!store.queries.findInteractionTable.get({ id })) return undefined
    put(store, id, 'interaction-table-used', staffId)
    const table = store.queries.findInteractionTable.get({ id })
    return table && toTable(table)
  })
}

/** Takes the table out of use: from then on no interaction is looked for. It stays and can be put in use again. */
export function disuseInteractions(store: Store, staffId: string): void {
  store.write(() => {
    const used = store.queries.findUsedInteractionTable.get()
    if (!used) return
    store.queries.disuseInteractionTables.run()
    noteTrail(store, { staffId, what: 'interaction-table-disused', memberId: null, rowId: used.id })
    store.noteChange('hint', used.id)
  })
}

function put(store: Store, id: string, what: TrailDeed, staffId: string): void {
  store.queries.disuseInteractionTables.run()
  store.queries.useInteractionTable.run({ id })
  noteTrail(store, { staffId, what, memberId: null, rowId: id })
  // Everybody's hints may be others now: an id that is no member's says so.
  store.noteChange('hint', id)
}

const toTable = ({ sha256: _, ...table }: InteractionTable & { sha256: string }): InteractionTable => table
