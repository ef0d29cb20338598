import { Type, type Static } from 'typebox'
import { entryProperties } from './entry.ts'
import { CalendarDate } from './text.ts'

const Name = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })
const Note = Type.Optional(Type.String({ maxLength: 400 }))
const typedDate = { maxLength: 20 }

const content = {
  name: Name,
  /** JAN-13 or JAN-8, its check digit verified. */
  jan: Type.Optional(Type.String({ pattern: '^(\\d{8}|\\d{13})$' })),
  startOn: CalendarDate,
  /** Last day of taking; absent: nobody said that it ended. */
  endOn: Type.Optional(CalendarDate),
  note: Note,
}

/** As it is kept. */
export const OtcContent = Type.Object(content, { additionalProperties: false })
export type OtcContent = Static<typeof OtcContent>

/** As it is typed: dates in every usual spelling, the JAN in any width, with or without hyphens. */
export const TypedOtc = Type.Object(
  {
    name: Name,
    jan: Type.Optional(Type.String({ maxLength: 40 })),
    startOn: Type.String(typedDate),
    endOn: Type.Optional(Type.String(typedDate)),
    note: Note,
  },
  { additionalProperties: false },
)
export type TypedOtc = Static<typeof TypedOtc>

/** 市販薬: what a member bought without a prescription. */
export const Otc = Type.Object({ ...entryProperties, ...content })
export type Otc = Static<typeof Otc>

/** What the box knows of a JAN: the name somebody typed last for it, or none. */
export const JanProposal = Type.Object({ jan: Type.String(), name: Type.Union([Type.String(), Type.Null()]) })
export type JanProposal = Static<typeof JanProposal>
