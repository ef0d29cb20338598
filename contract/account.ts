import { Type, type Static } from 'typebox'
import { PasskeyJson } from './session.ts'
import { Id, Instant } from './text.ts'

/** A password is at least this long while it is the only thing that is asked (医療情報システムの安全管理に関するガイドライン 第6.0版 Q&A シQ-54). */
export const shortestPassword = 13

/** And at least this long where a second factor stands beside it. */
export const shortestWithFactor = 8

/** Changing one's own password. */
export const PasswordChange = Type.Object(
  {
    current: Type.String({ minLength: 1, maxLength: 256 }),
    next: Type.String({ minLength: 1, maxLength: 256 }),
  },
  { additionalProperties: false },
)
export type PasswordChange = Static<typeof PasswordChange>

/** The own password once more, before a second factor is added or taken away. */
export const OwnPassword = Type.Object(
  { current: Type.String({ minLength: 1, maxLength: 256 }) },
  { additionalProperties: false },
)
export type OwnPassword = Static<typeof OwnPassword>

export const Passkey = Type.Object({
  id: Type.String(),
  label: Type.String(),
  /** The host name it works on. */
  host: Type.String(),
  createdAt: Instant,
  lastUsedAt: Type.Union([Instant, Type.Null()]),
})
export type Passkey = Static<typeof Passkey>

/** The second factors of whoever asks. */
export const OwnFactors = Type.Object({
  /** Since when 認証アプリ is used. */
  totpSince: Type.Union([Instant, Type.Null()]),
  passkeys: Type.Array(Passkey),
  recoveryCodesLeft: Type.Integer(),
  /** Nobody works on this box without one. */
  isRequired: Type.Boolean(),
  /** A new password must be this long. */
  shortestPassword: Type.Integer(),
  /** Whether the address of this page can carry a passkey: a name can, a bare IP address never. */
  mayAddPasskey: Type.Boolean(),
})
export type OwnFactors = Static<typeof OwnFactors>

/** For 認証アプリ: the secret in letters, and the address that its QR code says. */
export const TotpSecret = Type.Object({ secret: Type.String(), uri: Type.String() })
export type TotpSecret = Static<typeof TotpSecret>

export const TotpCode = Type.Object(
  { code: Type.String({ minLength: 1, maxLength: 16 }) },
  { additionalProperties: false },
)
export type TotpCode = Static<typeof TotpCode>

export const NewPasskey = Type.Object(
  { label: Type.String({ minLength: 1, maxLength: 40, pattern: '\\S' }), response: PasskeyJson },
  { additionalProperties: false },
)
export type NewPasskey = Static<typeof NewPasskey>

/** Shown this once, to be printed; null where the person has them already. */
export const RecoveryCodes = Type.Object({ codes: Type.Union([Type.Array(Type.String()), Type.Null()]) })
export type RecoveryCodes = Static<typeof RecoveryCodes>

export const FeedbackKind = Type.Union([
  Type.Literal('wish'),
  Type.Literal('trouble'),
  Type.Literal('question'),
  Type.Literal('praise'),
])
export type FeedbackKind = Static<typeof FeedbackKind>

/** ご意見. `page`: the name of the page it was written on, such as `list`. */
export const NewFeedback = Type.Object(
  {
    kind: FeedbackKind,
    page: Type.String({ pattern: '^[a-z-]{1,32}$' }),
    text: Type.String({ minLength: 1, maxLength: 4000, pattern: '\\S' }),
  },
  { additionalProperties: false },
)
export type NewFeedback = Static<typeof NewFeedback>

export const Feedback = Type.Object({
  id: Id,
  at: Instant,
  by: Type.String(),
  kind: FeedbackKind,
  page: Type.String(),
  text: Type.String(),
})
export type Feedback = Static<typeof Feedback>

const line = Type.String({ maxLength: 200 })

/** Whom the pharmacy asks for help. Empty lines were never filled in; version 0: nobody has written it yet. */
export const SupportContact = Type.Object(
  {
    name: line,
    phone: line,
    hours: line,
    note: Type.String({ maxLength: 1000 }),
    version: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false },
)
export type SupportContact = Static<typeof SupportContact>
