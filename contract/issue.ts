import { Type, type Static } from 'typebox'

/**
 * Where and why a file could not be read, or what was odd about it.
 * `line` is counted from 1 as an editor shows it; `column` is the comma-separated field, counted from 0 with the record id
 * as field 0 (the numbering of docs/formats/nsips.md). A warning about the whole file has neither.
 */
export const Warning = Type.Object({
  line: Type.Optional(Type.Integer({ minimum: 1 })),
  column: Type.Optional(Type.Integer({ minimum: 0 })),
  code: Type.String(),
})
export type Warning = Static<typeof Warning>

/**
 * A warning grave enough to refuse the file. `message` is Japanese, for the person at the counter; it never quotes field contents.
 * What is missing altogether is told at the last line, where the file ended without it; what concerns the file as such at line 1.
 */
export const Issue = Type.Object({
  line: Type.Integer({ minimum: 1 }),
  column: Type.Integer({ minimum: 0 }),
  code: Type.String(),
  message: Type.String(),
})
export type Issue = Static<typeof Issue>
