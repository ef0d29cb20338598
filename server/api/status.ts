import { Type } from 'typebox'
import { BoxStatus } from '../../contract/status.ts'
import type { Api } from './route.ts'

/** What every page shows in one line, and the description of this surface. */
export function statusRoutes(api: Api, { status }: { status: () => BoxStatus }): void {
  api.get(
    '/api/status',
    {
      config: { right: 'every-page', isPolled: true, answersLocked: true },
      schema: { tags: ['box'], response: { 200: BoxStatus } },
    },
    () => status(),
  )

  api.get(
    '/api/openapi.json',
    { config: { right: 'surface' }, schema: { tags: ['box'], response: { 200: Type.Unsafe<object>({}) } } },
    (_request, reply) => reply.type('application/json').serializer(JSON.stringify).send(api.swagger()),
  )
}
