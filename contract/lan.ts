import { Type, type Static } from 'typebox'
import { Instant } from './text.ts'

/**
 * How the box is announced on the LAN. `announced` by its own responder · `probing` it is asking whether its name is free · `avahi` by the
 * Avahi of the machine · `avahi-stale` so, from a service file that says another name, version or port · `no-network` no cable, no address ·
 * `blocked` something keeps it from the port of mDNS (5353) · `local-only` it serves this machine alone and announces nothing.
 */
export const LanState = Type.Union([
  Type.Literal('announced'),
  Type.Literal('probing'),
  Type.Literal('avahi'),
  Type.Literal('avahi-stale'),
  Type.Literal('no-network'),
  Type.Literal('blocked'),
  Type.Literal('local-only'),
])
export type LanState = Static<typeof LanState>

/** Something that answered on the LAN. What it says of itself is a stranger's text. */
export const FoundOnLan = Type.Object({
  kind: Type.Union([
    Type.Literal('box'),
    Type.Literal('satellite'),
    Type.Literal('printer'),
    Type.Literal('share'),
    Type.Literal('pc'),
  ]),
  name: Type.String(),
  /** Such as `yakkyoku-pc.local`. */
  host: Type.String(),
  addresses: Type.Array(Type.String()),
  port: Type.Union([Type.Integer(), Type.Null()]),
  /** Of another box or a satellite: its version. */
  version: Type.Optional(Type.String()),
  /** Of a satellite: the box that it was set up for, as it calls it. */
  box: Type.Optional(Type.String()),
})
export type FoundOnLan = Static<typeof FoundOnLan>

/** This box on the LAN: the ways in, and who else is there. */
export const LanView = Type.Object({
  state: LanState,
  /** Such as `kusuribako.local`; null while it has none. */
  name: Type.Union([Type.String(), Type.Null()]),
  /** The name with which the page opens. */
  url: Type.Union([Type.String(), Type.Null()]),
  /** Another box has the first name, so this one has a number. */
  isRenamed: Type.Boolean(),
  /**
   * Always there, because `.local` fails on some tablets. `url` opens the box, `trustUrl` the page that says how a new device comes to trust
   * it, where there is one; both are texts of QR codes.
   */
  addresses: Type.Array(
    Type.Object({
      network: Type.String(),
      address: Type.String(),
      url: Type.String(),
      trustUrl: Type.Optional(Type.String()),
    }),
  ),
  found: Type.Array(FoundOnLan),
  /** When the LAN was last asked. */
  askedAt: Type.Union([Instant, Type.Null()]),
})
export type LanView = Static<typeof LanView>
