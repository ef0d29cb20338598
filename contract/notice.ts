import { Type, type Static } from 'typebox'
import { CalendarDate, Id, Instant } from './text.ts'

/** `facility` written by this pharmacy · `known-issue` 既知の不具合 · `box` raised by the box itself. */
export const NoticeKind = Type.Union([Type.Literal('facility'), Type.Literal('known-issue'), Type.Literal('box')])
export type NoticeKind = Static<typeof NoticeKind>

/** 解決済 · 新規・対応中 · 経過観察中 · 新規・経過観察中 · 一時停止. */
export const IssueStatus = Type.Union([
  Type.Literal('resolved'),
  Type.Literal('new-in-progress'),
  Type.Literal('watching'),
  Type.Literal('new-watching'),
  Type.Literal('paused'),
])
export type IssueStatus = Static<typeof IssueStatus>

/** What a notice says. */
const words = {
  title: Type.String({ minLength: 1, maxLength: 120 }),
  body: Type.String({ maxLength: 8000 }),
  /** Of a known issue only. */
  status: Type.Optional(IssueStatus),
  /** Whom or what it touches, in words; '' = everybody. */
  affects: Type.String({ maxLength: 200 }),
}

/** お知らせ as the person who asks sees it. */
export const Notice = Type.Object({
  id: Id,
  kind: NoticeKind,
  /** Where it came from: this page, a signed file, the box. */
  origin: Type.Union([Type.Literal('desk'), Type.Literal('file'), Type.Literal('box')]),
  ...words,
  /** The day its newest edition bears. */
  on: CalendarDate,
  /** Counts what readers see, from 1. */
  edition: Type.Integer(),
  publishedAt: Instant,
  isUnread: Type.Boolean(),
  /** When the person who asks acknowledged it last. */
  acknowledgedAt: Type.Union([Instant, Type.Null()]),
  /** Of the people of this pharmacy, how many have acknowledged what is to be acknowledged now. */
  readers: Type.Object({ done: Type.Integer(), of: Type.Integer() }),
  isRemoved: Type.Boolean(),
  version: Type.Integer(),
})
export type Notice = Static<typeof Notice>

export const NewNotice = Type.Object(
  { kind: Type.Union([Type.Literal('facility'), Type.Literal('known-issue')]), ...words },
  { additionalProperties: false },
)
export type NewNotice = Static<typeof NewNotice>

/** A correction. `isRaised`: everybody is asked to acknowledge it again; of a known issue that is always so. */
export const NoticeEdit = Type.Object(
  { ...words, isRaised: Type.Boolean(), version: Type.Integer() },
  { additionalProperties: false },
)
export type NoticeEdit = Static<typeof NoticeEdit>

/** One version of a notice, newest first. */
export const NoticeEdition = Type.Object({
  edition: Type.Integer(),
  ...words,
  on: CalendarDate,
  isRaised: Type.Boolean(),
  at: Instant,
  /** Name of who wrote it; null: the box, or a signed file. */
  by: Type.Union([Type.String(), Type.Null()]),
})
export type NoticeEdition = Static<typeof NoticeEdition>

/** One person of the pharmacy, and when they acknowledged it; null: not yet. */
export const NoticeReader = Type.Object({ name: Type.String(), at: Type.Union([Instant, Type.Null()]) })
export type NoticeReader = Static<typeof NoticeReader>

export const UnreadCount = Type.Object({ unread: Type.Integer() })
export type UnreadCount = Static<typeof UnreadCount>

/** A public key whose signed notice files are taken. */
export const NoticeKey = Type.Object({
  id: Id,
  name: Type.String(),
  /** To be compared over the telephone: eight groups of four kana. */
  fingerprint: Type.String(),
  addedAt: Instant,
})
export type NoticeKey = Static<typeof NoticeKey>

export const NewNoticeKey = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 60 }),
    /** 32 bytes in base64, or a PEM of them. */
    publicKey: Type.String({ minLength: 1, maxLength: 400 }),
  },
  { additionalProperties: false },
)
export type NewNoticeKey = Static<typeof NewNoticeKey>

/** What came of a signed file. `known`: entries the box had already. */
export const NoticeImport = Type.Object({
  issuer: Type.String(),
  added: Type.Integer(),
  updated: Type.Integer(),
  known: Type.Integer(),
})
export type NoticeImport = Static<typeof NoticeImport>
