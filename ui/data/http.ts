import type { Page } from '../../contract/page.ts'
import type { Problem } from '../../contract/errors.ts'
import { preparedHeader } from '../../contract/prepared.ts'
import { failed, success, type Failure, type Outcome } from './outcome.ts'

export interface HttpOptions {
  /** Origin in front of every path; '' in the browser. */
  origin?: string
  /** No answer after this many milliseconds is a failure. */
  timeoutMs?: number
  /** Called when the box says that nobody is signed in. */
  onSignedOut?: () => void
  /** Called when the box says that this page is locked. */
  onLocked?: () => void
}

type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** The API of the box as values: an answer or a reason, never an exception. */
export interface Http {
  /** @param isAhead nobody has opened it yet */
  get: <T>(path: string, signal?: AbortSignal, isAhead?: boolean) => Promise<Outcome<T>>
  send: (method: Method, path: string, body?: unknown) => Promise<Outcome<undefined>>
  /** As `send`, where the box's answer is wanted. */
  ask: <T>(method: Method, path: string, body?: unknown) => Promise<Outcome<T>>
  /** Every item of a paged list, following cursors. `path` already carries a `?`. */
  all: <T>(path: string, signal?: AbortSignal, isAhead?: boolean) => Promise<Outcome<T[]>>
}

/** A list longer than this many pages is cut: no screen shows so much. */
const maxPages = 40

export const createHttp = (options: HttpOptions = {}): Http => {
  const { origin = '', timeoutMs = 10_000, onSignedOut, onLocked } = options

  const request = async (path: string, init: RequestInit, signal?: AbortSignal): Promise<Outcome<Response>> => {
    const limit = AbortSignal.timeout(timeoutMs)
    try {
      const response = await fetch(origin + path, {
        ...init,
        credentials: 'same-origin',
        signal: signal ? AbortSignal.any([limit, signal]) : limit,
      })
      if (response.ok) return success(response)
      const failure = await failureOf(response)
      if (failure.kind === 'signed-out') onSignedOut?.()
      if (failure.code === 'locked') onLocked?.()
      return failed(failure)
    } catch {
      if (signal?.aborted) return failed({ kind: 'aborted' })
      return failed({ kind: limit.aborted ? 'timeout' : 'offline' })
    }
  }

  const json = async <T>(outcome: Outcome<Response>, signal?: AbortSignal): Promise<Outcome<T>> => {
    if (!outcome.ok) return outcome
    try {
      // No content: there is nothing to read.
      if (outcome.value.status === 204) return success(undefined as T)
      return success((await outcome.value.json()) as T)
    } catch (error) {
      if (signal?.aborted) return failed({ kind: 'aborted' })
      // The time limit also covers the body: a cut connection must not look like a broken answer.
      if (error instanceof DOMException && error.name === 'TimeoutError') return failed({ kind: 'timeout' })
      return failed({ kind: error instanceof SyntaxError ? 'broken' : 'offline' })
    }
  }

  const get = async <T>(path: string, signal?: AbortSignal, isAhead = false): Promise<Outcome<T>> => {
    const headers = { accept: 'application/json', ...(isAhead && { [preparedHeader]: '1' }) }
    return json(await request(path, { headers }, signal), signal)
  }

  const write = (method: Method, path: string, body: unknown): Promise<Outcome<Response>> => {
    const init: RequestInit = { method, headers: { accept: 'application/json' } }
    if (body instanceof Blob) {
      init.headers = { accept: 'application/json', 'content-type': body.type }
      init.body = body
    } else if (body !== undefined) {
      init.headers = { accept: 'application/json', 'content-type': 'application/json' }
      init.body = JSON.stringify(body)
    }
    return request(path, init)
  }

  return {
    get,
    send: async (method, path, body) => {
      const outcome = await write(method, path, body)
      return outcome.ok ? success(undefined) : outcome
    },
    ask: async (method, path, body) => json(await write(method, path, body)),
    all: async <T>(path: string, signal?: AbortSignal, isAhead = false) => {
      const items: T[] = []
      let cursor: string | null = null
      for (let page = 0; page < maxPages; page++) {
        const outcome: Outcome<Page<T>> = await get(
          cursor === null ? path : `${path}&cursor=${encodeURIComponent(cursor)}`,
          signal,
          isAhead,
        )
        if (!outcome.ok) return outcome
        items.push(...outcome.value.items)
        cursor = outcome.value.next
        if (cursor === null) break
      }
      return success(items)
    },
  }
}

const failureOf = async (response: Response): Promise<Failure> => {
  const problem = (await response.json().catch(() => undefined)) as Partial<Problem> | undefined
  const failure: Failure = { kind: 'refused' }
  if (typeof problem?.code === 'string') failure.code = problem.code
  if (typeof problem?.instance === 'string') failure.reference = problem.instance
  if (problem?.current !== undefined) failure.current = problem.current
  if (Array.isArray(problem?.fields)) failure.fields = problem.fields
  const wait = Number(response.headers.get('retry-after'))
  if (Number.isFinite(wait) && wait > 0) failure.retryAfter = wait
  // A wrong password is a 401 as well, and no reason to leave the page.
  if (response.status === 401 && failure.code !== 'wrong-credentials') failure.kind = 'signed-out'
  else if (failure.code === undefined || failure.code === 'internal') failure.kind = 'broken'
  return failure
}
