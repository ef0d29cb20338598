import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AuditDeed } from '../../contract/audit.ts'
import { preparedHeader } from '../../contract/prepared.ts'
import type { AuditLog } from '../access/audit.ts'
import { collectPersons, placePersons, type Persons } from './audit-persons.ts'
import { auditTable } from './audit-table.ts'
import { tokyoDate } from '../domain/calendar-date.ts'
import type { AuditDetail } from '../store/audit.ts'
import { comingFrom } from '../store/audit-origin.ts'
import { bugReport, refuse } from './errors.ts'

/** What is gathered for the row of one request. */
interface Audited extends Persons {
  memberId: string | null
  patientId: string | null
  /** 代行入力: in whose name; a handler names it once it has found that it may be. */
  onBehalfOf: string | null
  /** Persons of the answer whom nothing names here, but their number: of a file that is written while it is sent. */
  further: number
  /** Its row could not be written: the answer is that, and has no row of its own. */
  isRefused: boolean
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Only on routes that show or change what is known of a person. A handler whose address and answer do not say whom, names them here. */
    audited: Audited | null
  }
  interface FastifyContextConfig {
    /** What the audit trail calls this route (audit-table.ts). */
    audit?: AuditDeed
  }
}

/** A member's or patient's id, and where in an address it stands. */
const personPath = /^\/api\/(members|patients|strays)\/:id(?:\/|$)/
/** More pages than that do not ask all the time; beyond, one is noted once more. */
const mostPolled = 1000
/** Ids and numbers only: whatever else was typed into an address may be a name. */
const safeId = /^[0-9a-f-]{36}$|^[0-9a-f]{32}$/
const safeNumber = /^\d{1,20}$/

/**
 * Every request that shows or changes what is known of a person leaves one row before its answer leaves the box: reads too, and what was
 * refused to somebody signed in. If the row cannot be written the answer is `audit-not-written` and nothing is shown.
 */
export function auditRequests(scope: FastifyInstance, log: AuditLog, now: () => number): void {
  /** What a page that asks again and again was last shown: the same is not noted every second. */
  const polled = new Map<string, string>()

  scope.decorateRequest('audited', null)
  scope.addHook('onRoute', (route) => {
    const method = route.method === 'HEAD' ? 'GET' : String(route.method)
    const deed = auditTable[`${method} ${route.url}`]
    if (deed) route.config = { ...route.config, audit: deed }
  })
  scope.addHook('preHandler', (request, _reply, done) => {
    if (request.routeOptions.config.audit) collectPersons([request.body, request.query], auditedOf(request))
    // The deeds of the handler come from where the request does. Phones are behind no guard.
    comingFrom({ deviceId: request.session ? request.deviceId : null, address: request.ip }, done)
  })
  scope.addHook('preSerialization', (request, _reply, payload, done) => {
    if (request.routeOptions.config.audit) collectPersons(payload, auditedOf(request))
    done(null, payload)
  })
  scope.addHook('onSend', async (request, reply, payload) => {
    const { audit: what, isPolled = false } = request.routeOptions.config
    if (!what) return payload
    const audited = auditedOf(request)
    // Whoever is not signed in and named nobody has seen nothing, and must not be able to fill the disk.
    const isStranger = !request.session && (request.url.startsWith('/api/') || audited.memberId === null)
    if (audited.isRefused || isStranger) return payload
    const row = { ...rowOf(request, audited, what), result: resultOf(reply, payload) }
    const asked = isPolled ? askedBy(request, row, tokyoDate(now())) : null
    const said = [row.memberId, row.patientId, row.shown, row.result].join(' ')
    if (asked !== null && polled.get(asked) === said) return payload
    try {
      await log.note(row)
      if (asked !== null) {
        if (polled.size >= mostPolled) polled.clear()
        // Only what has its row need not be noted again.
        polled.set(asked, said)
      }
    } catch (error) {
      audited.isRefused = true
      ;(payload as { destroy?: () => void } | null)?.destroy?.()
      request.log.error(bugReport(error), 'the audit trail could not be written')
      refuse('audit-not-written')
    }
    return payload
  })
}

function auditedOf(request: FastifyRequest): Audited {
  request.audited ??= {
    ...ofAddress(request),
    members: new Set(),
    patients: new Set(),
    onBehalfOf: null,
    further: 0,
    isRefused: false,
  }
  return request.audited
}

function ofAddress({ params, routeOptions }: FastifyRequest): { memberId: string | null; patientId: string | null } {
  const { id, patientId } = params as { id?: string; patientId?: string }
  const [, noun] = personPath.exec(routeOptions.url ?? '') ?? []
  // Of an undo the id is the decision's.
  const isPatient = noun === 'patients' || (noun === 'strays' && !routeOptions.url?.endsWith('/undo'))
  return {
    memberId: noun === 'members' ? safe(id) : null,
    patientId: isPatient ? safe(id) : safe(patientId),
  }
}

const safe = (text: string | undefined): string | null => (text !== undefined && safeId.test(text) ? text : null)

function rowOf(request: FastifyRequest, audited: Audited, what: AuditDeed) {
  const { id, entryId, key, ...params } = request.params as Record<string, string | undefined>
  // Of a file its number, of a feed the code of the pharmacy.
  const number = String(params['seq'] ?? params['code'])
  const { person } = request.query as { person?: string }
  const isPersons = id === audited.memberId || id === audited.patientId
  // The pages for phones are behind no guard, which would have asked who is signed in.
  const isPhone = !request.session
  const { more: unnamed, ...persons } = placePersons(audited, audited)
  const more = unnamed + audited.further
  const isPrepared = request.method === 'GET' && request.headers[preparedHeader] !== undefined
  const detail: AuditDetail = { ...(more > 0 && { more }), ...(isPrepared && { prepared: true }) }
  return {
    staffId: request.session?.staff.id ?? null,
    deviceId: isPhone ? null : request.deviceId,
    onBehalfOf: audited.onBehalfOf,
    address: request.ip,
    // The code of a phone's address opens it.
    rowId: isPhone
      ? null
      : safeNumber.test(number)
        ? number
        : safe(entryId ?? key ?? (isPersons ? undefined : id) ?? person),
    what,
    ...persons,
    detail: Object.keys(detail).length === 0 ? null : JSON.stringify(detail),
  }
}

function resultOf({ statusCode }: FastifyReply, payload: unknown): string {
  if (statusCode < 400) return 'ok'
  try {
    const { code } = JSON.parse(String(payload)) as { code?: unknown }
    if (typeof code === 'string') return code
  } catch {
    // A page for a phone is no JSON.
  }
  return `http-${String(statusCode)}`
}

/** Which page asks: of one sign-in, on one day, at one device. */
function askedBy({ headers }: FastifyRequest, row: ReturnType<typeof rowOf>, today: string): string {
  // Each sign-in has a token of its own, which is kept nowhere.
  const session = createHash('sha256')
    .update(headers.cookie ?? '')
    .digest('base64')
  return [session, today, row.staffId, row.deviceId, row.address, row.what].join(' ')
}
