import { Type, type Static } from 'typebox'
import { Id } from './text.ts'

/** カード発行: the card that lies on this reader now becomes a card of this member. */
export const NewCard = Type.Object({ memberId: Id, readerId: Id }, { additionalProperties: false })
export type NewCard = Static<typeof NewCard>

/** `hasRecord`: the box could write on it. A card without writable memory works by its id alone. */
export const IssuedCard = Type.Object({ hasRecord: Type.Boolean() })
export type IssuedCard = Static<typeof IssuedCard>
