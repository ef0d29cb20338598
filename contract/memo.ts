import { Type, type Static } from 'typebox'
import { entryProperties } from './entry.ts'

/** Whose words a memo holds; who typed them is `by`. */
export const MemoOrigin = Type.Union([
  Type.Literal('patient'),
  Type.Literal('this-pharmacy'),
  Type.Literal('other-institution'),
])
export type MemoOrigin = Static<typeof MemoOrigin>

const content = {
  origin: MemoOrigin,
  /** Who of them: the institution's name, or who spoke for the patient. */
  author: Type.Optional(Type.String({ maxLength: 60 })),
  text: Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' }),
}

export const MemoContent = Type.Object(content, { additionalProperties: false })
export type MemoContent = Static<typeof MemoContent>

/** メモ. */
export const Memo = Type.Object({ ...entryProperties, ...content })
export type Memo = Static<typeof Memo>
