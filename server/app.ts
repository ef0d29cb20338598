import fastifyCookie from '@fastify/cookie'
import fastifyStatic from '@fastify/static'
import fastifySwagger from '@fastify/swagger'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import fastify, { LogController, type FastifyBaseLogger } from 'fastify'
import { join } from 'node:path'
import type { SecureContextOptions } from 'node:tls'
import type { MachineCheck } from '../contract/reader.ts'
import type { BoxStatus } from '../contract/status.ts'
import type { OwnHost } from './access/own-host.ts'
import { giveSecurityHeaders } from './access/security-headers.ts'
import { createSatelliteKeys } from './access/satellites.ts'
import type { Sessions } from './access/sessions.ts'
import { createAuditLog } from './access/audit.ts'
import { accountRoutes } from './api/account.ts'
import { auditRequests } from './api/audit-requests.ts'
import { createSessionNotes } from './api/audit-sessions.ts'
import { auditRoutes } from './api/audit.ts'
import { breakGlassRoutes } from './api/break-glass.ts'
import { cardIssueRoutes, type IssuePort } from './api/card-issues.ts'
import { bodyNoteRoutes } from './api/body-notes.ts'
import { connectionRoutes, type ConnectionPort } from './setup/connections.ts'
import { counterRoutes } from './api/counters.ts'
import { disclosureRoutes } from './api/disclosure.ts'
import { deviceRoutes } from './api/devices.ts'
import { dispensingRoutes } from './api/dispensings.ts'
import { handleError, handleNotFound, sendProblem } from './api/errors.ts'
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
import { lanRoutes, type LanPort } from './api/lan.ts'
import { leftoverRoutes } from './api/leftovers.ts'
import { lockRoutes } from './api/locks.ts'
import { maintenanceRoutes } from './api/maintenance.ts'
import { memberRoutes } from './api/members.ts'
import { mergeRoutes } from './api/merges.ts'
import { noticeRoutes } from './api/notices.ts'
import { memoRoutes } from './api/memos.ts'
import { otcRoutes } from './api/otc.ts'
import { outsideDispensingRoutes } from './api/outside-dispensings.ts'
import { patientRoutes } from './api/patients.ts'
import { phonePages } from './api/phone-pages.ts'
import { pinRoutes, type StaffCardPort } from './api/pins.ts'
import { peopleRoutes } from './api/people.ts'
import { readerHealthRoutes, type HealthPort } from './api/reader-health.ts'
import { readerRoutes, type ReadersPort } from './api/readers.ts'
import { registrationCodeRoutes } from './api/registration-codes.ts'
import { replacementRoutes } from './api/replacements.ts'
import { satelliteRoutes, type SatellitePort } from './api/satellite.ts'
import { scanRoutes, type ScansPort } from './api/scans.ts'
import { sessionRoutes } from './api/session.ts'
import { staffRoutes } from './api/staff.ts'
import { strayRoutes } from './api/strays.ts'
import { termsRoutes } from './api/terms.ts'
import { statusRoutes } from './api/status.ts'
import type { ImagesPort } from './api/take-image.ts'
import { answerUnreadable } from './api/unreadable.ts'
import { uploadTicketRoutes } from './api/upload-tickets.ts'
import { virtualReaderRoutes, type VirtualReaderPort } from './api/virtual-reader.ts'
import { visitRoutes } from './api/visits.ts'
import { handshakeTimeout, limitConnections, requestLimits } from './lan/limits.ts'
import type { Store } from './store/open.ts'

/** What every route may use. Tests build the same app on a store of their own. */
export interface AppOptions {
  store: Store
  sessions: Sessions
  status: () => BoxStatus
  readers: ReadersPort & ScansPort & HealthPort & IssuePort & StaffCardPort
  satellites: SatellitePort
  images: ImagesPort
  lan: LanPort
  connections: ConnectionPort
  /** What a technician would look at on the box. */
  checkMachine: () => Promise<MachineCheck[]>
  version: string
  /** Present only with `--reader virtual`. */
  virtualReader?: VirtualReaderPort
  /** The built browser UI. */
  uiDir: string
  tls?: SecureContextOptions
  /** Is this `Host` the box itself? Everything else is refused (DNS rebinding). */
  isOwnHost: OwnHost
  logger: FastifyBaseLogger
}

/** What every app of the box has: its errors, its headers, the hosts it answers to, and the built UI. Nothing is asked of who is there. */
export function bareApp(options: Pick<AppOptions, 'uiDir' | 'tls' | 'isOwnHost' | 'logger'>) {
  const assets = join(options.uiDir, 'assets', '/')
  const app = fastify({
    loggerInstance: options.logger,
    // A request's address can hold a name (?q=…): requests are not logged, errors are, without their address.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 64 * 1024,
    frameworkErrors: (error, request, reply) => {
      // An address that cannot be read: no hook of a route is run.
      giveSecurityHeaders(request, reply)
      handleError(error, request, reply.header('cache-control', 'no-store'))
    },
    forceCloseConnections: true,
    clientErrorHandler: answerUnreadable,
    requestTimeout: requestLimits.requestTimeout,
    ...(options.tls ? { https: { ...requestLimits, handshakeTimeout, ...options.tls } } : { http: requestLimits }),
  }).withTypeProvider<TypeBoxTypeProvider>()

  limitConnections(app.server)
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(handleError)
  app.addHook('onRequest', (request, reply, done) => {
    if (options.isOwnHost(request.headers.host)) done()
    // Answered here: a scope with an error handler of its own would make a page of it.
    else sendProblem(request, reply, 'wrong-host')
  })
  app.addHook('onSend', (request, reply, _payload, done) => {
    if (request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store')
    giveSecurityHeaders(request, reply)
    done()
  })
  app.register(fastifyCookie)
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

export function buildApp(options: AppOptions) {
  const app = bareApp(options)
  const isSecure = options.tls !== undefined
  app.register(fastifySwagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Kusuribako', version: options.version } },
  })
  const auditLog = createAuditLog(options.store)
  const notes = createSessionNotes(auditLog, options.store.now)
  app.register((api, _options, done) => {
    auditRequests(api, auditLog, options.store.now)
    guard(api, options.sessions, isSecure)
    healthRoutes(api, options)
    sessionRoutes(api, { ...options, notes, isSecure })
    accountRoutes(api, { ...options, isSecure })
    deviceRoutes(api, { ...options, isSecure })
    feedbackRoutes(api, options)
    staffRoutes(api, options)
    lockRoutes(api, { ...options, notes, isSecure })
    pinRoutes(api, { ...options, isSecure })
    breakGlassRoutes(api, options)
    maintenanceRoutes(api, options)
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
    disclosureRoutes(api, options)
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
    auditRoutes(api, options)
    lanRoutes(api, options)
    connectionRoutes(api, options)
    if (options.virtualReader) virtualReaderRoutes(api, { virtualReader: options.virtualReader })
    done()
  })
  app.register((phones, _options, done) => {
    auditRequests(phones, auditLog, options.store.now)
    phonePages(phones, { ...options, isSecure })
    done()
  })
  return app
}
