import { InteractionFile, interactionLimits, InteractionPreview, InteractionTable } from '../../contract/interaction.ts'
import { pageOf } from '../../contract/page.ts'
import {
  disuseInteractions,
  importInteractions,
  listInteractionTables,
  previewInteractions,
  useInteractions,
} from '../store/interactions.ts'
import type { Store } from '../store/open.ts'
import { refuse, refuseStale } from './errors.ts'
import { IdParams, type Api } from './route.ts'
import { staffIdOf } from './staff-id.ts'

/** What the table says is told at the counter: those who answer for that choose it. */

/** A character takes up to three bytes in UTF-8, and six where JSON escapes it. */
const bodyLimit = interactionLimits.characters * 3 + 64 * 1024

/** The pharmacy's own interaction table: preview, import, the versions, and which of them is in use. */
export function interactionRoutes(api: Api, { store }: { store: Store }): void {
  const tags = ['interactions']
  const config = { right: 'decisions' } as const

  api.get(
    '/api/interaction-tables',
    { config: { right: 'box-state' }, schema: { tags, response: { 200: pageOf(InteractionTable) } } },
    () => ({
      items: listInteractionTables(store),
      next: null,
    }),
  )

  api.post(
    '/api/interaction-tables/preview',
    { bodyLimit, config, schema: { tags, body: InteractionFile, response: { 200: InteractionPreview } } },
    ({ body }) => previewInteractions(store, body.text),
  )

  api.post(
    '/api/interaction-tables',
    { bodyLimit, config, schema: { tags, body: InteractionFile, response: { 201: InteractionTable } } },
    ({ body, session }, reply) => {
      const outcome = importInteractions(store, body.fileName, body.text, staffIdOf(session))
      void reply.code(201)
      // The page previews before it imports, so this meets only a file that changed in between: its issues as they are now.
      return outcome.ok ? outcome.table : refuseStale(outcome.preview)
    },
  )

  api.post(
    '/api/interaction-tables/:id/use',
    { config, schema: { tags, params: IdParams, response: { 200: InteractionTable } } },
    ({ params, session }) => useInteractions(store, params.id, staffIdOf(session)) ?? refuse('not-found'),
  )

  api.delete('/api/interaction-tables/use', { config, schema: { tags } }, ({ session }, reply) => {
    disuseInteractions(store, staffIdOf(session))
    return reply.code(204).send()
  })
}
