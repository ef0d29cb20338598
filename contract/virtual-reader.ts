import { Type, type Static } from 'typebox'

const CardId = Type.String({ minLength: 1, maxLength: 64, pattern: '^[0-9A-Za-z_-]+$' })
const ReaderName = Type.String({ minLength: 1, maxLength: 64, pattern: '\\S' })

/** A card to offer in a page, and a virtual reader to lay it on. */
export const VirtualCard = Type.Object({ cardId: Type.String(), label: Type.String() })
export type VirtualCard = Static<typeof VirtualCard>
export const VirtualReader = Type.Object({ name: Type.String(), isConnected: Type.Boolean(), hasCard: Type.Boolean() })
export type VirtualReader = Static<typeof VirtualReader>

/** A card laid on a virtual reader and lifted again; on the first one when none is named. */
export const VirtualTap = Type.Object(
  { cardId: CardId, reader: Type.Optional(ReaderName) },
  { additionalProperties: false },
)
export type VirtualTap = Static<typeof VirtualTap>

/** One thing to make happen at a virtual reader, as in a script (drivers/virtual/script.ts). */
export const VirtualStep = Type.Union([
  Type.Object(
    {
      do: Type.Union([Type.Literal('tap'), Type.Literal('insert')]),
      card: CardId,
      isElsewhere: Type.Optional(Type.Boolean()),
      reader: Type.Optional(ReaderName),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      do: Type.Union([
        Type.Literal('remove'),
        Type.Literal('mute'),
        Type.Literal('transmit'),
        Type.Literal('moved'),
        Type.Literal('in-use'),
        Type.Literal('mynumber'),
        Type.Literal('other'),
        Type.Literal('unplug'),
        Type.Literal('plug'),
        Type.Literal('flap'),
      ]),
      reader: Type.Optional(ReaderName),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      do: Type.Literal('scan'),
      text: Type.String({ minLength: 1, maxLength: 20_000 }),
      reader: Type.Optional(ReaderName),
    },
    { additionalProperties: false },
  ),
])
export type VirtualStep = Static<typeof VirtualStep>
