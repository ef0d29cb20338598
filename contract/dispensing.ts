import { Type, type Static } from 'typebox'
import { Warning } from './issue.ts'
import { LaterCopy, Origin } from './outside-dispensing.ts'
import { Rp } from './rp.ts'
import { CalendarDate, Id, Instant, Sex } from './text.ts'

export const Pharmacy = Type.Object({
  code: Type.String(),
  prefecture: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  /** Free text the receipt computer prints about itself; a fingerprint of its maker. */
  vendor: Type.Optional(Type.String()),
})
export type Pharmacy = Static<typeof Pharmacy>

/** The patient as written in one file. */
export const WrittenPatient = Type.Object({
  code: Type.String(),
  name: Type.Optional(Type.String()),
  kana: Type.Optional(Type.String()),
  sex: Sex,
  birthOn: Type.Optional(CalendarDate),
})
export type WrittenPatient = Static<typeof WrittenPatient>

/** What a prescriber ordered (処方箋). */
export const Prescription = Type.Object({
  number: Type.String(),
  receipt: Type.Optional(Type.String()),
  issuedOn: Type.Optional(CalendarDate),
  dispensedOn: Type.Optional(CalendarDate),
  institution: Type.Optional(Type.Object({ code: Type.Optional(Type.String()), name: Type.Optional(Type.String()) })),
  department: Type.Optional(Type.String()),
  prescriber: Type.Optional(Type.String()),
})
export type Prescription = Static<typeof Prescription>

/** A: new, U: update (a whole snapshot), D: delete. */
export const DispensingAction = Type.Union([Type.Literal('new'), Type.Literal('update'), Type.Literal('delete')])
export type DispensingAction = Static<typeof DispensingAction>

/** A line whose record id the box does not know, kept as written. */
export const UnknownRecord = Type.Object({ line: Type.Integer(), id: Type.String(), text: Type.String() })
export type UnknownRecord = Static<typeof UnknownRecord>

/** What one NSIPS-style file says. The same nouns and names serve the command line, the store and the API. */
export const DispensingRecord = Type.Object({
  format: Type.String(),
  action: DispensingAction,
  /** ISO 8601 with the +09:00 the files are written in. */
  sentAt: Type.Optional(Type.String()),
  pharmacy: Pharmacy,
  patient: Type.Optional(WrittenPatient),
  prescription: Prescription,
  rps: Type.Array(Rp),
  unknownRecords: Type.Optional(Type.Array(UnknownRecord)),
  warnings: Type.Array(Warning),
})
export type DispensingRecord = Static<typeof DispensingRecord>

/** The current state of one dispensing (調剤) in the store. */
export const Dispensing = Type.Object({
  id: Id,
  patientId: Type.Union([Id, Type.Null()]),
  /** Revision counter of the file that made this state. */
  revision: Type.Integer(),
  receivedAt: Instant,
  version: Type.Integer(),
  ...DispensingRecord.properties,
  /** Present on what did not come from this pharmacy's own receipt computer. Such a record has no file and no revisions of files. */
  origin: Type.Optional(Origin),
  /** In a history: dispensed at another pharmacy, or told from outside (他施設での調剤薬). */
  isElsewhere: Type.Optional(Type.Boolean()),
  /** In a history: later registrations of the same dispensing, oldest first. */
  copies: Type.Optional(Type.Array(LaterCopy)),
})
export type Dispensing = Static<typeof Dispensing>

/** One file of a dispensing's history, newest first; `isCurrent` marks the one that made today's state. */
export const DispensingRevision = Type.Object({
  inboundSeq: Type.Integer(),
  action: DispensingAction,
  revision: Type.Integer(),
  sentAt: Type.Optional(Type.String()),
  receivedAt: Instant,
  fileName: Type.String(),
  isCurrent: Type.Boolean(),
  /** What was odd about its place among the others, such as `superseded-although-sent-later`. */
  warnings: Type.Array(Warning),
})
export type DispensingRevision = Static<typeof DispensingRevision>
