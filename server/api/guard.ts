import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Session } from '../../contract/session.ts'
import { sessionCookieName } from '../access/cookie.ts'
import { isOwnOrigin } from '../access/own-host.ts'
import { mayUse, type Right } from '../access/rights.ts'
import type { Sessions } from '../access/sessions.ts'
import { refuse } from './errors.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in; null only on the routes that ask for nobody. */
    session: Session | null
    /** The enrolled device that whoever is signed in sits at; null: none, or nobody. */
    deviceId: string | null
  }
  interface FastifyContextConfig {
    /** The route answers without sign-in. Every other route refuses. */
    isOpen?: boolean
    /** A page asks this by itself, again and again: asking it is no sign that somebody is there. */
    isPolled?: boolean
    /** The page asks it while it is locked: nothing of patients is in it. */
    answersLocked?: boolean
    /** What whoever asks must be allowed to do (access/rights.ts). A route without it that is not open answers nobody. */
    right?: Right
  }
}

/** Nothing is served to someone not signed in: every route is closed unless it says otherwise. */
export function guard(api: FastifyInstance, sessions: Sessions, isSecure: boolean): void {
  const cookie = sessionCookieName(isSecure)
  api.decorateRequest('session', null)
  api.decorateRequest('deviceId', null)
  api.addHook('onRequest', (request, _reply, done) => {
    if (isForeign(request)) refuse('foreign-origin')
    const token = request.cookies[cookie]
    const { isOpen = false, isPolled = false, answersLocked = false, right } = request.routeOptions.config
    const isDeed = !answersLocked && !['GET', 'HEAD'].includes(request.method)
    const session = (token && (isPolled ? sessions.find(token) : sessions.use(token, isDeed))) || null
    request.session = session
    request.deviceId = session?.deviceId ?? null
    if (!isOpen) {
      if (!request.session) refuse('not-signed-in')
      if (request.session.isLocked && !answersLocked) refuse('locked')
      if (!right || !mayUse(request.session.staff.role, right)) refuse('not-allowed')
      if (request.session.mustEnrol && right !== 'own-account' && right !== 'every-page')
        refuse('second-factor-missing')
    }
    done()
  })
}

/** A change asked for by a page of another origin. Requests without `Origin` come from programs, not from pages. */
function isForeign(request: FastifyRequest): boolean {
  const { origin, host } = request.headers
  if (request.method === 'GET' || request.method === 'HEAD' || origin === undefined) return false
  return !isOwnOrigin(origin, host, request.protocol === 'https')
}
