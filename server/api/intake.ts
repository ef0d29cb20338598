import { Type } from 'typebox'
import { RejectedFile } from '../../contract/intake.ts'
import { pageOf } from '../../contract/page.ts'
import { dismiss, findRejectedFile, listRejected, requeue, restore, type MoveOutcome } from '../store/inbound.ts'
import type { Store } from '../store/open.ts'
import { refuse } from './errors.ts'
import { pageSize, type Api } from './route.ts'

const SeqParams = Type.Object({ seq: Type.Integer({ minimum: 1 }) })
const Query = Type.Object(
  { cursor: Type.Optional(Type.Integer({ minimum: 1 })), dismissed: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
)

/** Files that could not be read: list them, read one again, mark it as seen to and take that back, save its bytes. */
export function intakeRoutes(api: Api, { store }: { store: Store }): void {
  const config = { right: 'patients' } as const

  // A maintainer sees which files and why; their bytes are patients'.
  api.get(
    '/api/intake/rejected',
    {
      config: { right: 'box-state' },
      schema: { tags: ['intake'], querystring: Query, response: { 200: pageOf(RejectedFile) } },
    },
    ({ query }) =>
      listRejected(
        store,
        query.cursor ?? Number.MAX_SAFE_INTEGER,
        pageSize,
        query.dismissed === true ? 'dismissed' : 'rejected',
      ),
  )

  api.post(
    '/api/intake/rejected/:seq/retry',
    { config, schema: { tags: ['intake'], params: SeqParams } },
    (request, reply) => {
      check(requeue(store, request.params.seq))
      return reply.code(202).send()
    },
  )

  api.post(
    '/api/intake/rejected/:seq/dismiss',
    { config, schema: { tags: ['intake'], params: SeqParams } },
    (request, reply) => {
      check(dismiss(store, request.params.seq))
      return reply.code(204).send()
    },
  )

  api.post(
    '/api/intake/rejected/:seq/restore',
    { config, schema: { tags: ['intake'], params: SeqParams } },
    (request, reply) => {
      check(restore(store, request.params.seq))
      return reply.code(204).send()
    },
  )

  api.get(
    '/api/intake/rejected/:seq/file',
    { config, schema: { tags: ['intake'], params: SeqParams } },
    (request, reply) => {
      const file = findRejectedFile(store, request.params.seq)
      if (!file) return refuse('not-found')
      return reply
        .type('application/octet-stream')
        .header('cache-control', 'no-store')
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
        .send(file.bytes)
    },
  )
}

function check(outcome: MoveOutcome): void {
  if (outcome !== 'moved') refuse(outcome === 'not-found' ? 'not-found' : 'not-retryable')
}
