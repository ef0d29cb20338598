import type { FastifyReply, FastifyRequest } from 'fastify'
import type { DeviceProof } from '../../contract/device.ts'
import { FactorAnswer, FirstSignIn, PasskeyJson, Session, SignIn, SignInStep } from '../../contract/session.ts'
import {
  deviceCookieName,
  deviceCookieOptions,
  proofCookieName,
  sessionCookieName,
  sessionCookieOptions,
  stepCookieName,
} from '../access/cookie.ts'
import { siteOf } from '../access/passkeys.ts'
import type { Caller, Sessions, StartOutcome } from '../access/sessions.ts'
import { deviceCallerOf } from './devices.ts'
import type { SessionNotes } from './audit-sessions.ts'
import { refuse } from './errors.ts'
import { findStaffByLogin } from '../store/staff.ts'
import type { Store } from '../store/open.ts'
import type { Api } from './route.ts'

export interface SessionOptions {
  store: Store
  sessions: Sessions
  notes: SessionNotes
  isSecure: boolean
}

/** Codes that tell of an attempt to come in; the others tell of what was typed for a new password, or to wait. */
const failed: ReadonlySet<string> = new Set([
  'wrong-credentials',
  'code-expired',
  'maintenance-closed',
  'device-needed',
  'device-lapsed',
])

/** Sign-in in one step or two, sign-out, and who is signed in. */
export function sessionRoutes(api: Api, { store, sessions, notes, isSecure }: SessionOptions): void {
  const tags = ['session']
  const cookie = sessionCookieName(isSecure)
  const stepCookie = stepCookieName(isSecure)
  const proofCookie = proofCookieName(isSecure)
  const cookieOptions = sessionCookieOptions(isSecure)
  const deviceCookie = deviceCookieName(isSecure)

  /** Rolls on with each sign-in, so that a browser in use never lets it run out. */
  function keepDevice(token: string | undefined, reply: FastifyReply): void {
    if (token !== undefined) void reply.setCookie(deviceCookie, token, deviceCookieOptions(isSecure))
  }

  const callerOf = ({ ip, protocol, host, cookies }: FastifyRequest): Caller => ({
    address: ip,
    site: siteOf(protocol, host),
    proof: cookies[proofCookie] ?? '',
    device: null,
    deviceId: sessions.devices.whose(cookies[deviceCookie] ?? ''),
  })

  /** With the device that this browser says it is. A proof that does not hold is told before anybody's password is looked at. */
  const callerWith = (request: FastifyRequest, proof: DeviceProof | undefined): Caller => {
    if (!proof) return callerOf(request)
    const device = sessions.devices.prove('sign-in', proof, deviceCallerOf(request, deviceCookie))
    return { ...callerOf(request), device: device ?? refuse('device-unproven') }
  }

  /** 204 and a session, or 200 and what is asked for next. @param login whose account it was tried with */
  async function tell(
    outcome: StartOutcome,
    request: FastifyRequest,
    reply: FastifyReply,
    login?: string,
  ): Promise<FastifyReply | SignInStep> {
    const { cookies } = request
    switch (outcome.state) {
      case 'in':
        await admit(request, outcome.token)
        void reply.setCookie(cookie, outcome.token, cookieOptions)
        keepDevice(cookies[deviceCookie], reply)
        if (outcome.proof !== null) void reply.setCookie(proofCookie, outcome.proof, cookieOptions)
        if (cookies[stepCookie] !== undefined) void reply.clearCookie(stepCookie, cookieOptions)
        return reply.code(204).send()
      case 'step':
        void reply.setCookie(stepCookie, outcome.step, cookieOptions)
        return { factors: outcome.factors }
      case 'out':
        await noteFailure(request, outcome, login)
        return refuse(outcome.code, outcome.code === 'too-many-attempts' ? outcome.waitMs : undefined)
    }
  }

  async function admit(request: FastifyRequest, token: string): Promise<void> {
    const session = sessions.find(token) ?? refuse('sign-in-expired')
    try {
      await notes.noteIn(request, 'signed-in', session)
    } catch (error) {
      sessions.end(token)
      throw error
    }
  }

  async function noteFailure(
    request: FastifyRequest,
    outcome: Extract<StartOutcome, { state: 'out' }>,
    login: string | undefined,
  ): Promise<void> {
    const whose = 'staffId' in outcome ? outcome.staffId : undefined
    const staffId = whose ?? (login === undefined ? undefined : findStaffByLogin(store, login)?.id)
    if (staffId !== undefined && failed.has(outcome.code)) await notes.noteFailure(request, staffId, outcome.code)
  }

  api.get(
    '/api/session',
    { config: { right: 'own-account', answersLocked: true }, schema: { tags, response: { 200: Session } } },
    (request) => request.session ?? refuse('not-signed-in'),
  )

  api.post(
    '/api/session',
    { config: { isOpen: true }, schema: { tags, body: SignIn, response: { 200: SignInStep } } },
    async (request, reply) => {
      const { id, password, device } = request.body
      return tell(await sessions.signIn(id, password, callerWith(request, device)), request, reply, id)
    },
  )

  api.post(
    '/api/session/start',
    { config: { isOpen: true }, schema: { tags, body: FirstSignIn, response: { 200: SignInStep } } },
    async (request, reply) => {
      const { id, code, password, device } = request.body
      return tell(await sessions.start(id, code, password, callerWith(request, device)), request, reply, id)
    },
  )

  api.post(
    '/api/session/factor',
    { config: { isOpen: true }, schema: { tags, body: FactorAnswer, response: { 200: SignInStep } } },
    async (request, reply) =>
      tell(await sessions.answer(request.cookies[stepCookie] ?? '', request.body, callerOf(request)), request, reply),
  )

  api.post(
    '/api/session/passkey',
    { config: { isOpen: true }, schema: { tags, response: { 200: PasskeyJson } } },
    async (request) =>
      (await sessions.askPasskey(request.cookies[stepCookie] ?? '', callerOf(request).site)) ??
      refuse('sign-in-expired'),
  )

  api.delete(
    '/api/session',
    { config: { right: 'own-account', answersLocked: true }, schema: { tags } },
    async (request, reply) => {
      const token = request.cookies[cookie]
      if (token) sessions.end(token)
      await notes.noteOut(request, 'signed-out')
      return reply.clearCookie(cookie, cookieOptions).code(204).send()
    },
  )
}
