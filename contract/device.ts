import { Type, type Static } from 'typebox'
import { CounterName } from './counter.ts'
import { Id, Instant } from './text.ts'

/** `pc` stands at a counter · `tablet` is carried about: it locks sooner. */
export const DeviceKind = Type.Union([Type.Literal('pc'), Type.Literal('tablet')])
export type DeviceKind = Static<typeof DeviceKind>

/**
 * `ok` · `due` expires within 30 days: its page offers to renew it · `overdue` expired within the last 30 days: works, warns, and each sign-in
 * is noted · `lapsed` expired before that: no second factor until an admin signs in there, which renews it · `revoked` for good.
 */
export const DeviceState = Type.Union([
  Type.Literal('ok'),
  Type.Literal('due'),
  Type.Literal('overdue'),
  Type.Literal('lapsed'),
  Type.Literal('revoked'),
])
export type DeviceState = Static<typeof DeviceState>

const Nullable = Type.Union([Type.String(), Type.Null()])
const NullableId = Type.Union([Id, Type.Null()])
const name = Type.String({ minLength: 1, maxLength: 40, pattern: '\\S' })

/** 端末: a browser that an admin has let in. */
export const Device = Type.Object({
  id: Id,
  name: Type.String(),
  kind: DeviceKind,
  counterId: NullableId,
  counter: Nullable,
  /** System and browser in plain words, such as `Windows・Edge`; as the browser says it. */
  browser: Type.String(),
  state: DeviceState,
  enrolledAt: Instant,
  /** Name of who let it in; null: the command line of the box. */
  enrolledBy: Nullable,
  lastSeenAt: Instant,
  expiresAt: Instant,
  revokedAt: Type.Union([Instant, Type.Null()]),
  revokedBy: Nullable,
  version: Type.Integer(),
})
export type Device = Static<typeof Device>

export const DeviceEdit = Type.Object(
  { name, kind: DeviceKind, counterId: NullableId, version: Type.Integer() },
  { additionalProperties: false },
)
export type DeviceEdit = Static<typeof DeviceEdit>

export const DeviceVersion = Type.Object({ version: Type.Integer() }, { additionalProperties: false })

/** `open` waits for a device · `used` let one in · `dead` was guessed at too often · `expired` · `withdrawn`. */
export const DeviceCodeState = Type.Union([
  Type.Literal('open'),
  Type.Literal('used'),
  Type.Literal('dead'),
  Type.Literal('expired'),
  Type.Literal('withdrawn'),
])

/** How a one-time code is doing; the code itself is told once. */
export const DeviceCode = Type.Object({
  id: Id,
  state: DeviceCodeState,
  triesLeft: Type.Integer(),
  expiresAt: Instant,
  /** What it let in. */
  device: Type.Union([Device, Type.Null()]),
})
export type DeviceCode = Static<typeof DeviceCode>

/** 8 digits, shown this once. */
export const NewDeviceCode = Type.Object({ ...DeviceCode.properties, code: Type.String() })
export type NewDeviceCode = Static<typeof NewDeviceCode>

const typedCode = Type.String({ minLength: 1, maxLength: 32 })
export const TypedDeviceCode = Type.Object({ code: typedCode }, { additionalProperties: false })

/** The code was right: what the device is to be called, and where it may stand. */
export const DeviceOffer = Type.Object({
  facility: Type.String(),
  suggestedName: Type.String(),
  counters: Type.Array(Type.Object({ id: Id, name: CounterName })),
})
export type DeviceOffer = Static<typeof DeviceOffer>

/** What a key is to sign, so that a signature for one is of no use for another. */
export const NoncePurpose = Type.Union([Type.Literal('enrol'), Type.Literal('sign-in'), Type.Literal('renew')])
export type NoncePurpose = Static<typeof NoncePurpose>

export const NonceRequest = Type.Object({ purpose: NoncePurpose }, { additionalProperties: false })

/** `isEnrolled`: the cookie of this browser is an enrolled device's. The nonce is signed by `proofText` (device-proof.ts) within a minute, once. */
export const Nonce = Type.Object({ nonce: Type.String(), isEnrolled: Type.Boolean() })
export type Nonce = Static<typeof Nonce>

/** ECDSA P-256 with SHA-256 over `proofText` (device-proof.ts), r and s one after the other as WebCrypto gives them, base64url. */
export const DeviceProof = Type.Object(
  { nonce: Type.String({ maxLength: 200 }), signature: Type.String({ pattern: '^[0-9A-Za-z_-]{86}$' }) },
  { additionalProperties: false },
)
export type DeviceProof = Static<typeof DeviceProof>

export const DeviceEnrolment = Type.Object(
  {
    code: typedCode,
    name,
    kind: DeviceKind,
    counterId: NullableId,
    /** SubjectPublicKeyInfo, base64url. */
    publicKey: Type.String({ pattern: '^[0-9A-Za-z_-]{100,200}$' }),
    proof: DeviceProof,
  },
  { additionalProperties: false },
)
export type DeviceEnrolment = Static<typeof DeviceEnrolment>

/** The device that whoever asks sits at; null: none that is enrolled, or its key was not shown at the sign-in. */
export const OwnDevice = Type.Object({
  device: Type.Union([Type.Pick(Device, ['id', 'name', 'kind', 'counterId', 'state', 'expiresAt']), Type.Null()]),
})
export type OwnDevice = Static<typeof OwnDevice>

export const DeviceRenewal = Type.Object({ proof: DeviceProof }, { additionalProperties: false })
