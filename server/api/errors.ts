import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { errors, type ErrorCode, type Problem } from '../../contract/errors.ts'

/** A request that is turned down with one row of the error table; for the one handler below. */
class Refusal extends Error {
  readonly code: ErrorCode
  readonly retryAfterMs: number | undefined
  readonly current: unknown
  readonly fields: Problem['fields']

  constructor(code: ErrorCode, retryAfterMs?: number, current?: unknown, fields?: Problem['fields']) {
    super(code)
    this.code = code
    this.retryAfterMs = retryAfterMs
    this.current = current
    this.fields = fields
  }
}

/** Turns a request down. The only exception that is not a bug: Fastify's handler is one throw away from every route. */
export function refuse(code: ErrorCode, retryAfterMs?: number): never {
  throw new Refusal(code, retryAfterMs)
}

/** Somebody else changed the record meanwhile: turns the request down and shows it as it is now. */
export function refuseStale(current: unknown): never {
  throw new Refusal('stale-version', undefined, current)
}

/** What was typed cannot be read: says in which fields (`body/…`, as the schema's own checks name them) and why, by a short word. */
export function refuseFields(fields: NonNullable<Problem['fields']>): never {
  throw new Refusal('invalid-request', undefined, undefined, fields)
}

/** Sends one row of the error table as problem+json. No field carries personal data or the request's address. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  code: ErrorCode,
  more: Pick<Problem, 'fields' | 'current'> = {},
) {
  const { status, isRetryable } = errors[code]
  const problem: Problem = {
    type: `urn:kusuribako:problem:${code}`,
    title: code,
    status,
    code,
    isRetryable,
    instance: request.id,
    ...more,
  }
  return reply.code(status).type('application/problem+json').send(JSON.stringify(problem))
}

/** The one error handler: what Fastify refuses becomes its row of the table, everything else is a bug and is logged as one. */
export function handleError(error: FastifyError | Refusal, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Refusal) {
    if (error.retryAfterMs !== undefined) void reply.header('retry-after', String(Math.ceil(error.retryAfterMs / 1000)))
    const { code, current, fields } = error
    return sendProblem(request, reply, code, { ...(current !== undefined && { current }), ...(fields && { fields }) })
  }
  if (error.validation) {
    const fields = error.validation.map(({ instancePath, message, params }) => ({
      path: [error.validationContext, instancePath, params['additionalProperty']].filter(Boolean).join('/'),
      message: message ?? 'invalid',
    }))
    return sendProblem(request, reply, 'invalid-request', { fields })
  }
  const code = error.statusCode === undefined ? undefined : codeOfStatus.get(error.statusCode)
  if (code) return sendProblem(request, reply, code)
  request.log.error(bugReport(error), 'a route failed')
  return sendProblem(request, reply, 'internal')
}

const codeOfStatus = new Map<number, ErrorCode>([
  [400, 'invalid-request'],
  // A path outside the pages.
  [403, 'not-found'],
  [404, 'not-found'],
  [414, 'invalid-request'],
  [413, 'too-large'],
  [415, 'unsupported-type'],
  [503, 'shutting-down'],
])

/** What may be logged of an unforeseen error: its kind and where it arose, never its message, which may quote a record. */
export function bugReport(error: unknown): { name: string; code: unknown; at: string[] } {
  const { name, stack = '' } = error instanceof Error ? error : new Error('not an error')
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return {
    name,
    code,
    at: stack
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .map((line) => line.trim()),
  }
}

/** Unknown paths: the API says so, everything else is a page of the browser UI. */
export function handleNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const isPage = request.method === 'GET' && !/^\/(api|socket\.io|assets)([/?]|$)/.test(request.url)
  return isPage ? reply.sendFile('index.html') : sendProblem(request, reply, 'not-found')
}
