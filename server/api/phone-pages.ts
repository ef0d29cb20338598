import { Type } from 'typebox'
import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { mostTicketImages } from '../../contract/image.ts'
import { createAttempts } from '../access/attempts.ts'
import { hashCode, isSameHash } from '../access/one-time-codes.ts'
import { tokyoDate, tokyoTime } from '../domain/calendar-date.ts'
import { maskName } from '../domain/masked-name.ts'
import { findFacility } from '../store/facility.ts'
import { findImageByUpload } from '../store/images.ts'
import { findMember } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import { findCodeForPhone, useRegistrationCode, type FoundCode } from '../store/registration-codes.ts'
import { admitPhone, bindTicket, closeUploadTicket, type AdmitOutcome } from '../store/upload-tickets.ts'
import { bugReport, handleError, refuse } from './errors.ts'
import { takeRawBodies } from './images.ts'
import { registeredPage, registrationPage, uploadedPage, uploadPage, wordsPage } from './phone-html.ts'
import { broken, codeTroubles, ticketTroubles, tooOften } from './phone-words.ts'
import type { Api } from './route.ts'
import { takeImage, type ImagesPort } from './take-image.ts'

/** Nothing but the box's own style sheet and script, and forms that come back here. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
const cookieName = 'kusuribako-phone'
/** A phone that was registered keeps what it was given, so that it will be known again. */
const keptSeconds = 365 * 24 * 60 * 60
const visitSeconds = 60 * 60

const CodeParams = Type.Object({ code: Type.String({ maxLength: 64 }) })
const UploadParams = Type.Object({
  code: Type.String({ maxLength: 64 }),
  key: Type.String({ pattern: '^[0-9a-f-]{36}$' }),
})

/** What a code leads to, and whose record that is. */
interface FoundBy {
  ok: boolean
  code?: string
  memberId?: string
  ticket?: { memberId: string | null }
}

interface PhonePageOptions {
  store: Store
  images: ImagesPort
  isSecure: boolean
}

/**
 * What the two QR codes open on a phone, without sign-in: the registration that is confirmed once, and the upload of 処方箋 images. The
 * code is the whole proof, so it is never logged (requests are not), compared by digest, and wrong ones are slowed down for each address.
 * These routes stand outside the guard: they use no session, and no other page can know the code.
 */
export function phonePages(scope: Api, { store, images, isSecure }: PhonePageOptions): void {
  const attempts = createAttempts(store.now)
  const underWay = createUnderWay()
  const facility = (): string => findFacility(store)?.name ?? ''

  takeRawBodies(scope)
  scope.addHook('onRequest', (_request, reply, done) => {
    void reply.header('content-security-policy', policy)
    // A form that comes back must say where it comes from; nothing else is told to anybody.
    void reply.header('referrer-policy', 'same-origin')
    void reply.header('cache-control', 'no-store')
    done()
  })

  /** Wrong codes are counted for each address; what a right one finds is passed on. */
  function inTime<T extends FoundBy>(request: FastifyRequest, find: () => T): T | number {
    const waitMs = attempts.begin(request.ip)
    if (waitMs > 0) return waitMs
    const found = find()
    if (found.code !== 'unknown') attempts.noteSuccess(request.ip)
    if (request.audited) request.audited.memberId = found.memberId ?? found.ticket?.memberId ?? null
    return found
  }

  /** What this phone was given, or is given now. */
  function phoneOf(request: FastifyRequest, reply: FastifyReply, seconds: number): Buffer {
    const token = request.cookies[cookieName] ?? randomBytes(32).toString('base64url')
    const cookie = { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure, maxAge: seconds } as const
    void reply.setCookie(cookieName, token, cookie)
    return hashCode(token)
  }

  const isPhone =
    (phone: Buffer) =>
    (hash: Buffer | null): boolean =>
      isSameHash(hash, phone)

  const html = (reply: FastifyReply, status: number, text: string): FastifyReply =>
    reply.code(status).type('text/html; charset=utf-8').send(text)

  function wait(reply: FastifyReply, waitMs: number): FastifyReply {
    const seconds = Math.ceil(waitMs / 1000)
    void reply.header('retry-after', String(seconds))
    return html(reply, 429, wordsPage(tooOften(seconds), facility()))
  }

  const codeTrouble = (reply: FastifyReply, { code }: Extract<FoundCode, { ok: false }>): FastifyReply =>
    html(reply, code === 'unknown' ? 404 : 410, wordsPage(codeTroubles[code], facility()))
  const ticketTrouble = (reply: FastifyReply, { code }: Extract<AdmitOutcome, { ok: false }>): FastifyReply =>
    html(reply, code === 'unknown' ? 404 : 410, wordsPage(ticketTroubles[code], facility()))

  scope.setErrorHandler((error, request, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? 500
    if (status < 500) return html(reply, status, wordsPage(codeTroubles.unknown, facility()))
    request.log.error(bugReport(error), 'a page for a phone failed')
    return html(reply, 500, wordsPage(broken, facility()))
  })

  scope.get('/r/:code', { schema: { hide: true, params: CodeParams } }, (request, reply) => {
    const phone = phoneOf(request, reply, visitSeconds)
    const found = inTime(request, () => findCodeForPhone(store, hashCode(request.params.code), isPhone(phone)))
    if (typeof found === 'number') return wait(reply, found)
    if (!found.ok) return codeTrouble(reply, found)
    if (found.isRepeat) return html(reply, 200, registeredPage(facility()))
    const name = maskName(findMember(store, found.memberId)?.name ?? '')
    return html(reply, 200, registrationPage(facility(), name, untilText(found.expiresAt)))
  })

  scope.post('/r/:code', { schema: { hide: true, params: CodeParams } }, (request, reply) => {
    ;(request.body as Readable | undefined)?.resume()
    const phone = phoneOf(request, reply, keptSeconds)
    const found = inTime(request, () =>
      useRegistrationCode(store, hashCode(request.params.code), phone, isPhone(phone)),
    )
    if (typeof found === 'number') return wait(reply, found)
    return found.ok ? html(reply, 200, registeredPage(facility())) : codeTrouble(reply, found)
  })

  scope.get('/u/:code', { schema: { hide: true, params: CodeParams } }, (request, reply) => {
    const phone = phoneOf(request, reply, visitSeconds)
    const found = inTime(request, () => admitPhone(store, hashCode(request.params.code), isPhone(phone)))
    if (typeof found === 'number') return wait(reply, found)
    return found.ok ? html(reply, 200, uploadPage(facility(), found.ticket.images)) : ticketTrouble(reply, found)
  })

  scope.post('/u/:code', { schema: { hide: true, params: CodeParams } }, (request, reply) => {
    ;(request.body as Readable | undefined)?.resume()
    const phone = phoneOf(request, reply, visitSeconds)
    const found = inTime(request, () => admitPhone(store, hashCode(request.params.code), isPhone(phone)))
    if (typeof found === 'number') return wait(reply, found)
    // Pressed twice, or full: either way it is over.
    if (found.ok) closeUploadTicket(store, found.ticket.id)
    else if (found.code === 'unknown' || found.code === 'expired') return ticketTrouble(reply, found)
    return html(reply, 200, uploadedPage(facility()))
  })

  // The script asks this one: its answers are problems of the one error table.
  scope.put(
    '/u/:code/images/:key',
    { schema: { hide: true, params: UploadParams }, errorHandler: (...failed) => void handleError(...failed) },
    async (request, reply) => {
      const { code, key } = request.params
      const phone = phoneOf(request, reply, visitSeconds)
      const codeHash = hashCode(code)
      const found = inTime(request, () => admitPhone(store, codeHash, isPhone(phone)))
      if (typeof found === 'number') return refuse('too-many-attempts', found)
      if (!found.ok) return refuse(`code-${found.code}`)
      const { id, memberId } = found.ticket
      const uploadKey = `${id}:${key}`
      // Several at once: those that are not kept yet have their places, too.
      const waiting = underWay.of(id).filter((each) => each !== uploadKey && !findImageByUpload(store, each))
      if (found.ticket.images + waiting.length >= mostTicketImages) return refuse('code-full')
      store.write(() => {
        bindTicket(store, id, phone)
      })
      const sender = { uploadKey, source: 'phone', ticketId: id, staffId: null, memberId } as const
      const taken = await underWay.during(id, uploadKey, () =>
        takeImage(store, images, request.body as Readable, sender),
      )
      return taken.ok ? reply.code(204).send() : refuse(taken.code)
    },
  )
}

/** Images that are being received, by the ticket they came with. */
function createUnderWay() {
  const keys = new Map<string, string[]>()
  const of = (ticketId: string): string[] => keys.get(ticketId) ?? []
  return {
    of,
    async during<T>(ticketId: string, key: string, work: () => Promise<T>): Promise<T> {
      keys.set(ticketId, [...of(ticketId), key])
      try {
        return await work()
      } finally {
        const rest = of(ticketId).toSpliced(of(ticketId).indexOf(key), 1)
        if (rest.length > 0) keys.set(ticketId, rest)
        else keys.delete(ticketId)
      }
    },
  }
}

/** `4月3日 10:30`, in Asia/Tokyo. */
function untilText(at: number): string {
  const [, month, day] = tokyoDate(at).split('-')
  return `${String(Number(month))}月${String(Number(day))}日 ${tokyoTime(at).slice(0, 5)}`
}
