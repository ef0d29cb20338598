import type { FastifyRequest } from 'fastify'
import {
  Device,
  DeviceCode,
  DeviceEdit,
  DeviceEnrolment,
  DeviceOffer,
  DeviceRenewal,
  DeviceVersion,
  NewDeviceCode,
  Nonce,
  NonceRequest,
  OwnDevice,
  TypedDeviceCode,
  type DeviceState,
} from '../../contract/device.ts'
import { pageOf } from '../../contract/page.ts'
import { deviceCookieName, deviceCookieOptions, proofCookieName, sessionCookieName } from '../access/cookie.ts'
import type { DeviceCaller } from '../access/devices.ts'
import { createFewGuesses } from '../access/few-guesses.ts'
import type { Sessions } from '../access/sessions.ts'
import { formulaFree } from '../domain/csv.ts'
import { tokyoDate, tokyoTime } from '../domain/calendar-date.ts'
import { findDeviceCode, withdrawDeviceCode } from '../store/device-codes.ts'
import { editDevice, findDevice, listDevices, revokeDevice, type DeviceOutcome } from '../store/devices.ts'
import type { Store } from '../store/open.ts'
import { refuse, refuseStale } from './errors.ts'
import { IdParams, type Api } from './route.ts'
import { staffIdOf } from './staff-id.ts'

/** Longer texts of browsers are cut: nothing of them is needed. */
const longestAgent = 400

/** What a request shows of the device it comes from. */
export const deviceCallerOf = ({ cookies, headers }: FastifyRequest, cookie: string): DeviceCaller => ({
  token: cookies[cookie] ?? '',
  userAgent: (headers['user-agent'] ?? '').slice(0, longestAgent),
})

/** 端末: which browsers are let in; how one is let in, proves itself and is renewed. */
export function deviceRoutes(
  api: Api,
  { store, sessions, isSecure }: { store: Store; sessions: Sessions; isSecure: boolean },
): void {
  const tags = ['devices']
  const config = { right: 'devices' } as const
  const { devices } = sessions
  const guesses = createFewGuesses(store.now)
  const cookie = deviceCookieName(isSecure)
  const cookieOptions = deviceCookieOptions(isSecure)

  /** Before a guess costs every open code a try. */
  function mayGuess(address: string): void {
    const waitMs = guesses.waitMs(address)
    if (waitMs > 0) refuse('too-many-attempts', waitMs)
  }

  function wrongCode(address: string): never {
    guesses.noteWrong(address)
    return refuse('device-code-wrong')
  }

  function done(outcome: DeviceOutcome): Device {
    if (outcome.ok) return outcome.device
    return outcome.code === 'stale-version' ? refuseStale(outcome.current) : refuse(outcome.code)
  }

  api.get('/api/devices', { config, schema: { tags, response: { 200: pageOf(Device) } } }, () => ({
    items: listDevices(store),
    next: null,
  }))

  api.get('/api/devices/file', { config, schema: { tags } }, (_request, reply) =>
    reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="devices-${tokyoDate(store.now())}.csv"`)
      .send(`\uFEFF${[columns, ...listDevices(store).map(cellsOf)].map(lineOf).join('')}`),
  )

  api.patch(
    '/api/devices/:id',
    { config, schema: { tags, params: IdParams, body: DeviceEdit, response: { 200: Device } } },
    ({ params, body, session }) =>
      done(editDevice(store, params.id, { ...body, name: body.name.trim() }, staffIdOf(session))),
  )

  api.post(
    '/api/devices/:id/revocation',
    { config, schema: { tags, params: IdParams, body: DeviceVersion, response: { 200: Device } } },
    ({ params, body, session }) => {
      const device = done(revokeDevice(store, params.id, body.version, staffIdOf(session)))
      // Whoever works there is out at once, open pages too.
      sessions.noteEnd()
      return device
    },
  )

  api.post(
    '/api/device-codes',
    { config, schema: { tags, response: { 201: NewDeviceCode } } },
    ({ session }, reply) => {
      void reply.code(201)
      return devices.makeCode(staffIdOf(session))
    },
  )

  api.get(
    '/api/device-codes/:id',
    { config: { ...config, isPolled: true }, schema: { tags, params: IdParams, response: { 200: DeviceCode } } },
    ({ params }) => findDeviceCode(store, params.id) ?? refuse('not-found'),
  )

  api.delete(
    '/api/device-codes/:id',
    { config, schema: { tags, params: IdParams, response: { 200: DeviceCode } } },
    ({ params }) => {
      withdrawDeviceCode(store, params.id)
      return findDeviceCode(store, params.id) ?? refuse('not-found')
    },
  )

  // From here on nobody is signed in: the code, or the key, is what is shown.

  api.post(
    '/api/device-nonces',
    { config: { isOpen: true }, schema: { tags, body: NonceRequest, response: { 200: Nonce } } },
    ({ body, cookies }) => devices.ask(body.purpose, cookies[cookie] ?? ''),
  )

  api.post(
    '/api/device-enrolments/offer',
    { config: { isOpen: true }, schema: { tags, body: TypedDeviceCode, response: { 200: DeviceOffer } } },
    ({ body, ip }) => {
      mayGuess(ip)
      return devices.offer(body.code) ?? wrongCode(ip)
    },
  )

  api.post(
    '/api/device-enrolments',
    { config: { isOpen: true }, schema: { tags, body: DeviceEnrolment, response: { 201: OwnDevice } } },
    (request, reply) => {
      mayGuess(request.ip)
      const { [sessionCookieName(isSecure)]: session = '', [proofCookieName(isSecure)]: proof = '' } = request.cookies
      const outcome = devices.enrol(request.body, deviceCallerOf(request, cookie), { session, proof })
      if (!outcome.ok) return outcome.code === 'device-code-wrong' ? wrongCode(request.ip) : refuse(outcome.code)
      guesses.noteRight(request.ip)
      // Who was signed in on the device this browser was before is out.
      sessions.noteEnd()
      void reply.setCookie(cookie, outcome.token, cookieOptions).code(201)
      return { device: outcome.device }
    },
  )

  api.get(
    '/api/device',
    { config: { right: 'own-account', isPolled: true }, schema: { tags, response: { 200: OwnDevice } } },
    ({ deviceId }) => ({ device: (deviceId !== null && findDevice(store, deviceId)) || null }),
  )

  api.post(
    '/api/device/renewal',
    { config: { right: 'own-account' }, schema: { tags, body: DeviceRenewal, response: { 200: OwnDevice } } },
    (request, reply) => {
      const device = devices.prove('renew', request.body.proof, deviceCallerOf(request, cookie))
      // It is the device that whoever presses it is signed in on.
      if (!device || device.id !== request.deviceId) return refuse('device-unproven')
      const renewed = devices.renew(device, staffIdOf(request.session)) ?? refuse('device-unproven')
      void reply.setCookie(cookie, renewed.token, cookieOptions)
      return { device: renewed.device }
    },
  )
}

const columns = [
  '名前',
  '種類',
  '窓口',
  'OS・ブラウザ',
  '状態',
  '登録日',
  '登録した人',
  '最後の利用',
  '期限',
  '解除日',
  '解除した人',
]
const stateWords: Record<DeviceState, string> = {
  ok: '使用中',
  due: '使用中(期限が近い)',
  overdue: '期限切れ(更新待ち)',
  lapsed: '期限切れ(管理者のログイン待ち)',
  revoked: '解除済み',
}

/** 機器台帳: one line a device, those that were revoked too. */
function cellsOf(device: Device): string[] {
  const when = (at: number | null): string => (at === null ? '' : tokyoDate(at))
  const { name, kind, counter, browser, state, enrolledAt, enrolledBy, lastSeenAt, expiresAt } = device
  return [
    ...[name, kind === 'tablet' ? 'タブレット' : '窓口のPC', counter ?? '', browser, stateWords[state]],
    ...[when(enrolledAt), enrolledBy ?? '薬箱のコマンド', `${tokyoDate(lastSeenAt)} ${tokyoTime(lastSeenAt)}`],
    ...[when(expiresAt), when(device.revokedAt), device.revokedBy ?? ''],
  ]
}

const cellOf = (text: string): string => `"${formulaFree(text).replaceAll('"', '""')}"`
const lineOf = (cells: readonly string[]): string => `${cells.map(cellOf).join(',')}\r\n`
