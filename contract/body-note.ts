import { Type, type Static } from 'typebox'
import { entryProperties } from './entry.ts'

/** allergy アレルギー歴, past-illness 既往歴, adverse-reaction 副作用歴. */
export const BodyNoteKind = Type.Union([
  Type.Literal('allergy'),
  Type.Literal('past-illness'),
  Type.Literal('adverse-reaction'),
])
export type BodyNoteKind = Static<typeof BodyNoteKind>

/** Whom or what it was learned from: staff found it out, the patient said so, a document says so (紹介状, another notebook …). */
export const BodyNoteSource = Type.Union([Type.Literal('staff'), Type.Literal('patient'), Type.Literal('document')])
export type BodyNoteSource = Static<typeof BodyNoteSource>

const content = {
  kind: BodyNoteKind,
  /** The medicine, food or illness. */
  text: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
  /** What happened, how bad it was. */
  detail: Type.Optional(Type.String({ maxLength: 400 })),
  /** When, in the words it was told: 2019年ごろ, 小学生のころ. */
  since: Type.Optional(Type.String({ maxLength: 40 })),
  source: BodyNoteSource,
}

export const BodyNoteContent = Type.Object(content, { additionalProperties: false })
export type BodyNoteContent = Static<typeof BodyNoteContent>

/** One line of からだの情報. */
export const BodyNote = Type.Object({ ...entryProperties, ...content })
export type BodyNote = Static<typeof BodyNote>
