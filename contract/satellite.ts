import { Type, type Static, type TObject, type TProperties } from 'typebox'
import { ReaderKind } from './reader.ts'
import { Id } from './text.ts'

const strict = <T extends TProperties>(properties: T): TObject<T> =>
  Type.Object(properties, { additionalProperties: false })

/** A device as its driver on the satellite names it; the box puts `satellite:NAME/` before it. */
const Device = Type.String({ minLength: 1, maxLength: 200 })
/** Characters of a text that a device says of itself. */
export const mostText = 200
const Text = Type.String({ maxLength: mostText })
/** Milliseconds that went by. There is no time of day in what a satellite says: its clock may be wrong by a day. */
const Span = Type.Number({ minimum: 0, maximum: 366 * 24 * 60 * 60 * 1000 })
const Seq = Type.Integer({ minimum: 1 })

/** A device the satellite has seen since it started. */
export const SatelliteDevice = strict({
  device: Device,
  kind: ReaderKind,
  label: Text,
  usb: Type.Optional(
    strict({
      port: Text,
      speedMbps: Type.Optional(Type.Number()),
      hubs: Type.Integer({ minimum: 0 }),
      devnum: Type.Optional(Type.Integer({ minimum: 0 })),
    }),
  ),
  isConnected: Type.Boolean(),
})
export type SatelliteDevice = Static<typeof SatelliteDevice>

const Service = {
  service: Type.Enum(['pcsc', 'serial', 'hid', 'usb']),
  state: Type.Enum(['ok', 'no-daemon', 'binding-missing', 'deaf', 'stuck', 'no-kernel-log']),
}

/** What stands behind the devices of the satellite, as its drivers last told. */
export const SatelliteService = strict(Service)
export type SatelliteService = Static<typeof SatelliteService>

const CardRecord = Type.Union([
  strict({ state: Type.Literal('none') }),
  strict({ state: Type.Literal('unreadable') }),
  strict({ state: Type.Literal('torn') }),
  strict({
    state: Type.Literal('present'),
    version: Type.Integer(),
    memberId: Type.String({ maxLength: 100 }),
    secret: Type.String({ maxLength: 200 }),
  }),
])

/**
 * What a driver on the satellite told (drivers/reader.ts), without its time; bytes as base64. `touch-lost` is the satellite's own: a touch
 * that it could not hand over in time. With `seq` the touch of that number, which may have arrived all the same; without,
 * `count` touches that were never sent.
 */
export const SatelliteEvent = Type.Union([
  strict({ type: Type.Literal('device-ready'), device: Device }),
  strict({ type: Type.Literal('device-gone'), device: Device }),
  strict({
    type: Type.Literal('card-presented'),
    device: Device,
    card: Type.Union([
      strict({ kind: Type.Literal('felica'), idm: Type.String({ minLength: 1, maxLength: 64 }), record: CardRecord }),
      strict({ kind: Type.Literal('mynumber') }),
      strict({ kind: Type.Literal('other') }),
    ]),
    latencyMs: Span,
  }),
  strict({ type: Type.Literal('card-lying'), device: Device }),
  strict({ type: Type.Literal('card-removed'), device: Device }),
  strict({
    type: Type.Literal('card-failed'),
    device: Device,
    code: Type.Enum(['mute', 'transmit', 'moved', 'in-use']),
  }),
  strict({
    type: Type.Literal('scanned'),
    device: Device,
    bytes: Type.String({ maxLength: 100_000, pattern: '^[A-Za-z0-9+/]*={0,2}$' }),
    symbology: Type.Optional(Text),
  }),
  strict({
    type: Type.Literal('scan-failed'),
    device: Device,
    code: Type.Enum(['malformed', 'too-long', 'timeout']),
  }),
  strict({
    type: Type.Literal('link'),
    device: Device,
    code: Type.Enum(['plugged', 'unplugged', 'flapping', 'alike']),
  }),
  strict({
    type: Type.Literal('usb-trouble'),
    port: Text,
    code: Type.Enum(['reset', 'disconnect', 'signal', 'power', 'enumerate', 'over-current', 'emi']),
  }),
  strict({ type: Type.Literal('service'), ...Service }),
  strict({ type: Type.Literal('restarted'), service: Type.Enum(['pcsc']) }),
  strict({
    type: Type.Literal('touch-lost'),
    device: Device,
    seq: Type.Optional(Seq),
    count: Type.Integer({ minimum: 1 }),
  }),
])
export type SatelliteEvent = Static<typeof SatelliteEvent>

/**
 * A touch or scan older than this is not taken any more, in milliseconds: at the counter somebody has been told to touch again, or
 * has gone.
 */
export const touchLimitMs = 5000

/** Most events of one request. */
export const mostEvents = 64
/** Most devices of one request. */
export const mostDevices = 64

/** `POST /api/satellite/events`, with the satellite's key as bearer: at each event, and every two seconds without one. */
export const SatelliteRequest = strict({
  /** Made anew at each start of the satellite. With `seq` it names an event for good, however often it is sent. */
  run: Id,
  /** Counts the requests of this run, so that one that comes late says nothing of the present. */
  request: Seq,
  /** The newest answer that was heard, and how long ago; null before the first. Bounds how long this request was under way. */
  heard: Type.Union([strict({ box: Id, tick: Type.Number(), agoMs: Span }), Type.Null()]),
  devices: Type.Array(SatelliteDevice, { maxItems: mostDevices }),
  /** Each that has told how it is, once; a box that has just started hears of it here. */
  services: Type.Array(SatelliteService, { maxItems: 4 }),
  events: Type.Array(strict({ seq: Seq, ageMs: Span, event: SatelliteEvent }), { maxItems: mostEvents }),
})
export type SatelliteRequest = Static<typeof SatelliteRequest>

/**
 * `taken` the box has it, whatever came of it · `late` too old when it arrived, not taken · `refused` could not be stored · `lost` was told of
 * as lost, and is. After all but the first the counter was told.
 */
export const SatelliteOutcome = Type.Enum(['taken', 'late', 'refused', 'lost'])
export type SatelliteOutcome = Static<typeof SatelliteOutcome>

export const SatelliteAnswer = Type.Object({
  /** The name that goes with the key. */
  name: Type.String(),
  /** This start of the box, and its own count of milliseconds: to be sent back as `heard`. */
  box: Id,
  tick: Type.Number(),
  /** False when `heard` was of no use (the box has just started): nothing was taken, to be sent again at once. */
  isInTime: Type.Boolean(),
  outcomes: Type.Array(Type.Object({ seq: Seq, outcome: SatelliteOutcome })),
})
export type SatelliteAnswer = Static<typeof SatelliteAnswer>
