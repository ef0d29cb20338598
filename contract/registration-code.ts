import { Type, type Static } from 'typebox'
import { Id, Instant } from './text.ts'

/** `spot`: read with the phone here and now. `paper`: printed, to be read at home. */
export const CodeMedium = Type.Union([Type.Literal('spot'), Type.Literal('paper')])
export type CodeMedium = Static<typeof CodeMedium>

/** `open` it may still be used, once. */
export const CodeState = Type.Union([
  Type.Literal('open'),
  Type.Literal('used'),
  Type.Literal('expired'),
  Type.Literal('revoked'),
])
export type CodeState = Static<typeof CodeState>

/** アプリ会員登録用QRコード that was given out. The code itself is known only at the moment it is made. */
export const RegistrationCode = Type.Object({
  id: Id,
  medium: CodeMedium,
  state: CodeState,
  givenAt: Instant,
  /** Name of who gave it out. */
  givenBy: Type.String(),
  expiresAt: Instant,
  usedAt: Type.Union([Instant, Type.Null()]),
  revokedAt: Type.Union([Instant, Type.Null()]),
})
export type RegistrationCode = Static<typeof RegistrationCode>

/** `counterId`: whose reader the card was touched at; null for a PC that belongs to no counter. */
export const NewRegistrationCode = Type.Object(
  { counterId: Type.Union([Id, Type.Null()]), medium: CodeMedium },
  { additionalProperties: false },
)
export type NewRegistrationCode = Static<typeof NewRegistrationCode>

/** What a phone reads. `isReachable` false: no phone can open the box, because it serves only its own machine. */
export const PhoneLink = Type.Object({ url: Type.String(), isReachable: Type.Boolean() })
export type PhoneLink = Static<typeof PhoneLink>

export const GivenRegistrationCode = Type.Object({ code: RegistrationCode, link: PhoneLink })
export type GivenRegistrationCode = Static<typeof GivenRegistrationCode>

/**
 * The newest touch at a counter, as a proof that this member's card is here. `none` no card was touched in the last two minutes · `other`
 * another person's card · `unknown` a card that is nobody's now · `spent` a code was already given for this touch · `proven`.
 */
export const CardProof = Type.Object({
  state: Type.Union([
    Type.Literal('none'),
    Type.Literal('other'),
    Type.Literal('unknown'),
    Type.Literal('spent'),
    Type.Literal('proven'),
  ]),
  /** When the card was touched, and until when that counts. */
  touchedAt: Type.Union([Instant, Type.Null()]),
  until: Type.Union([Instant, Type.Null()]),
})
export type CardProof = Static<typeof CardProof>
