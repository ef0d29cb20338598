import type { FastifyRequest } from 'fastify'
import { mayBeNamed } from '../access/principals.ts'
import type { Store } from '../store/open.ts'
import { refuseFields } from './errors.ts'
import { staffIdOf } from './staff-id.ts'

/**
 * Who writes, and in whose name (代行入力): a record keeps both, and so does the request's row of the audit trail.
 * @param onBehalfOf id of whoever gave the word; undefined: it is the writer's own record
 */
export function authorOf(
  store: Store,
  request: Pick<FastifyRequest, 'session' | 'audited'>,
  onBehalfOf?: string,
): { staffId: string; onBehalfOf: string | null } {
  const staffId = staffIdOf(request.session)
  if (onBehalfOf === undefined) return { staffId, onBehalfOf: null }
  if (!mayBeNamed(store, onBehalfOf, staffId)) refuseFields([{ path: 'body/onBehalfOf', message: 'not-answerable' }])
  if (request.audited) request.audited.onBehalfOf = onBehalfOf
  return { staffId, onBehalfOf }
}
