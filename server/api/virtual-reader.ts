import { pageOf } from '../../contract/page.ts'
import { VirtualCard, VirtualReader, VirtualStep, VirtualTap } from '../../contract/virtual-reader.ts'
import { refuse } from './errors.ts'
import type { Api } from './route.ts'

/** The virtual readers as a page may use them. */
export interface VirtualReaderPort {
  /** Not ok when the reader is unplugged, or there is no card to remove. */
  act(step: VirtualStep): { ok: boolean }
  readers(): VirtualReader[]
  /** Cards to offer in the page; empty outside the demo. */
  cards: VirtualCard[]
}

/** Readers without hardware; these routes exist only with `--reader virtual`. */
export function virtualReaderRoutes(api: Api, { virtualReader }: { virtualReader: VirtualReaderPort }): void {
  const tags = ['virtual reader']

  api.get(
    '/api/virtual-reader/cards',
    { config: { right: 'desk' }, schema: { tags, response: { 200: pageOf(VirtualCard) } } },
    () => ({
      items: virtualReader.cards,
      next: null,
    }),
  )

  api.get(
    '/api/virtual-reader/readers',
    { config: { right: 'desk' }, schema: { tags, response: { 200: pageOf(VirtualReader) } } },
    () => ({
      items: virtualReader.readers(),
      next: null,
    }),
  )

  api.post(
    '/api/virtual-reader/taps',
    { config: { right: 'desk' }, schema: { tags, body: VirtualTap } },
    ({ body }, reply) => {
      const { cardId, reader } = body
      const step = { do: 'tap' as const, card: cardId, ...(reader !== undefined && { reader }) }
      return virtualReader.act(step).ok ? reply.code(202).send() : refuse('virtual-reader-off')
    },
  )

  api.post(
    '/api/virtual-reader/steps',
    { config: { right: 'desk' }, schema: { tags, body: VirtualStep } },
    ({ body }, reply) => (virtualReader.act(body).ok ? reply.code(202).send() : refuse('virtual-reader-off')),
  )
}
