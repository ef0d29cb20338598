import { Type } from 'typebox'
import { pageOf } from '../../contract/page.ts'
import { refuse } from './errors.ts'
import type { Api } from './route.ts'

/** The virtual reader as a page may use it. */
export interface VirtualReaderPort {
  /** False when it is not running. */
  tap(cardId: string): boolean
  /** Cards to offer in the page; empty outside the demo. */
  cards: { cardId: string; label: string }[]
}

const Tap = Type.Object(
  { cardId: Type.String({ minLength: 1, maxLength: 64, pattern: '^[0-9A-Za-z_-]+$' }) },
  { additionalProperties: false },
)
const Card = Type.Object({ cardId: Type.String(), label: Type.String() })

/** Touches without hardware; these routes exist only with `--reader virtual`. */
export function virtualReaderRoutes(api: Api, { virtualReader }: { virtualReader: VirtualReaderPort }): void {
  api.get(
    '/api/virtual-reader/cards',
    { schema: { tags: ['virtual reader'], response: { 200: pageOf(Card) } } },
    () => ({ items: virtualReader.cards, next: null }),
  )
  api.post('/api/virtual-reader/taps', { schema: { tags: ['virtual reader'], body: Tap } }, (request, reply) =>
    virtualReader.tap(request.body.cardId) ? reply.code(202).send() : refuse('virtual-reader-off'),
  )
}
