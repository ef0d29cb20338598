import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  NewPasskey,
  OwnFactors,
  OwnPassword,
  PasswordChange,
  RecoveryCodes,
  TotpCode,
  TotpSecret,
} from '../../contract/account.ts'
import { PasskeyJson, type FactorKind, type Session } from '../../contract/session.ts'
import { placeOf } from '../access/attempts.ts'
import { proofCookieName, sessionCookieName, sessionCookieOptions } from '../access/cookie.ts'
import type { Hold } from '../access/factors.ts'
import { siteOf } from '../access/passkeys.ts'
import type { Sessions } from '../access/sessions.ts'
import { refuse } from './errors.ts'
import type { Api } from './route.ts'

const CredentialParams = Type.Object({ id: Type.String({ pattern: '^[0-9A-Za-z_-]{1,1024}$' }) })

/** アカウント設定: everybody their own, nobody another's. Whatever changes what is asked at sign-in asks the password once more. */
export function accountRoutes(api: Api, { sessions, isSecure }: { sessions: Sessions; isSecure: boolean }): void {
  const tags = ['account']
  const config = { right: 'own-account' } as const
  const { factors } = sessions
  const cookie = sessionCookieName(isSecure)
  const proofCookie = proofCookieName(isSecure)
  const cookieOptions = sessionCookieOptions(isSecure)

  const tokenOf = ({ cookies }: FastifyRequest): string => cookies[cookie] ?? ''
  const siteFor = ({ protocol, host }: FastifyRequest) => siteOf(protocol, host)

  /** Who is signed in, after the password was typed again. */
  async function prove(request: FastifyRequest, current: string): Promise<{ staff: Session['staff']; hold: Hold }> {
    const session = request.session ?? refuse('not-signed-in')
    const proof = await sessions.provePassword(session, current, placeOf(request.ip, request.deviceId))
    if (proof.ok) return { staff: session.staff, hold: sessions.hold(tokenOf(request), proof) }
    return refuse(proof.code, proof.code === 'too-many-attempts' ? proof.waitMs : undefined)
  }

  /** The session goes on under a new token: whoever had the old one is out. */
  function goOn(request: FastifyRequest, reply: FastifyReply, kind: FactorKind): void {
    const before = request.cookies[proofCookie] ?? ''
    const admitted = sessions.confirm(tokenOf(request), kind, before) ?? refuse('not-signed-in')
    void reply.setCookie(cookie, admitted.token, cookieOptions)
    if (admitted.proof !== null) void reply.setCookie(proofCookie, admitted.proof, cookieOptions)
  }

  api.post('/api/account/password', { config, schema: { tags, body: PasswordChange } }, async (request, reply) => {
    const { body, ip, deviceId } = request
    const place = placeOf(ip, deviceId)
    const outcome = await sessions.changePassword(tokenOf(request), body.current, body.next, place)
    if (outcome.ok) return reply.code(204).send()
    return refuse(outcome.code, outcome.code === 'too-many-attempts' ? outcome.waitMs : undefined)
  })

  api.get('/api/account/factors', { config, schema: { tags, response: { 200: OwnFactors } } }, (request) => {
    const { staff } = request.session ?? refuse('not-signed-in')
    return factors.describe(staff.id, siteFor(request))
  })

  api.post(
    '/api/account/totp',
    { config, schema: { tags, body: OwnPassword, response: { 201: TotpSecret } } },
    async (request, reply) => {
      const { staff } = await prove(request, request.body.current)
      void reply.code(201)
      return factors.beginTotp(staff.id)
    },
  )

  api.post(
    '/api/account/totp/confirmation',
    { config, schema: { tags, body: TotpCode, response: { 200: RecoveryCodes } } },
    async (request, reply) => {
      const { staff } = request.session ?? refuse('not-signed-in')
      const hold = sessions.hold(tokenOf(request), null)
      if (!(await factors.confirmTotp(staff.id, request.body.code, hold))) refuse('second-factor-wrong')
      goOn(request, reply, 'totp')
      return { codes: factors.firstRecoveryCodes(staff.id) }
    },
  )

  api.post(
    '/api/account/passkeys/challenge',
    { config, schema: { tags, body: OwnPassword, response: { 200: PasskeyJson } } },
    async (request) => {
      const { name } = siteFor(request)
      if (name === null) refuse('passkey-needs-name')
      const { staff } = await prove(request, request.body.current)
      return factors.beginPasskey(staff, name)
    },
  )

  api.post(
    '/api/account/passkeys',
    { config, schema: { tags, body: NewPasskey, response: { 201: RecoveryCodes } } },
    async (request, reply) => {
      const { staff } = request.session ?? refuse('not-signed-in')
      const hold = sessions.hold(tokenOf(request), null)
      if (!(await factors.confirmPasskey(staff.id, request.body, siteFor(request), hold))) refuse('second-factor-wrong')
      goOn(request, reply, 'passkey')
      void reply.code(201)
      return { codes: factors.firstRecoveryCodes(staff.id) }
    },
  )

  /** @param passkeyId null: 認証アプリ */
  async function remove(request: FastifyRequest, current: string, passkeyId: string | null, reply: FastifyReply) {
    const { staff, hold } = await prove(request, current)
    const outcome = hold(() => factors.remove(staff.id, passkeyId)) ?? refuse('not-signed-in')
    if (!outcome.ok) return refuse(outcome.code)
    sessions.endOthers(tokenOf(request))
    return reply.code(204).send()
  }

  api.post('/api/account/totp/removal', { config, schema: { tags, body: OwnPassword } }, (request, reply) =>
    remove(request, request.body.current, null, reply),
  )

  api.post(
    '/api/account/passkeys/:id/removal',
    { config, schema: { tags, params: CredentialParams, body: OwnPassword } },
    (request, reply) => remove(request, request.body.current, request.params.id, reply),
  )

  api.post(
    '/api/account/recovery-codes',
    { config, schema: { tags, body: OwnPassword, response: { 201: RecoveryCodes } } },
    async (request, reply) => {
      const { staff, hold } = await prove(request, request.body.current)
      if (!factors.has(staff.id)) refuse('second-factor-missing')
      const codes = hold(() => factors.renewRecoveryCodes(staff.id)) ?? refuse('not-signed-in')
      void reply.code(201)
      return { codes }
    },
  )
}
