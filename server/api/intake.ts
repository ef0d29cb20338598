import { Type } from 'typebox'
import { RejectedFile } from '../../contract/intake.ts'
import { pageOf } from '../../contract/page.ts'
import { findInboundFile, listRejected, requeue } from '../store/inbound.ts'
import type { Store } from '../store/open.ts'
import { refuse } from './errors.ts'
import { pageSize, type Api } from './route.ts'

const SeqParams = Type.Object({ seq: Type.Integer({ minimum: 1 }) })
const Query = Type.Object({ cursor: Type.Optional(Type.Integer({ minimum: 1 })) }, { additionalProperties: false })

/** Files that could not be read: list them, read one again, save its bytes. */
export function intakeRoutes(api: Api, { store }: { store: Store }): void {
  api.get(
    '/api/intake/rejected',
    { schema: { tags: ['intake'], querystring: Query, response: { 200: pageOf(RejectedFile) } } },
    ({ query }) => listRejected(store, query.cursor ?? Number.MAX_SAFE_INTEGER, pageSize),
  )

  api.post('/api/intake/rejected/:seq/retry', { schema: { tags: ['intake'], params: SeqParams } }, (request, reply) => {
    const outcome = requeue(store, request.params.seq)
    if (outcome === 'queued') return reply.code(202).send()
    return refuse(outcome === 'not-found' ? 'not-found' : 'not-retryable')
  })

  api.get('/api/intake/rejected/:seq/file', { schema: { tags: ['intake'], params: SeqParams } }, (request, reply) => {
    const file = findInboundFile(store, request.params.seq)
    if (!file?.bytes) return refuse('not-found')
    return reply
      .type('application/octet-stream')
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
      .send(file.bytes)
  })
}
