import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { BreakGlassSignIn } from '../../contract/break-glass.ts'
import { Activity, ActivityNoted, DevicePeople, LockSetting, Switch, Unlock } from '../../contract/lock.ts'
import { Id } from '../../contract/text.ts'
import { sessionCookieName, sessionCookieOptions } from '../access/cookie.ts'
import type { Sessions } from '../access/sessions.ts'
import { getLockSetting, saveLockSetting } from '../store/locks.ts'
import type { Store } from '../store/open.ts'
import { findStaff } from '../store/staff.ts'
import type { SessionNotes } from './audit-sessions.ts'
import { refuse, refuseStale } from './errors.ts'
import type { Api } from './route.ts'
import { staffIdOf } from './staff-id.ts'

const CounterQuery = Type.Object({ counterId: Type.Optional(Id) }, { additionalProperties: false })

export interface LockOptions {
  store: Store
  sessions: Sessions
  notes: SessionNotes
  isSecure: boolean
}

/** Hiding a page after a while or by hand, opening it again, and changing who sits there. */
export function lockRoutes(api: Api, { store, sessions, notes, isSecure }: LockOptions): void {
  const tags = ['session']
  const { locks } = sessions
  const cookie = sessionCookieName(isSecure)
  const cookieOptions = sessionCookieOptions(isSecure)
  const tokenOf = ({ cookies }: FastifyRequest): string => cookies[cookie] ?? ''
  /** Asked by a page that is locked. */
  const config = { right: 'own-account', answersLocked: true } as const

  /** A page that is open again without a row is hidden again. */
  async function noteUnlocked(request: FastifyRequest, proof: 'password' | 'pin'): Promise<void> {
    const session = sessions.find(tokenOf(request)) ?? refuse('not-signed-in')
    try {
      await notes.noteIn(request, 'unlocked', { ...session, proof })
    } catch (error) {
      locks.lock(tokenOf(request))
      throw error
    }
  }

  api.post(
    '/api/session/activity',
    { config: { right: 'own-account' }, schema: { tags, body: Activity, response: { 200: ActivityNoted } } },
    (request) => {
      const outcome = locks.noteActivity(tokenOf(request), request.body.page) ?? refuse('not-signed-in')
      return outcome.isLocked ? refuse('locked') : { lockMinutes: outcome.lockMinutes }
    },
  )

  api.post('/api/session/lock', { config, schema: { tags } }, async (request, reply) => {
    locks.lock(tokenOf(request))
    await notes.noteOut(request, 'locked')
    return reply.code(204).send()
  })

  api.post('/api/session/unlock', { config, schema: { tags, body: Unlock } }, async (request, reply) => {
    const outcome = await locks.unlock(tokenOf(request), request.body.password, request.ip)
    if (!outcome.ok) {
      if (outcome.code === 'wrong-credentials')
        await notes.noteFailure(request, staffIdOf(request.session), outcome.code)
      return refuse(outcome.code, outcome.code === 'too-many-attempts' ? outcome.waitMs : undefined)
    }
    await noteUnlocked(request, 'password')
    return reply.code(204).send()
  })

  api.get(
    '/api/session/people',
    {
      config: { ...config, isPolled: true },
      schema: { tags, querystring: CounterQuery, response: { 200: DevicePeople } },
    },
    (request) => locks.people(tokenOf(request), request.query.counterId ?? null),
  )

  api.post('/api/session/switch', { config, schema: { tags, body: Switch } }, async (request, reply) => {
    const outcome = await locks.switchTo(tokenOf(request), request.body)
    if (!outcome.ok) {
      const { staffId } = request.body
      if (outcome.code === 'pin-wrong' && staffId !== null && findStaff(store, staffId))
        await notes.noteFailure(request, staffId, outcome.code)
      return refuse(outcome.code)
    }
    // Another person's coming is a deed of the trail.
    if (outcome.token === null) await noteUnlocked(request, 'pin')
    else void reply.setCookie(cookie, outcome.token, cookieOptions)
    return reply.code(204).send()
  })

  api.post(
    '/api/session/break-glass',
    { config: { isOpen: true }, schema: { tags, body: BreakGlassSignIn } },
    (request, reply) => {
      const { code, name, reason } = request.body
      // Who came in by it is a deed of the trail, and its code names no account before.
      const outcome = locks.enterByGlass(code, { name, reason, address: request.ip })
      if (outcome.ok) return reply.setCookie(cookie, outcome.token, cookieOptions).code(204).send()
      return refuse(outcome.code, outcome.code === 'too-many-attempts' ? outcome.waitMs : undefined)
    },
  )

  api.get(
    '/api/lock-setting',
    { config: { right: 'every-page' }, schema: { tags, response: { 200: LockSetting } } },
    () => getLockSetting(store),
  )

  api.patch(
    '/api/lock-setting',
    { config: { right: 'settings' }, schema: { tags, body: LockSetting, response: { 200: LockSetting } } },
    ({ body, session }) =>
      saveLockSetting(store, body, staffIdOf(session)) ? getLockSetting(store) : refuseStale(getLockSetting(store)),
  )
}
