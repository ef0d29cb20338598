import fastifyCookie from '@fastify/cookie'
import fastifyStatic from '@fastify/static'
import fastifySwagger from '@fastify/swagger'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import fastify, { LogController, type FastifyBaseLogger } from 'fastify'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MachineCheck } from '../contract/reader.ts'
import type { BoxStatus } from '../contract/status.ts'
import { createSatelliteKeys } from './access/satellites.ts'
import type { Sessions } from './access/sessions.ts'
import { accountRoutes } from './api/account.ts'
import { cardIssueRoutes, type IssuePort } from './api/card-issues.ts'
import { bodyNoteRoutes } from './api/body-notes.ts'
import { counterRoutes } from './api/counters.ts'
import { dispensingRoutes } from './api/dispensings.ts'
import { handleError, handleNotFound } from './api/errors.ts'
import { feedbackRoutes } from './api/feedback.ts'
import { guard } from './api/guard.ts'
import { healthRoutes } from './api/health.ts'
import { imageRoutes } from './api/images.ts'
import { hintRoutes } from './api/hints.ts'
import { intakeRoutes } from './api/intake.ts'
import { linkRoutes } from './api/links.ts'
import { memberSettingRoutes } from './api/member-settings.ts'
import { interactionRoutes } from './api/interactions.ts'
import { serializerCompiler, validatorCompiler } from './api/lazy-schemas.ts'
import { leftoverRoutes } from './api/leftovers.ts'
import { memberRoutes } from './api/members.ts'
import { mergeRoutes } from './api/merges.ts'
import { noticeRoutes } from './api/notices.ts'
import { memoRoutes } from './api/memos.ts'
import { otcRoutes } from './api/otc.ts'
import { outsideDispensingRoutes } from './api/outside-dispensings.ts'
import { patientRoutes } from './api/patients.ts'
import { phonePages } from './api/phone-pages.ts'
import { peopleRoutes } from './api/people.ts'
import { readerHealthRoutes, type HealthPort } from './api/reader-health.ts'
import { readerRoutes, type ReadersPort } from './api/readers.ts'
import { registrationCodeRoutes } from './api/registration-codes.ts'
import { replacementRoutes } from './api/replacements.ts'
import { satelliteRoutes, type SatellitePort } from './api/satellite.ts'
import { scanRoutes, type ScansPort } from './api/scans.ts'
import { sessionRoutes } from './api/session.ts'
import { strayRoutes } from './api/strays.ts'
import { termsRoutes } from './api/terms.ts'
import { statusRoutes } from './api/status.ts'
import type { ImagesPort } from './api/take-image.ts'
import { uploadTicketRoutes } from './api/upload-tickets.ts'
import { virtualReaderRoutes, type VirtualReaderPort } from './api/virtual-reader.ts'
import { visitRoutes } from './api/visits.ts'
import type { Store } from './store/open.ts'

/** What every route may use. Tests build the same app on a store of their own. */
export interface AppOptions {
  store: Store
  sessions: Sessions
  status: () => BoxStatus
  readers: ReadersPort & ScansPort & HealthPort & IssuePort
  satellites: SatellitePort
  images: ImagesPort
  /** What a technician would look at on the box. */
  checkMachine: () => Promise<MachineCheck[]>
  version: string
  /** Present only with `--reader virtual`. */
  virtualReader?: VirtualReaderPort
  /** The built browser UI. */
  uiDir: string
  tls?: { cert: string; key: string }
  logger: FastifyBaseLogger
}

const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

export function buildApp(options: AppOptions) {
  const assets = join(options.uiDir, 'assets', '/')
  const app = fastify({
    loggerInstance: options.logger,
    // A request's address can hold a name (?q=…): requests are not logged, errors are, without their address.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 64 * 1024,
    frameworkErrors: (error, request, reply) => {
      handleError(error, request, reply)
    },
    forceCloseConnections: true,
    ...(options.tls && { https: { ...readTls(options.tls), minVersion: 'TLSv1.2' as const } }),
  }).withTypeProvider<TypeBoxTypeProvider>()
  const isSecure = options.tls !== undefined

  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(handleError)
  app.addHook('onSend', (request, reply, _payload, done) => {
    if (request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store')
    // Pages for phones have a policy of their own.
    if (!reply.hasHeader('content-security-policy')) void reply.header('content-security-policy', contentSecurityPolicy)
    void reply.header('x-content-type-options', 'nosniff')
    if (!reply.hasHeader('referrer-policy')) void reply.header('referrer-policy', 'no-referrer')
    void reply.header('cross-origin-opener-policy', 'same-origin')
    void reply.header('cross-origin-resource-policy', 'same-origin')
    if (isSecure) void reply.header('strict-transport-security', 'max-age=31536000')
    done()
  })
  app.register(fastifyCookie)
  app.register(fastifySwagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Kusuribako', version: options.version } },
  })
  app.register((api, _options, done) => {
    guard(api, options.sessions, isSecure)
    healthRoutes(api, options)
    sessionRoutes(api, { ...options, isSecure })
    accountRoutes(api, { ...options, isSecure })
    feedbackRoutes(api, options)
    statusRoutes(api, options)
    visitRoutes(api, options)
    dispensingRoutes(api, options)
    patientRoutes(api, options)
    peopleRoutes(api, options)
    memberRoutes(api, options)
    bodyNoteRoutes(api, options)
    memoRoutes(api, options)
    otcRoutes(api, options)
    outsideDispensingRoutes(api, options)
    linkRoutes(api, options)
    mergeRoutes(api, options)
    hintRoutes(api, options)
    interactionRoutes(api, options)
    leftoverRoutes(api, options)
    intakeRoutes(api, options)
    noticeRoutes(api, options)
    replacementRoutes(api, options)
    strayRoutes(api, options)
    counterRoutes(api, options)
    readerRoutes(api, options)
    scanRoutes(api, options)
    cardIssueRoutes(api, options)
    termsRoutes(api, options)
    readerHealthRoutes(api, options)
    satelliteRoutes(api, { ...options, keys: createSatelliteKeys(options.store) })
    memberSettingRoutes(api, options)
    registrationCodeRoutes(api, { ...options, isSecure })
    uploadTicketRoutes(api, { ...options, isSecure })
    imageRoutes(api, options)
    if (options.virtualReader) virtualReaderRoutes(api, { virtualReader: options.virtualReader })
    done()
  })
  app.register((phones, _options, done) => {
    phonePages(phones, { ...options, isSecure })
    done()
  })
  app.register(fastifyStatic, {
    root: options.uiDir,
    cacheControl: false,
    setHeaders(reply, path) {
      // File names under assets/ carry the hash of their content; the page that names them is never kept.
      const isHashed = path.startsWith(assets)
      void reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-store')
    },
  })
  app.setNotFoundHandler(handleNotFound)
  return app
}

const readTls = ({ cert, key }: { cert: string; key: string }) => ({ cert: readFileSync(cert), key: readFileSync(key) })
