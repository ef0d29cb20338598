import { Type, type Static } from 'typebox'
import { DeviceProof } from './device.ts'
import { Id } from './text.ts'

export const StaffRole = Type.Union([
  Type.Literal('pharmacist'),
  Type.Literal('clerk'),
  Type.Literal('admin'),
  Type.Literal('maintainer'),
])
export type StaffRole = Static<typeof StaffRole>

/** Of an enrolled device: its key has signed what the box asked (contract/device.ts). */
const device = Type.Optional(DeviceProof)

const login = Type.String({ minLength: 1, maxLength: 64 })
const password = Type.String({ minLength: 1, maxLength: 256 })

export const SignIn = Type.Object({ id: login, password, device }, { additionalProperties: false })
export type SignIn = Static<typeof SignIn>

/** A code that a person types: letters and digits in groups. Case, spaces and hyphens do not matter. */
const typedCode = Type.String({ minLength: 1, maxLength: 64 })

/** The first sign-in, or the first after the password was forgotten: with the code that an admin has handed over. */
export const FirstSignIn = Type.Object(
  { id: login, code: typedCode, password, device },
  { additionalProperties: false },
)
export type FirstSignIn = Static<typeof FirstSignIn>

/** 二要素目: `totp` 認証アプリ · `passkey` パスキー · `recovery-code` 復旧コード. */
export const FactorKind = Type.Union([Type.Literal('totp'), Type.Literal('passkey'), Type.Literal('recovery-code')])
export type FactorKind = Static<typeof FactorKind>

/** The password was right, and one of these is asked for as well. Nobody is signed in yet. */
export const SignInStep = Type.Object({ factors: Type.Array(FactorKind) })
export type SignInStep = Static<typeof SignInStep>

/** What the browser's own passkey functions take and give; the box checks it with @simplewebauthn/server. */
export const PasskeyJson = Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true })
export type PasskeyJson = Static<typeof PasskeyJson>

export const FactorAnswer = Type.Union([
  Type.Object({ kind: Type.Literal('totp'), code: typedCode }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('recovery-code'), code: typedCode }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('passkey'), response: PasskeyJson }, { additionalProperties: false }),
])
export type FactorAnswer = Static<typeof FactorAnswer>

/** Who is signed in on this page. */
export const Session = Type.Object({
  staff: Type.Object({ id: Id, login: Type.String(), name: Type.String(), role: StaffRole }),
  /** A second factor is asked for here and this person has none yet: until one is added, nothing but the own account answers. */
  mustEnrol: Type.Boolean(),
  /** Nobody was there for a while, or somebody locked it: until it is unlocked, nothing of patients is answered. */
  isLocked: Type.Boolean(),
  /** Minutes without a sign of somebody after which it locks; null: on no enrolled device, and no page has said that it shows this session. */
  lockMinutes: Type.Union([Type.Integer(), Type.Null()]),
})
export type Session = Static<typeof Session>
