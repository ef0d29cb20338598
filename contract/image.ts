import { Type, type Static } from 'typebox'
import { PhoneLink } from './registration-code.ts'
import { CalendarDate, Id, Instant } from './text.ts'

/** Most bytes of one image as it is sent. */
export const mostImageBytes = 20 * 1024 * 1024
/** Most images that one phone sends with one code. */
export const mostTicketImages = 10

const Nullable = Type.Union([Id, Type.Null()])

/** A 処方箋 image. The image itself is fetched apart: `/api/images/ID/file` and `/thumbnail`. */
export const Image = Type.Object({
  id: Id,
  receivedOn: CalendarDate,
  receivedAt: Instant,
  source: Type.Union([Type.Literal('phone'), Type.Literal('file')]),
  memberId: Nullable,
  patientId: Nullable,
  /** Whose it is, as known now; null while nobody has said so. */
  name: Type.Union([Type.String(), Type.Null()]),
  kana: Type.Union([Type.String(), Type.Null()]),
  /** As it is looked at, turned. */
  width: Type.Integer(),
  height: Type.Integer(),
  /** Quarter turns to the right. */
  turns: Type.Integer({ minimum: 0, maximum: 3 }),
  doneAt: Type.Union([Instant, Type.Null()]),
  doneBy: Type.Union([Type.String(), Type.Null()]),
  version: Type.Integer(),
})
export type Image = Static<typeof Image>

/** What a person changes. `member` or `patient`: whose it is, both null: nobody's again. `version` as it was shown. */
export const ImageEdit = Type.Object(
  {
    turns: Type.Optional(Type.Integer({ minimum: 0, maximum: 3 })),
    isDone: Type.Optional(Type.Boolean()),
    owner: Type.Optional(
      Type.Union([
        Type.Object({ memberId: Id }, { additionalProperties: false }),
        Type.Object({ patientId: Id }, { additionalProperties: false }),
        Type.Null(),
      ]),
    ),
    version: Type.Integer(),
  },
  { additionalProperties: false },
)
export type ImageEdit = Static<typeof ImageEdit>

/** Days an image is kept after it was marked as done; 0: for ever. */
export const ImageSetting = Type.Object(
  { keptDays: Type.Integer({ minimum: 0, maximum: 3660 }), version: Type.Integer() },
  { additionalProperties: false },
)
export type ImageSetting = Static<typeof ImageSetting>

export const NewUploadTicket = Type.Object({ memberId: Nullable }, { additionalProperties: false })
export type NewUploadTicket = Static<typeof NewUploadTicket>

/** A phone's leave to send images. The code itself is known only at the moment it is made. */
export const UploadTicket = Type.Object({
  id: Id,
  state: Type.Union([Type.Literal('open'), Type.Literal('done'), Type.Literal('expired')]),
  expiresAt: Instant,
  /** Images received so far. */
  images: Type.Integer(),
})
export type UploadTicket = Static<typeof UploadTicket>

export const GivenUploadTicket = Type.Object({ ticket: UploadTicket, link: PhoneLink })
export type GivenUploadTicket = Static<typeof GivenUploadTicket>
