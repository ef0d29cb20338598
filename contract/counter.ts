import { Type, type Static } from 'typebox'
import { Id } from './text.ts'

/** What a person types as the name of a counter: 1 to 20 characters, not only blanks. */
export const CounterName = Type.String({ minLength: 1, maxLength: 20, pattern: '\\S' })

/** 受付窓口: a place at the desk, with its readers and its PCs. */
export const Counter = Type.Object({
  id: Id,
  name: Type.String(),
  version: Type.Integer(),
})
export type Counter = Static<typeof Counter>

export const NewCounter = Type.Object({ name: CounterName }, { additionalProperties: false })
export type NewCounter = Static<typeof NewCounter>

/** `version` as it was shown. */
export const CounterEdit = Type.Object({ name: CounterName, version: Type.Integer() }, { additionalProperties: false })
export type CounterEdit = Static<typeof CounterEdit>
