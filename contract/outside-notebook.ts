import { Type, type Static } from 'typebox'
import { Warning } from './issue.ts'
import { CalendarDate, Id, Instant, Sex } from './text.ts'

/** Who wrote a line (記録作成者). */
export const NotebookAuthor = Type.Union([
  Type.Literal('medical'),
  Type.Literal('patient'),
  Type.Literal('other'),
  Type.Literal('unknown'),
])
export type NotebookAuthor = Static<typeof NotebookAuthor>

/** 剤形: what an amount means depends on it. `decoction` 浸煎 · `hot` 湯 · `material` 材料. */
export const NotebookForm = Type.Union([
  Type.Literal('internal'),
  Type.Literal('drops'),
  Type.Literal('prn'),
  Type.Literal('injection'),
  Type.Literal('external'),
  Type.Literal('decoction'),
  Type.Literal('hot'),
  Type.Literal('material'),
  Type.Literal('other'),
  Type.Literal('unknown'),
])
export type NotebookForm = Static<typeof NotebookForm>

const text = Type.String()
const maybe = Type.Optional(text)

/** Words of the notebook, whose, and the day where it names one. `kind` is the number the notebook gives it. */
export const NotebookNote = Type.Object({
  text,
  by: NotebookAuthor,
  on: Type.Optional(CalendarDate),
  kind: maybe,
})
export type NotebookNote = Static<typeof NotebookNote>

/** An amount is in its normal spelling; one that is no number stands as it was written and is among the warnings. */
export const NotebookDrug = Type.Object({
  name: text,
  dose: maybe,
  unit: maybe,
  code: Type.Optional(Type.Object({ kind: text, value: text })),
  genericName: maybe,
  by: NotebookAuthor,
  /** 薬品補足. */
  notes: Type.Array(NotebookNote),
  /** 薬品服用注意. */
  cautions: Type.Array(NotebookNote),
})
export type NotebookDrug = Static<typeof NotebookDrug>

export const NotebookRp = Type.Object({
  number: text,
  form: NotebookForm,
  usage: maybe,
  /** 調剤数量 and its unit (日分, 回分, 調剤). */
  count: maybe,
  countUnit: maybe,
  drugs: Type.Array(NotebookDrug),
  /** 用法補足. */
  notes: Type.Array(NotebookNote),
  /** 処方服用注意. */
  cautions: Type.Array(NotebookNote),
})
export type NotebookRp = Static<typeof NotebookRp>

/** What one prescriber ordered on one day. */
export const NotebookPrescription = Type.Object({
  institution: maybe,
  department: maybe,
  prescriber: maybe,
  rps: Type.Array(NotebookRp),
})
export type NotebookPrescription = Static<typeof NotebookPrescription>

export const NotebookDay = Type.Object({
  /** Absent where it cannot be read. */
  on: Type.Optional(CalendarDate),
  by: NotebookAuthor,
  pharmacy: Type.Optional(Type.Object({ name: text, address: maybe, phone: maybe })),
  pharmacist: maybe,
  prescriptions: Type.Array(NotebookPrescription),
  /** 401 服用注意. */
  cautions: Type.Array(NotebookNote),
  /** 411 医療機関等提供情報. */
  provided: Type.Array(NotebookNote),
  /** 421 残薬確認. */
  leftovers: Type.Array(NotebookNote),
  /** 501 備考. */
  remarks: Type.Array(NotebookNote),
  /** 601 患者等記入. */
  byPatient: Type.Array(NotebookNote),
})
export type NotebookDay = Static<typeof NotebookDay>

/** 要指導・一般用医薬品. */
export const NotebookOtc = Type.Object({
  name: text,
  startOn: Type.Optional(CalendarDate),
  endOn: Type.Optional(CalendarDate),
  by: NotebookAuthor,
  jan: maybe,
  ingredients: Type.Array(text),
})
export type NotebookOtc = Static<typeof NotebookOtc>

/** A line that is shown as it was written: of an unknown kind, or one that would not be read for certain. */
export const UnreadLine = Type.Object({ line: Type.Integer({ minimum: 1 }), id: text, text })
export type UnreadLine = Static<typeof UnreadLine>

/** A notebook in the JAHIS format, to be looked at; nothing of it becomes part of the box's own. docs/formats/jahis.md. */
export const NotebookContent = Type.Object({
  /** `JAHISTC08` … */
  version: text,
  /** 区分: a provider's for the patient, or the patient's for a provider. */
  writtenFor: Type.Union([Type.Literal('patient'), Type.Literal('provider')]),
  patient: Type.Object({
    name: text,
    kana: maybe,
    sex: Sex,
    birthOn: Type.Optional(CalendarDate),
  }),
  /** 2 患者特記: 1 アレルギー歴, 2 副作用歴, 3 既往歴, 9 その他 in `kind`. */
  specials: Type.Array(NotebookNote),
  otc: Type.Array(NotebookOtc),
  /** 4 手帳メモ. */
  memos: Type.Array(NotebookNote),
  /** Newest first; days without a date last. */
  days: Type.Array(NotebookDay),
  /** 701 かかりつけ薬剤師. */
  pharmacists: Type.Array(Type.Object({ name: text, pharmacy: maybe, phone: maybe })),
  unread: Type.Array(UnreadLine),
})
export type NotebookContent = Static<typeof NotebookContent>

/** Why a notebook is not shown: whose it is, or whether it is one, cannot be trusted. Explained in docs/formats/jahis.md. */
export type NotebookRefusal =
  | 'too-large'
  | 'too-many-rows'
  | 'header-missing'
  | 'header-malformed'
  | 'patient-missing'
  | 'patient-name-missing'
  | 'second-patient'

/** What is odd about a notebook that is shown all the same. */
export type NotebookOddity =
  | 'author-malformed'
  | 'code-unknown'
  | 'cut-off'
  | 'date-malformed'
  | 'era-mismatch'
  | 'field-missing'
  | 'more-unread'
  | 'more-warnings'
  | 'no-day'
  | 'number-malformed'
  | 'part-of-several'
  | 'private-use-character'
  | 'record-misplaced'
  | 'record-repeated'
  | 'record-too-new'
  | 'rp-mismatch'
  | 'too-many-fields'
  | 'undecodable'
  | 'unknown-record'
  | 'usage-missing'
  | 'version-unknown'

/** What a scanned code of another notebook says, on the day it was presented. */
export const OutsideNotebook = Type.Object({
  /** Of the scan. */
  id: Id,
  scannedAt: Instant,
  /** The midnight that ends it. */
  until: Instant,
  /** Null: it cannot be trusted whose or what it is; `warnings` say why. */
  content: Type.Union([NotebookContent, Type.Null()]),
  warnings: Type.Array(Warning),
})
export type OutsideNotebook = Static<typeof OutsideNotebook>
