import { Type, type Static } from 'typebox'

/**
 * Where and why a file could not be read, or what was odd about it.
 * `line` is counted from 1 as an editor shows it; `column` is the comma-separated field, counted from 0 with the record id
 * as field 0 (the numbering of docs/formats/nsips.md). Neither is present when the whole file is meant.
 */
export const Warning = Type.Object({
  line: Type.Optional(Type.Integer({ minimum: 1 })),
  column: Type.Optional(Type.Integer({ minimum: 0 })),
  code: Type.String(),
})
export type Warning = Static<typeof Warning>

/** A warning grave enough to refuse the file. `message` is Japanese, for the person at the counter; it never quotes field contents. */
export const Issue = Type.Object({
  line: Type.Optional(Type.Integer({ minimum: 1 })),
  column: Type.Optional(Type.Integer({ minimum: 0 })),
  code: Type.String(),
  message: Type.String(),
})
export type Issue = Static<typeof Issue>
