import { Type, type Static } from 'typebox'
import { Issue } from './issue.ts'
import { Instant } from './text.ts'

/** A file that could not be read. Its bytes are kept; `retry` reads them again. */
export const RejectedFile = Type.Object({
  seq: Type.Integer(),
  name: Type.String(),
  size: Type.Integer(),
  receivedAt: Instant,
  attempts: Type.Integer(),
  /** False when the file was refused for its size and still lies in the folder. */
  hasBytes: Type.Boolean(),
  issues: Type.Array(Issue),
})
export type RejectedFile = Static<typeof RejectedFile>
