import { Session, SignIn } from '../../contract/session.ts'
import { sessionCookieName, sessionCookieOptions } from '../access/cookie.ts'
import type { Sessions } from '../access/sessions.ts'
import { refuse } from './errors.ts'
import type { Api } from './route.ts'

/** Sign-in, sign-out, and who is signed in. */
export function sessionRoutes(api: Api, { sessions, isSecure }: { sessions: Sessions; isSecure: boolean }): void {
  const cookie = sessionCookieName(isSecure)
  const cookieOptions = sessionCookieOptions(isSecure)

  api.get(
    '/api/session',
    { schema: { tags: ['session'], response: { 200: Session } } },
    (request) => request.session ?? refuse('not-signed-in'),
  )

  api.post(
    '/api/session',
    { config: { isOpen: true }, schema: { tags: ['session'], body: SignIn } },
    async (request, reply) => {
      const outcome = await sessions.signIn(request.body.id, request.body.password, request.ip)
      if (outcome.ok) return reply.setCookie(cookie, outcome.token, cookieOptions).code(204).send()
      return refuse(outcome.code, outcome.code === 'too-many-attempts' ? outcome.waitMs : undefined)
    },
  )

  api.delete('/api/session', { schema: { tags: ['session'] } }, (request, reply) => {
    const token = request.cookies[cookie]
    if (token) sessions.end(token)
    return reply.clearCookie(cookie, cookieOptions).code(204).send()
  })
}
