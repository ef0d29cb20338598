import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Session } from '../../contract/session.ts'
import { sessionCookieName } from '../access/cookie.ts'
import type { Sessions } from '../access/sessions.ts'
import { refuse } from './errors.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in; null only on the routes that ask for nobody. */
    session: Session | null
  }
  interface FastifyContextConfig {
    /** The route answers without sign-in. Every other route refuses. */
    isOpen?: boolean
    /** A page asks this by itself, again and again: asking it is no sign that somebody is there. */
    isPolled?: boolean
    /** Only for these roles. */
    roles?: Session['staff']['role'][]
  }
}

/** Nothing is served to someone not signed in: every route is closed unless it says otherwise. */
export function guard(api: FastifyInstance, sessions: Sessions, isSecure: boolean): void {
  const cookie = sessionCookieName(isSecure)
  api.decorateRequest('session', null)
  api.addHook('onRequest', (request, _reply, done) => {
    if (isForeign(request)) refuse('foreign-origin')
    const token = request.cookies[cookie]
    const { isOpen = false, isPolled = false, roles } = request.routeOptions.config
    request.session = (token && (isPolled ? sessions.find(token) : sessions.use(token))) || null
    if (!request.session && !isOpen) refuse('not-signed-in')
    if (roles && !(request.session && roles.includes(request.session.staff.role))) refuse('not-allowed')
    done()
  })
}

/** A change asked for by a page of another origin. Requests without `Origin` come from programs, not from pages. */
function isForeign(request: FastifyRequest): boolean {
  const { origin, host } = request.headers
  if (request.method === 'GET' || request.method === 'HEAD' || origin === undefined) return false
  return !URL.canParse(origin) || new URL(origin).host !== host
}
