import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { NewPasskey, RecoveryCodes, TotpCode, TotpSecret } from '../../contract/account.ts'
import type { LanView } from '../../contract/lan.ts'
import { PasskeyJson } from '../../contract/session.ts'
import {
  FolderChoice,
  FolderQuery,
  FolderTest,
  FolderTestRequest,
  SetupAdmin,
  SetupBackup,
  SetupCode,
  SetupFacility,
  SetupFolders,
  SetupHub,
  SetupLater,
  SetupNetwork,
  SetupView,
} from '../../contract/setup.ts'
import { sessionCookieName, sessionCookieOptions } from '../access/cookie.ts'
import { createFewGuesses } from '../access/few-guesses.ts'
import type { Factors } from '../access/factors.ts'
import { isOwnOrigin } from '../access/own-host.ts'
import { siteOf } from '../access/passkeys.ts'
import { refuse } from '../api/errors.ts'
import type { Api } from '../api/route.ts'
import { testFolder } from '../intake/folder-test.ts'
import type { Store } from '../store/open.ts'
import { findSetupAdmin, isSetupOpen } from '../store/setup.ts'
import type { Answers, Saved } from './answers.ts'
import { proveSetupCode } from './code.ts'
import { listChoices } from './folder-choice.ts'
import type { ReadersSeen } from './readers-seen.ts'
import { createSetupSessions } from './session.ts'

export interface SetupRoutesOptions {
  store: Store
  /** Of the box (access/box-key.ts). */
  key: Buffer
  dataDir: string
  version: string
  answers: Answers
  factors: Factors
  readers: ReadersSeen
  lan: () => LanView
  trustWords: string
  isSecure: boolean
  /** The set-up is over; called after the answer was sent. */
  onFinish: () => void
}

/**
 * All that a box answers before it has a pharmacy. Whoever typed the code of the console may do everything here, and nobody else anything.
 * Longer than most files: the whole surface of 初期設定, each route short.
 */
export function setupRoutes(api: Api, options: SetupRoutesOptions): void {
  const { store, key, answers, factors, isSecure } = options
  const cookie = `${sessionCookieName(isSecure)}-setup`
  const sessions = createSetupSessions(store.now)
  const guesses = createFewGuesses(store.now)
  const openPaths = new Set(['/api/session', '/api/setup/session', '/health'])

  api.addHook('onRequest', (request, _reply, done) => {
    const { method, headers, routeOptions } = request
    const isChange = method !== 'GET' && method !== 'HEAD'
    if (isChange && headers.origin !== undefined && !isOwnOrigin(headers.origin, headers.host, isSecureNow(request)))
      refuse('foreign-origin')
    if (!openPaths.has(routeOptions.url ?? '') && !sessions.isOpen(request.cookies[cookie] ?? ''))
      refuse('not-signed-in')
    done()
  })

  const view = async (request: FastifyRequest): Promise<SetupView> => {
    const { label, ...rest } = await answers.view()
    const { name } = siteOf(request.protocol, request.host)
    return {
      ...rest,
      version: options.version,
      factor: { ...rest.factor, mayAddPasskey: name !== null },
      network: { label, lan: options.lan(), trustWords: options.trustWords },
      readers: options.readers.view(),
    }
  }
  const done = async (outcome: Saved | Promise<Saved>, request: FastifyRequest): Promise<SetupView> => {
    const settled = await outcome
    return settled.ok ? view(request) : refuse(settled.code)
  }
  const admin = () => {
    if (!isSetupOpen(store)) refuse('setup-over')
    return findSetupAdmin(store) ?? refuse('setup-step-first')
  }

  api.get('/health', { schema: { response: { 200: Type.Object({ status: Type.String() }) } } }, () => ({
    status: 'degraded',
  }))

  // What a page asks first: it learns from the code of the problem what kind of box this is.
  api.get('/api/session', () => refuse('setup-open'))
  api.post('/api/session', () => refuse('setup-open'))

  api.post('/api/setup/session', { schema: { body: SetupCode } }, ({ body, ip }, reply) => {
    const waitMs = guesses.waitMs(ip)
    if (waitMs > 0) refuse('too-many-attempts', waitMs)
    const proof = proveSetupCode(store, key, body.code)
    if (proof === 'wrong') guesses.noteWrong(ip)
    if (proof !== 'right') refuse(proof === 'wrong' ? 'setup-code-wrong' : 'setup-code-void')
    guesses.noteRight(ip)
    return reply.setCookie(cookie, sessions.open(), sessionCookieOptions(isSecure)).code(204).send()
  })

  const told = { response: { 200: SetupView } }
  api.get('/api/setup', { schema: told }, (request) => view(request))
  api.post('/api/setup/facility', { schema: { body: SetupFacility, ...told } }, (request) =>
    done(answers.facility(request.body), request),
  )
  api.post('/api/setup/admin', { schema: { body: SetupAdmin, ...told } }, (request) =>
    done(answers.admin(request.body), request),
  )
  api.post('/api/setup/network', { schema: { body: SetupNetwork, ...told } }, (request) =>
    done(answers.network(request.body), request),
  )
  api.post('/api/setup/nsips', { schema: { body: SetupFolders, ...told } }, (request) =>
    done(answers.nsips(request.body), request),
  )
  api.post('/api/setup/readers', { schema: told }, (request) => done(answers.readers(), request))
  api.post('/api/setup/backup', { schema: { body: SetupBackup, ...told } }, (request) =>
    done(answers.backup(request.body), request),
  )
  api.post('/api/setup/hub', { schema: { body: SetupHub, ...told } }, (request) =>
    done(answers.hub(request.body), request),
  )
  api.post('/api/setup/later', { schema: { body: SetupLater, ...told } }, (request) =>
    done(answers.later(request.body.step), request),
  )

  api.post('/api/setup/totp', { schema: { response: { 200: TotpSecret } } }, () => factors.beginTotp(admin().id))
  api.post(
    '/api/setup/totp/confirmation',
    { schema: { body: TotpCode, response: { 200: RecoveryCodes } } },
    async ({ body }) => {
      const { id } = admin()
      if (!(await factors.confirmTotp(id, body.code))) refuse('second-factor-wrong')
      answers.noteFactor()
      return { codes: factors.renewRecoveryCodes(id) }
    },
  )
  api.post('/api/setup/passkey/challenge', { schema: { response: { 200: PasskeyJson } } }, (request) => {
    const { name } = siteOf(request.protocol, request.host)
    const { id, login, name: called, role } = admin()
    return factors.beginPasskey({ id, login, name: called, role }, name ?? refuse('passkey-needs-name'))
  })
  api.post(
    '/api/setup/passkey',
    { schema: { body: NewPasskey, response: { 200: RecoveryCodes } } },
    async (request) => {
      const { id } = admin()
      const site = siteOf(request.protocol, request.host)
      if (!(await factors.confirmPasskey(id, request.body, site))) refuse('second-factor-wrong')
      answers.noteFactor()
      return { codes: factors.renewRecoveryCodes(id) }
    },
  )
  api.post('/api/setup/recovery-codes', { schema: { response: { 200: RecoveryCodes } } }, () => {
    const { id } = admin()
    if (!factors.has(id)) refuse('second-factor-missing')
    return { codes: factors.renewRecoveryCodes(id) }
  })

  api.get(
    '/api/setup/folders',
    {
      schema: {
        querystring: FolderQuery,
        response: { 200: FolderChoice },
      },
    },
    ({ query }) => listChoices(query.path ?? '/'),
  )
  api.post(
    '/api/setup/nsips/test',
    { schema: { body: FolderTestRequest, response: { 200: FolderTest } } },
    ({ body }) => testFolder(body, { tempDir: options.dataDir }),
  )

  api.post('/api/setup/finish', (_request, reply) => {
    const outcome = answers.finish()
    if (!outcome.ok) refuse(outcome.code)
    reply.raw.once('finish', options.onFinish)
    return reply.code(204).send()
  })
}

const isSecureNow = (request: FastifyRequest): boolean => request.protocol === 'https'
