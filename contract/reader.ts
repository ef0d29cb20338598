import { Type, type Static } from 'typebox'
import { CalendarDate, Id, Instant } from './text.ts'

export const ReaderKind = Type.Union([
  Type.Literal('virtual'),
  Type.Literal('pcsc'),
  Type.Literal('serial'),
  Type.Literal('hid'),
])
export type ReaderKind = Static<typeof ReaderKind>

/**
 * What reader health comes to. `ok` nothing wrong · `contact` cable, hub or power · `other-program` a second program holds it ·
 * `driver-missing` USB shows it, the card service does not · `dead` it answers nothing, whatever the cable · `bad-card` one card fails and
 * others work · `wrong-card` cards that are no member cards are laid on it · `unused` too little was seen to tell.
 */
export const Verdict = Type.Union([
  Type.Literal('ok'),
  Type.Literal('contact'),
  Type.Literal('other-program'),
  Type.Literal('driver-missing'),
  Type.Literal('dead'),
  Type.Literal('bad-card'),
  Type.Literal('wrong-card'),
  Type.Literal('unused'),
])
export type Verdict = Static<typeof Verdict>

/**
 * How a scanner is set up; it has to agree with what the scanner itself was told (docs/operating/スキャナー設定).
 * `framing`: where a code ends on a USB-COM line: after a pause (marks are known by themselves), or at its mark. `appendHeader`: what the scanner puts before each part of
 * a QR code in structured append (server/intake/scan-parts.ts).
 */
export const ScannerSetup = Type.Object(
  {
    framing: Type.Union([Type.Literal('idle'), Type.Literal('stx-etx')]),
    appendHeader: Type.Union([
      Type.Literal('none'),
      Type.Literal('symbol'),
      Type.Literal('digits-from-0'),
      Type.Literal('digits-from-1'),
    ]),
  },
  { additionalProperties: false },
)
export type ScannerSetup = Static<typeof ScannerSetup>

/** A card reader or scanner the box knows, plugged in or not. */
export const Reader = Type.Object({
  id: Id,
  kind: ReaderKind,
  /** Maker and model as a person reads them. */
  label: Type.String(),
  /** The same as `label`: what `status --json` and GET /api/status have called it since the first version. */
  name: Type.String(),
  /** The small machine it is plugged into; absent for the box itself. */
  satellite: Type.Optional(Type.String()),
  counterId: Type.Union([Id, Type.Null()]),
  isConnected: Type.Boolean(),
  /** カードリーダー設定 as a person left it. */
  isWanted: Type.Boolean(),
  /** ON: connected and wanted. */
  isOn: Type.Boolean(),
  /** Since when it has been connected, or when it was last seen. */
  since: Instant,
  lastUsedAt: Type.Union([Instant, Type.Null()]),
  /** Milliseconds from card laid to card read, the last time. */
  lastTouchMs: Type.Union([Type.Number(), Type.Null()]),
  verdict: Verdict,
  /** Of a scanner; absent for a card reader. */
  scanner: Type.Optional(ScannerSetup),
  version: Type.Integer(),
})
export type Reader = Static<typeof Reader>

/** What a person changes: the counter it belongs to, ON or OFF, how a scanner is set up. `version` as it was shown. */
export const ReaderEdit = Type.Object(
  {
    counterId: Type.Optional(Type.Union([Id, Type.Null()])),
    isWanted: Type.Optional(Type.Boolean()),
    scanner: Type.Optional(ScannerSetup),
    version: Type.Integer(),
  },
  { additionalProperties: false },
)
export type ReaderEdit = Static<typeof ReaderEdit>

/** One day of one reader (Asia/Tokyo). Percentiles in milliseconds, null when no card was read. */
export const ReaderDay = Type.Object({
  on: CalendarDate,
  connects: Type.Integer(),
  disconnects: Type.Integer(),
  flaps: Type.Integer(),
  touches: Type.Integer(),
  mute: Type.Integer(),
  /** Runs of failures after which no card was read: somebody gave up (server/domain/touch-runs.ts). */
  givenUp: Type.Integer(),
  transmitErrors: Type.Integer(),
  moved: Type.Integer(),
  inUse: Type.Integer(),
  wrongCards: Type.Integer(),
  scans: Type.Integer(),
  scanErrors: Type.Integer(),
  kernelResets: Type.Integer(),
  kernelErrors: Type.Integer(),
  p50: Type.Union([Type.Number(), Type.Null()]),
  p99: Type.Union([Type.Number(), Type.Null()]),
})
export type ReaderDay = Static<typeof ReaderDay>

/** Why a reader is judged as it is, in Japanese: each line of evidence is a fact with its number and its period. */
export const ReaderReport = Type.Object({
  verdict: Verdict,
  title: Type.String(),
  evidence: Type.Array(Type.String()),
  /** What a clerk can do now, in this order. */
  steps: Type.Array(Type.String()),
  /** What to say when the shop or the maker is called. */
  vendor: Type.Array(Type.String()),
})
export type ReaderReport = Static<typeof ReaderReport>

export const SwapStep = Type.Union([
  Type.Literal('as-is'),
  Type.Literal('other-port'),
  Type.Literal('other-reader'),
  Type.Literal('done'),
])
export type SwapStep = Static<typeof SwapStep>

/** One round of the swap test: touches with a card known to be good. */
export const SwapRound = Type.Object({
  step: SwapStep,
  /** Whose touches are counted; null until another reader has been plugged in. */
  readerId: Type.Union([Id, Type.Null()]),
  label: Type.Union([Type.String(), Type.Null()]),
  startedAt: Instant,
  /** Cards read, and attempts that failed. The round is full at `swapTouches` of both together. */
  touches: Type.Integer(),
  errors: Type.Integer(),
  unplugs: Type.Integer(),
})
export type SwapRound = Static<typeof SwapRound>

/** Touches one round asks for. */
export const swapTouches = 10

/** 入替テスト: as it is now, then with another cable or port, then another reader in its place. */
export const SwapTest = Type.Object({
  step: SwapStep,
  /** What to do in this step, in Japanese. */
  instruction: Type.String(),
  rounds: Type.Array(SwapRound),
  conclusion: Type.Union([Type.String(), Type.Null()]),
})
export type SwapTest = Static<typeof SwapTest>

/** How a reader is plugged in, as the kernel has it. */
export const ReaderUsb = Type.Object({
  /** Bus, then port by port: `1-2.3`. */
  port: Type.String(),
  speedMbps: Type.Union([Type.Number(), Type.Null()]),
  /** Hubs in between, extension cables with a chip included. */
  hubs: Type.Integer(),
})
export type ReaderUsb = Static<typeof ReaderUsb>

/** One thing a technician would look at on the machine the readers are plugged into. `text` and `next` are Japanese. */
export const MachineCheck = Type.Object({
  code: Type.String(),
  state: Type.Union([Type.Literal('ok'), Type.Literal('warning'), Type.Literal('failed')]),
  text: Type.String(),
  /** What to do, commands included; empty when all is well. */
  next: Type.String(),
})
export type MachineCheck = Static<typeof MachineCheck>

/** Everything the page of one reader shows. */
export const ReaderHealth = Type.Object({
  reader: Reader,
  report: ReaderReport,
  usb: Type.Union([ReaderUsb, Type.Null()]),
  /** Newest day first, days on which nothing happened left out. */
  days: Type.Array(ReaderDay),
  /** Newest first. */
  events: Type.Array(Type.Object({ at: Instant, text: Type.String() })),
  swapTest: Type.Union([SwapTest, Type.Null()]),
  /** Of a scanner: whole codes of today (Asia/Tokyo) that are kept; absent for a card reader. */
  keptToday: Type.Optional(Type.Integer()),
  /** What is not as it should be on the box; empty for a reader of a satellite. */
  machine: Type.Array(MachineCheck),
})
export type ReaderHealth = Static<typeof ReaderHealth>

/** The software behind the readers of the box, or of a satellite as it says itself; `usb` is the kernel's own messages. */
export const ReaderService = Type.Object({
  /** The small machine it runs on; absent for the box itself. */
  satellite: Type.Optional(Type.String()),
  service: Type.Union([Type.Literal('pcsc'), Type.Literal('serial'), Type.Literal('hid'), Type.Literal('usb')]),
  state: Type.Union([
    Type.Literal('ok'),
    Type.Literal('no-daemon'),
    Type.Literal('binding-missing'),
    Type.Literal('deaf'),
    Type.Literal('stuck'),
    Type.Literal('no-kernel-log'),
  ]),
})
export type ReaderService = Static<typeof ReaderService>
