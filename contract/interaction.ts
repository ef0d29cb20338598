import { Type, type Static } from 'typebox'
import { Severity } from './hint.ts'
import { Id, Instant } from './text.ts'

/** An imported table is at most this long, in characters and in lines. */
export const interactionLimits = { characters: 2_000_000, lines: 20_000 } as const

/** A table as it was picked: the box reads its text. */
export const InteractionFile = Type.Object(
  {
    fileName: Type.String({ minLength: 1, maxLength: 200 }),
    text: Type.String({ maxLength: interactionLimits.characters }),
  },
  { additionalProperties: false },
)
export type InteractionFile = Static<typeof InteractionFile>

/** One line: whoever takes A and B. Codes (first digits of a YJ code) or names. */
export const Interaction = Type.Object({
  line: Type.Integer(),
  a: Type.String(),
  b: Type.String(),
  severity: Severity,
  text: Type.String(),
})
export type Interaction = Static<typeof Interaction>

/** `column` is counted from 1. The message is for people and quotes nothing of the file. */
export const TableIssue = Type.Object({ line: Type.Integer(), column: Type.Integer(), message: Type.String() })
export type TableIssue = Static<typeof TableIssue>

/** What an import would do; nothing is imported while there are issues. */
export const InteractionPreview = Type.Object({
  rows: Type.Integer(),
  /** Lines that say the same as an earlier one: left out. */
  repeated: Type.Integer(),
  issues: Type.Array(TableIssue),
  /** Issues beyond those listed. */
  moreIssues: Type.Integer(),
  /** The first lines, as they were understood. */
  sample: Type.Array(Interaction),
  /** Against the table in use; absent when there is none. */
  change: Type.Optional(Type.Object({ added: Type.Integer(), removed: Type.Integer(), kept: Type.Integer() })),
})
export type InteractionPreview = Static<typeof InteractionPreview>

/** One imported version of the pharmacy's table. */
export const InteractionTable = Type.Object({
  id: Id,
  fileName: Type.String(),
  rows: Type.Integer(),
  isUsed: Type.Boolean(),
  importedAt: Instant,
  by: Type.String(),
})
export type InteractionTable = Static<typeof InteractionTable>
