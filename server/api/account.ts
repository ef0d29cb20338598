import { PasswordChange } from '../../contract/account.ts'
import { sessionCookieName } from '../access/cookie.ts'
import type { Sessions } from '../access/sessions.ts'
import { refuse } from './errors.ts'
import type { Api } from './route.ts'

/** アカウント設定: everybody their own, nobody another's. */
export function accountRoutes(api: Api, { sessions, isSecure }: { sessions: Sessions; isSecure: boolean }): void {
  const cookie = sessionCookieName(isSecure)

  api.post(
    '/api/account/password',
    { schema: { tags: ['account'], body: PasswordChange } },
    async ({ body, cookies, ip }, reply) => {
      const outcome = await sessions.changePassword(cookies[cookie] ?? '', body.current, body.next, ip)
      if (outcome.ok) return reply.code(204).send()
      return refuse(outcome.code, outcome.code === 'too-many-attempts' ? outcome.waitMs : undefined)
    },
  )
}
