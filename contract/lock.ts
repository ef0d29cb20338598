import { Type, type Static } from 'typebox'
import { Id, Instant } from './text.ts'

/** What a page stands on: they are hidden after different times. */
export const PageKind = Type.Union([Type.Literal('counter'), Type.Literal('tablet')])
export type PageKind = Static<typeof PageKind>

/** Somebody is before this page. On an enrolled device the register says what it stands on, not `page`. It says so at most every {@link tellActivityMs} while there are signs of a person. */
export const Activity = Type.Object({ page: PageKind }, { additionalProperties: false })
export type Activity = Static<typeof Activity>

export const tellActivityMs = 20_000

export const ActivityNoted = Type.Object({ lockMinutes: Type.Integer() })
export type ActivityNoted = Static<typeof ActivityNoted>

const minutes = Type.Integer({ minimum: 1, maximum: 30 })

/** Minutes without a sign of somebody after which the box locks a page. */
export const LockSetting = Type.Object(
  { counterMinutes: minutes, tabletMinutes: minutes, version: Type.Integer() },
  { additionalProperties: false },
)
export type LockSetting = Static<typeof LockSetting>

/** The same person once more; for 緊急用アカウント its code. */
export const Unlock = Type.Object(
  { password: Type.String({ minLength: 1, maxLength: 256 }) },
  { additionalProperties: false },
)
export type Unlock = Static<typeof Unlock>

/** A PIN is this many digits. */
export const shortestPin = 6
export const longestPin = 12
const pin = Type.String({ minLength: 1, maxLength: 32 })

/** Who works at this device: `staffId` null: whoever's 職員カード was touched at the counter. */
export const Switch = Type.Object(
  { staffId: Type.Union([Id, Type.Null()]), counterId: Type.Union([Id, Type.Null()]), pin },
  { additionalProperties: false },
)
export type Switch = Static<typeof Switch>

/** Who may come in here with a PIN. Only on an enrolled device, which is locked or signed in. */
export const DevicePeople = Type.Object({
  items: Type.Array(
    Type.Object({
      staffId: Id,
      name: Type.String(),
      /** Too many wrong ones: the password is asked. */
      isSpent: Type.Boolean(),
    }),
  ),
  /** Whose card was touched at the counter in the last minute. */
  touched: Type.Union([Id, Type.Null()]),
})
export type DevicePeople = Static<typeof DevicePeople>

/** The own PIN on this device, and the own 職員カード. */
export const OwnPin = Type.Object({
  /** The browser is enrolled: without that there is no PIN. */
  mayHave: Type.Boolean(),
  setAt: Type.Union([Instant, Type.Null()]),
  isSpent: Type.Boolean(),
  /** Since when a card is known. */
  cardSince: Type.Union([Instant, Type.Null()]),
})
export type OwnPin = Static<typeof OwnPin>

export const NewPin = Type.Object(
  { current: Type.String({ minLength: 1, maxLength: 256 }), pin },
  { additionalProperties: false },
)
export type NewPin = Static<typeof NewPin>

/** The card that lies on this counter's reader becomes one's own. */
export const NewStaffCard = Type.Object(
  { current: Type.String({ minLength: 1, maxLength: 256 }), counterId: Id },
  { additionalProperties: false },
)
export type NewStaffCard = Static<typeof NewStaffCard>
