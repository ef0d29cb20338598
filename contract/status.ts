import { Type, type Static } from 'typebox'
import { Reader, ReaderService } from './reader.ts'
import { AuditBreak, AuditMonth } from './audit.ts'
import { BreakGlassNotice } from './break-glass.ts'
import { CalendarDate, Instant } from './text.ts'

/**
 * レセコン接続.
 * `ok` files arrive · `waiting` the folder is there, nothing has ever come · `quiet` nothing for longer than usual ·
 * `rejected` files came that could not be read · `stuck` a file lies there and cannot be taken · `denied` sign-in or rights refused ·
 * `unreachable` the folder does not answer · `not-configured` no folder was given.
 */
export const FeedState = Type.Union([
  Type.Literal('ok'),
  Type.Literal('waiting'),
  Type.Literal('quiet'),
  Type.Literal('rejected'),
  Type.Literal('stuck'),
  Type.Literal('denied'),
  Type.Literal('unreachable'),
  Type.Literal('not-configured'),
])
export type FeedState = Static<typeof FeedState>

/** Why a file still lies in the folder. */
export const FolderProblem = Type.Object({
  code: Type.Union([
    Type.Literal('index-without-data'),
    Type.Literal('empty-file'),
    Type.Literal('file-locked'),
    Type.Literal('file-too-large'),
    Type.Literal('file-incomplete'),
    Type.Literal('cannot-delete'),
  ]),
  /** File name in the folder; it holds a prescription number, no name. */
  name: Type.String(),
  since: Instant,
})
export type FolderProblem = Static<typeof FolderProblem>

export const FolderStatus = Type.Object({
  /** The folder as configured. */
  path: Type.String(),
  mode: Type.Union([Type.Literal('consume'), Type.Literal('observe')]),
  layout: Type.Union([Type.Literal('indexed'), Type.Literal('flat'), Type.Literal('unknown')]),
  reach: Type.Union([
    Type.Literal('ok'),
    Type.Literal('missing'),
    Type.Literal('denied'),
    Type.Literal('unreachable'),
    Type.Literal('silent'),
  ]),
  /** Since when `reach` has been what it is. */
  since: Instant,
  /** Operating-system error code such as EACCES, for the technician. */
  errno: Type.Optional(Type.String()),
  waitingFiles: Type.Integer(),
  problems: Type.Array(FolderProblem),
})
export type FolderStatus = Static<typeof FolderStatus>

export const FeedStatus = Type.Object({
  state: FeedState,
  lastReceivedAt: Type.Union([Instant, Type.Null()]),
  rejectedFiles: Type.Integer(),
  queuedFiles: Type.Integer(),
  folders: Type.Array(FolderStatus),
})
export type FeedStatus = Static<typeof FeedStatus>

/**
 * お薬自動登録 is frozen for the files of this pharmacy code: they are taken, and shown in nobody's notebook until a person decides.
 * `new-kind` another maker or another form of patient codes · `codes-reassigned` codes that mean other people · `by-hand`.
 */
export const FeedFreeze = Type.Object({
  pharmacyCode: Type.String(),
  why: Type.Union([Type.Literal('new-kind'), Type.Literal('codes-reassigned'), Type.Literal('by-hand')]),
  since: Instant,
  /** What the receipt computer that came prints about itself; '' when it does not. */
  maker: Type.String(),
  heldDispensings: Type.Integer(),
})
export type FeedFreeze = Static<typeof FeedFreeze>

/** What every page shows in one line: no personal data. */
export const BoxStatus = Type.Object({
  facility: Type.String(),
  version: Type.String(),
  now: Instant,
  /** Today in Asia/Tokyo, by the box's clock. */
  today: CalendarDate,
  /** Newest change the box has made; a page that has seen it is up to date. */
  seq: Type.Integer(),
  hasSecondFactor: Type.Boolean(),
  isDemo: Type.Boolean(),
  feed: FeedStatus,
  feedFreeze: Type.Array(FeedFreeze),
  /** The audit trail is not as it was written; null: as far as the last check saw, it is. */
  auditBreak: Type.Union([AuditBreak, Type.Null()]),
  /** 月次点検: the month that is over and that nobody has signed yet; null: none, or it is still early in this one. */
  auditReviewDue: Type.Union([AuditMonth, Type.Null()]),
  /** What is sealed in the store does not open under keys/box.key: no 認証アプリ is understood. */
  isKeyLost: Type.Boolean(),
  /** 緊急用アカウント that were used and not yet closed by an admin. */
  breakGlass: Type.Array(BreakGlassNotice),
  /** Card readers and scanners the box knows. */
  readers: Type.Array(Reader),
  readerServices: Type.Array(ReaderService),
})
export type BoxStatus = Static<typeof BoxStatus>
