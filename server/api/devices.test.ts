import type { AddressInfo } from 'node:net'
import { io } from 'socket.io-client'
import { expect, onTestFinished, test } from 'vitest'
import type { Device, DeviceCode } from '../../contract/device.ts'
import { buildTestApp } from '../../test/support/box.ts'
import {
  askNonce,
  createDeviceKey,
  enrol,
  enrolDevice,
  makeCode,
  signInOnDevice,
  type DeviceKey,
} from '../../test/support/devices.ts'
import { createBrowser, openSecureStore, type Browser } from '../../test/support/sign-in.ts'
import { createClock, openTestStore, password } from '../../test/support/store.ts'
import { hashCode } from '../access/one-time-codes.ts'
import { createOwnHost } from '../access/own-host.ts'
import { hashPassword } from '../access/password.ts'
import { startPush } from '../push/push.ts'
import { saveCounter } from '../store/counters.ts'
import type { Store } from '../store/open.ts'
import { findFactorProof, saveFactorProof } from '../store/factors.ts'
import { findStaffByLogin, saveSession, saveStaff } from '../store/staff.ts'

// Longer than most files: the whole life of a device, from its code to its end, with the attacks on each step.

const minutes = 60_000
const days = 24 * 60 * minutes

/** A pharmacy where nobody works without a second factor: an admin and a clerk, neither of whom has one yet. */
async function pharmacy() {
  const clock = createClock()
  const store = await openSecureStore(clock.now)
  const passwordHash = await hashPassword(password)
  store.write(() => saveStaff(store, { login: 'jimu', name: '事務 員', role: 'clerk', passwordHash }))
  const parts = buildTestApp(store)
  return { clock, store, ...parts, open: (address?: string) => createBrowser(parts.app, address) }
}

/** The same with an admin who may make codes: signed in on a first device, for which the command line made the code. */
async function withAdmin() {
  const parts = await pharmacy()
  const admin = parts.open('192.0.2.10')
  const key = createDeviceKey()
  await enrol(admin, key, parts.sessions.devices.makeCode(null).code, '事務室')
  expect((await signInOnDevice(admin, key)).statusCode).toBe(204)
  return { ...parts, admin, adminKey: key }
}

const codeOf = (answer: { body: string }): unknown => (JSON.parse(answer.body || '{}') as { code?: unknown }).code
const session = async (browser: Browser) => (await browser.get('/api/session')).statusCode
const listed = async (admin: Browser) => (await admin.get('/api/devices')).json<{ items: Device[] }>().items
async function revoke(admin: Browser, id: string): Promise<void> {
  const { version } = (await listed(admin)).find((device) => device.id === id) ?? { version: 0 }
  expect((await admin.post(`/api/devices/${id}/revocation`, { version })).statusCode).toBe(200)
}
const trail = (store: Store): string[] =>
  store.queries.listTrail.all({ after: 0, last: Number.MAX_SAFE_INTEGER, limit: 1000 }).map(({ what }) => what)

test('with the code an admin shows, a device is let in; on it the password is enough from then on, and elsewhere it is not', async () => {
  const { admin, open } = await withAdmin()
  const pc = open()
  const { key, device } = await enrolDevice(admin, pc, '受付1')
  expect(device).toMatchObject({ name: '受付1', state: 'ok', counterId: null })
  expect((await signInOnDevice(pc, key, 'jimu')).statusCode).toBe(204)
  expect((await pc.get('/api/session')).json()).toMatchObject({ staff: { login: 'jimu' }, mustEnrol: false })
  expect((await pc.get('/api/device')).json()).toMatchObject({ device: { id: device.id, state: 'ok' } })
  const elsewhere = open()
  expect(codeOf(await elsewhere.post('/api/session', { id: 'jimu', password }))).toBe('device-needed')
  expect(await session(elsewhere)).toBe(401)
  // Who never signed in on a device is asked to add a factor, as before.
  expect(await listed(admin)).toMatchObject([
    { name: '事務室', enrolledBy: null },
    { name: '受付1', enrolledBy: '管理 者', state: 'ok' },
  ])
})

test('a wrong password is wrong on a device as well', async () => {
  const { admin, open } = await withAdmin()
  const pc = open()
  const { key } = await enrolDevice(admin, pc)
  const device = key.prove('sign-in', await askNonce(pc, 'sign-in'))
  const answer = await pc.post('/api/session', { id: 'jimu', password: 'wrong password here', device })
  expect(codeOf(answer)).toBe('wrong-credentials')
})

test('a code lets one device in, within five minutes, and is never stored as it was shown', async () => {
  const { admin, open, clock, store } = await withAdmin()
  const made = await makeCode(admin)
  expect(made.code).toMatch(/^\d{8}$/)
  expect(JSON.stringify(store.queries.listOpenDeviceCodes.all({ now: clock.now() }))).not.toContain(made.code)
  const state = async (id: string) => (await admin.get(`/api/device-codes/${id}`)).json<DeviceCode>()
  expect(await state(made.id)).toMatchObject({ state: 'open', triesLeft: 5, device: null })
  expect((await enrol(open(), createDeviceKey(), made.code, '受付1')).statusCode).toBe(201)
  expect(await state(made.id)).toMatchObject({ state: 'used', device: { name: '受付1' } })
  expect(codeOf(await enrol(open(), createDeviceKey(), made.code, '受付2'))).toBe('device-code-wrong')

  const late = await makeCode(admin)
  clock.set(clock.now() + 4 * minutes)
  await admin.post('/api/session/activity', { page: 'counter' })
  clock.set(clock.now() + minutes)
  expect(codeOf(await enrol(open(), createDeviceKey(), late.code, '受付2'))).toBe('device-code-wrong')
  expect(await state(late.id)).toMatchObject({ state: 'expired' })
})

test('one address costs a code two of its tries, and is then told to wait while others go on', async () => {
  const { admin, open, clock } = await withAdmin()
  const made = await makeCode(admin)
  const wrong = made.code === '00000000' ? '00000001' : '00000000'
  const stranger = open('192.0.2.66')
  const offer = () => stranger.post('/api/device-enrolments/offer', { code: wrong })
  expect(codeOf(await offer())).toBe('device-code-wrong')
  expect(codeOf(await enrol(stranger, createDeviceKey(), wrong, '受付9'))).toBe('device-code-wrong')
  for (let time = 0; time < 20; time++) {
    const answer = await offer()
    expect([answer.statusCode, codeOf(answer)]).toEqual([429, 'too-many-attempts'])
  }
  expect(codeOf(await enrol(stranger, createDeviceKey(), made.code, '受付9'))).toBe('too-many-attempts')
  expect((await admin.get(`/api/device-codes/${made.id}`)).json()).toMatchObject({ state: 'open', triesLeft: 3 })
  expect((await enrol(open('192.0.2.67'), createDeviceKey(), made.code, '受付1')).statusCode).toBe(201)
  clock.set(clock.now() + 5 * minutes)
  expect(codeOf(await offer())).toBe('device-code-wrong')
})

test('five wrong guesses end a code, wherever they come from, and the admin’s page is told of each', async () => {
  const { admin, open, store, app, sessions } = await withAdmin()
  const made = await makeCode(admin)
  const heard = await listen({ app, store, sessions }, admin)
  const wrong = made.code === '00000000' ? '00000001' : '00000000'
  for (let time = 0; time < 5; time++) {
    const told = heard.next()
    const guesser = open(`192.0.2.${String(time + 20)}`)
    expect(codeOf(await guesser.post('/api/device-enrolments/offer', { code: wrong }))).toBe('device-code-wrong')
    expect(await told).toMatchObject({ noun: 'device', ids: [made.id] })
  }
  expect((await admin.get(`/api/device-codes/${made.id}`)).json()).toMatchObject({ state: 'dead', triesLeft: 0 })
  expect(codeOf(await open().post('/api/device-enrolments/offer', { code: made.code }))).toBe('device-code-wrong')
  expect(trail(store)).toContain('device-code-dead')
})

test('a right code is offered a name after the pharmacy and the counters to choose from, as often as it is asked', async () => {
  const { admin, open, store } = await withAdmin()
  const counter = saveCounter(store, '窓口1')
  const { code } = await makeCode(admin)
  const pc = open()
  const spaced = `${code.slice(0, 4)} ${code.slice(4)}`
  const offer = (await pc.post('/api/device-enrolments/offer', { code: spaced })).json<{ suggestedName: string }>()
  expect(offer).toMatchObject({ facility: '見本薬局', counters: [{ name: '窓口1' }] })
  expect(offer.suggestedName).toMatch(/^[a-z]{4}-001$/)
  const again = (await pc.post('/api/device-enrolments/offer', { code })).json<{ suggestedName: string }>()
  expect(again.suggestedName).toBe(offer.suggestedName)
  expect(counter.ok).toBe(true)
  await enrol(pc, createDeviceKey(), code, offer.suggestedName)
  const next = await makeCode(admin)
  const second = await open().post('/api/device-enrolments/offer', { code: next.code })
  expect(second.json<{ suggestedName: string }>().suggestedName).toBe(offer.suggestedName.replace('001', '002'))
  // A name in use is said so, and the code stays good.
  expect(codeOf(await enrol(open(), createDeviceKey(), next.code, offer.suggestedName))).toBe('name-taken')
  expect((await enrol(open(), createDeviceKey(), next.code, '受付9')).statusCode).toBe(201)
})

test('a new code of the same admin ends the one before; it can be withdrawn too', async () => {
  const { admin, open } = await withAdmin()
  const first = await makeCode(admin)
  const second = await makeCode(admin)
  expect((await admin.get(`/api/device-codes/${first.id}`)).json()).toMatchObject({ state: 'withdrawn' })
  expect((await admin.remove(`/api/device-codes/${second.id}`)).json()).toMatchObject({ state: 'withdrawn' })
  for (const { code } of [first, second])
    expect(codeOf(await enrol(open(), createDeviceKey(), code))).toBe('device-code-wrong')
})

test('a cookie that was copied to another browser is no second factor without the key, and is told so', async () => {
  const { admin, open } = await withAdmin()
  const pc = open()
  const { key } = await enrolDevice(admin, pc)
  await signInOnDevice(pc, key, 'jimu')
  const thief = open()
  thief.cookies.set('kusuribako-device', pc.cookies.get('kusuribako-device') ?? '')
  expect((await thief.post('/api/device-nonces', { purpose: 'sign-in' })).json()).toMatchObject({ isEnrolled: true })
  expect(codeOf(await thief.post('/api/session', { id: 'jimu', password }))).toBe('device-needed')
  // With a key of its own it proves nothing either.
  expect(codeOf(await signInOnDevice(thief, createDeviceKey(), 'jimu'))).toBe('device-unproven')
  expect(await session(thief)).toBe(401)
  // And the key without the cookie does not.
  const other = open()
  expect(codeOf(await signInOnDevice(other, key, 'jimu'))).toBe('device-unproven')
})

test('a nonce is good once, for a minute, for one device and one purpose', async () => {
  const { admin, open, clock } = await withAdmin()
  const pc = open()
  const { key } = await enrolDevice(admin, pc)
  const post = (device: ReturnType<DeviceKey['prove']>) => pc.post('/api/session', { id: 'jimu', password, device })
  const proof = key.prove('sign-in', await askNonce(pc, 'sign-in'))
  expect((await post(proof)).statusCode).toBe(204)
  expect(codeOf(await post(proof))).toBe('device-unproven')

  const old = await askNonce(pc, 'sign-in')
  clock.set(clock.now() + minutes)
  expect(codeOf(await post(key.prove('sign-in', old)))).toBe('device-unproven')

  expect(codeOf(await post(key.prove('sign-in', await askNonce(pc, 'renew'))))).toBe('device-unproven')
  expect(codeOf(await post(key.prove('renew', await askNonce(pc, 'sign-in'))))).toBe('device-unproven')
  const elsewhere = open()
  await enrolDevice(admin, elsewhere, '受付2')
  expect(codeOf(await post(key.prove('sign-in', await askNonce(elsewhere, 'sign-in'))))).toBe('device-unproven')
  const nonce = await askNonce(pc, 'sign-in')
  expect(
    codeOf(
      await post(
        key.prove(
          'sign-in',
          nonce.replace(/^\d+/, (until) => String(Number(until) + 9999)),
        ),
      ),
    ),
  ).toBe('device-unproven')
  expect((await post(key.prove('sign-in', nonce))).statusCode).toBe(204)
})

test('a nonce that was signed wrongly is still its device’s own', async () => {
  const { admin, open } = await withAdmin()
  const pc = open()
  const { key } = await enrolDevice(admin, pc)
  const nonce = await askNonce(pc, 'sign-in')
  const post = (device: ReturnType<DeviceKey['prove']>) => pc.post('/api/session', { id: 'jimu', password, device })
  expect(codeOf(await post(createDeviceKey().prove('sign-in', nonce)))).toBe('device-unproven')
  expect((await post(key.prove('sign-in', nonce))).statusCode).toBe(204)
})

test('only a P-256 key that signs what was asked is let in, and the code stays good for the right one', async () => {
  const { admin, open } = await withAdmin()
  const pc = open()
  const { code } = await makeCode(admin)
  const key = createDeviceKey()
  const body = { code, name: '受付1', kind: 'pc', counterId: null }
  const proof = createDeviceKey().prove('enrol', await askNonce(pc, 'enrol'))
  const foreign = await pc.post('/api/device-enrolments', { ...body, publicKey: key.publicKey, proof })
  expect(codeOf(foreign)).toBe('device-unproven')
  const nonsense = await pc.post('/api/device-enrolments', { ...body, publicKey: 'A'.repeat(120), proof })
  expect(codeOf(nonsense)).toBe('device-unproven')
  expect((await enrol(pc, key, code)).statusCode).toBe(201)
})

test('the cookie of a device is for this box alone, out of reach of scripts, and rolls on with each sign-in', async () => {
  const { admin, open } = await withAdmin()
  const pc = open()
  const key = createDeviceKey()
  const enrolled = await enrol(pc, key, (await makeCode(admin)).code)
  const expected = { name: 'kusuribako-device', httpOnly: true, sameSite: 'Strict', path: '/', maxAge: 400 * 86_400 }
  expect(enrolled.cookies).toMatchObject([expected])
  const entered = await signInOnDevice(pc, key, 'jimu')
  const [, rolled] = entered.cookies
  expect(rolled).toMatchObject({ ...expected, value: pc.cookies.get('kusuribako-device') })
})

test('a device that is revoked signs everybody on it out at once: its requests, its open pages, and its next sign-in', async () => {
  const { admin, open, store, app, sessions } = await withAdmin()
  const pc = open()
  const { key, device } = await enrolDevice(admin, pc)
  await signInOnDevice(pc, key, 'jimu')
  const page = await listen({ app, store, sessions }, pc)
  const cut = new Promise((resolve) => page.socket.once('disconnect', resolve))
  const { version } = (await listed(admin)).find(({ id }) => id === device.id) ?? device
  const revoked = await admin.post(`/api/devices/${device.id}/revocation`, { version })
  expect(revoked.json()).toMatchObject({ state: 'revoked', revokedBy: '管理 者' })
  await cut
  expect(await session(pc)).toBe(401)
  expect(codeOf(await signInOnDevice(pc, key, 'jimu'))).toBe('device-unproven')
  // It stays in the list, and nothing brings it back.
  expect((await listed(admin)).at(-1)).toMatchObject({ id: device.id, state: 'revoked' })
  const again = await admin.post(`/api/devices/${device.id}/revocation`, { version: version + 1 })
  expect(codeOf(again)).toBe('device-revoked')
  // The admin's own session is on another device and goes on.
  expect(await session(admin)).toBe(200)
})

test('who loses the device loses the second factor with it: the password alone is let in nowhere, until there is a new start', async () => {
  const { admin, open, store } = await withAdmin()
  const pc = open()
  const { key, device } = await enrolDevice(admin, pc)
  await signInOnDevice(pc, key, 'jimu')
  await revoke(admin, device.id)
  const thief = open('192.0.2.66')
  expect(codeOf(await thief.post('/api/session', { id: 'jimu', password }))).toBe('device-needed')
  expect(await session(thief)).toBe(401)
  // Another enrolled device is a way back,
  const other = open()
  const beside = await enrolDevice(admin, other, '受付2')
  expect((await signInOnDevice(other, beside.key, 'jimu')).statusCode).toBe(204)
  // and letting the same browser in again leaves the password no more alone than before.
  const again = await enrolDevice(admin, other, '受付2')
  expect(codeOf(await thief.post('/api/session', { id: 'jimu', password }))).toBe('device-needed')
  expect((await signInOnDevice(other, again.key, 'jimu')).statusCode).toBe(204)
  // The other way is 再発行.
  const id = findStaffByLogin(store, 'jimu')?.id ?? ''
  const { code } = (await admin.post(`/api/staff/${id}/start-code`)).json<{ code: string }>()
  const home = open()
  const chosen = 'むらさき の ゆうやけ 42'
  expect((await home.post('/api/session/start', { id: 'jimu', code, password: chosen })).statusCode).toBe(204)
  expect((await home.get('/api/session')).json()).toMatchObject({ mustEnrol: true })
  await home.remove('/api/session')
  expect((await home.post('/api/session', { id: 'jimu', password: chosen })).statusCode).toBe(204)
})

test('who was signed in before the browser was let in goes out with the device, and what the browser was trusted with too', async () => {
  const { admin, open, store, clock } = await withAdmin()
  const pc = open()
  const staffId = findStaffByLogin(store, 'jimu')?.id ?? ''
  const [token, proof] = ['a session from before', 'a proof from before']
  saveSession(store, { staffId, tokenHash: hashCode(token), proof: 'totp', deviceId: null })
  const expiresAt = clock.now() + days
  const shown = { staffId, tokenHash: hashCode(proof), proof: 'totp' as const, expiresAt, deviceId: null }
  saveFactorProof(store, shown, hashCode(''))
  pc.cookies.set('kusuribako', token)
  pc.cookies.set('kusuribako-factor', proof)
  const { device } = await enrolDevice(admin, pc)
  // It goes on, and locks as the device does.
  expect((await pc.get('/api/session')).json()).toMatchObject({ staff: { login: 'jimu' }, lockMinutes: 5 })
  expect(findFactorProof(store, staffId, hashCode(proof))).toBe('totp')
  await revoke(admin, device.id)
  expect(await session(pc)).toBe(401)
  expect(findFactorProof(store, staffId, hashCode(proof))).toBeUndefined()
})

test('a session is none once its device was revoked, even one that was written a moment later', async () => {
  const { admin, open, store } = await withAdmin()
  const pc = open()
  const { device } = await enrolDevice(admin, pc)
  await revoke(admin, device.id)
  const staffId = findStaffByLogin(store, 'jimu')?.id ?? ''
  saveSession(store, { staffId, tokenHash: hashCode('late'), proof: 'device', deviceId: device.id })
  pc.cookies.set('kusuribako', 'late')
  expect(await session(pc)).toBe(401)
})

test('revoked while the password is looked at: the sign-in goes by no device any more', async () => {
  const { admin, open } = await withAdmin()
  const pc = open()
  const { key, device } = await enrolDevice(admin, pc)
  await signInOnDevice(pc, key, 'jimu')
  const proof = key.prove('sign-in', await askNonce(pc, 'sign-in'))
  const { version } = (await listed(admin)).find(({ id }) => id === device.id) ?? { version: 0 }
  const [answer] = await Promise.all([
    pc.post('/api/session', { id: 'jimu', password, device: proof }),
    admin.post(`/api/devices/${device.id}/revocation`, { version }),
  ])
  expect(codeOf(answer)).toBe('device-needed')
})

test('a device says what its page stands on and locks by that, whatever the page says and whether or not it says anything', async () => {
  const { admin, open, clock, store } = await withAdmin()
  const tablet = open()
  const { key, device } = await enrolDevice(admin, tablet)
  await admin.patch(`/api/devices/${device.id}`, { name: 'タブレット', kind: 'tablet', counterId: null, version: 1 })
  await signInOnDevice(tablet, key, 'jimu')
  expect((await tablet.get('/api/session')).json()).toMatchObject({ lockMinutes: 2 })
  const noted = await tablet.post('/api/session/activity', { page: 'counter' })
  expect(noted.json()).toEqual({ lockMinutes: 2 })
  expect((await tablet.post('/api/account/pin', { current: password, pin: '482915' })).statusCode).toBe(204)
  // After another has come in by PIN it is the same device.
  const [who] = (await tablet.get('/api/session/people')).json<{ items: { staffId: string }[] }>().items
  saveSession(store, {
    staffId: findStaffByLogin(store, 'kanri')?.id ?? '',
    ...{ tokenHash: hashCode('kanri here'), proof: 'device', deviceId: device.id },
  })
  tablet.cookies.set('kusuribako', 'kanri here')
  await tablet.post('/api/session/switch', { staffId: who?.staffId ?? '', counterId: null, pin: '482915' })
  expect((await tablet.get('/api/session')).json()).toMatchObject({ staff: { login: 'jimu' }, lockMinutes: 2 })
  clock.set(clock.now() + 2 * minutes)
  expect((await tablet.get('/api/session')).json()).toMatchObject({ isLocked: true })
})

test('a nonce stays used when the clock is set forward and back', async () => {
  const { admin, open, clock } = await withAdmin()
  const pc = open()
  const { key } = await enrolDevice(admin, pc)
  const since = clock.now()
  const proof = key.prove('sign-in', await askNonce(pc, 'sign-in'))
  const post = () => pc.post('/api/session', { id: 'jimu', password, device: proof })
  expect((await post()).statusCode).toBe(204)
  clock.set(since + 60 * minutes)
  expect((await signInOnDevice(pc, key, 'jimu')).statusCode).toBe(204)
  clock.set(since)
  expect(codeOf(await post())).toBe('device-unproven')
})

test('a browser that is let in a second time is one device, and the earlier one is over', async () => {
  const { admin, open } = await withAdmin()
  const pc = open()
  const first = await enrolDevice(admin, pc, '受付1')
  const second = await enrolDevice(admin, pc, '受付1')
  const states = (await listed(admin)).map(({ id, state }) => [id, state])
  expect(states).toContainEqual([first.device.id, 'revoked'])
  expect(states).toContainEqual([second.device.id, 'ok'])
  expect((await signInOnDevice(pc, second.key, 'jimu')).statusCode).toBe(204)
})

test('the life of a device: it warns, it is borne with, it lapses, and an admin’s sign-in there renews it for everybody', async () => {
  const { admin, adminKey, open, clock, store } = await withAdmin()
  const pc = open()
  const { key, device } = await enrolDevice(admin, pc)
  const since = clock.now()
  const own = async () => (await pc.get('/api/device')).json<{ device: Device | null }>().device?.state
  const at = async (day: number) => {
    clock.set(since + day * days)
    const answer = await signInOnDevice(pc, key, 'jimu')
    return answer.statusCode === 204 ? own() : codeOf(answer)
  }
  expect([await at(1), await at(366), await at(367), await at(396)]).toEqual(['ok', 'ok', 'due', 'due'])
  expect(trail(store)).not.toContain('device-used-overdue')
  expect([await at(397), await at(426)]).toEqual(['overdue', 'overdue'])
  expect(trail(store).filter((what) => what === 'device-used-overdue')).toHaveLength(2)
  expect(await at(427)).toBe('device-lapsed')
  // Nobody is locked out: who answers for the box signs in there.
  expect((await signInOnDevice(pc, key, 'kanri')).statusCode).toBe(204)
  expect(await own()).toBe('ok')
  expect(trail(store)).toContain('device-renewed')
  expect(await at(428)).toBe('ok')
  // The admin's own device had lapsed as well, and is renewed by the same rule.
  expect((await signInOnDevice(admin, adminKey)).statusCode).toBe(204)
  expect((await listed(admin)).find(({ id }) => id === device.id)).toMatchObject({ state: 'ok' })
})

test('one click renews a device: a new cookie for another 397 days, and the old one is of no use once the new one was shown', async () => {
  const { admin, open, clock } = await withAdmin()
  const pc = open()
  const { key, device } = await enrolDevice(admin, pc)
  clock.set(clock.now() + 380 * days)
  await signInOnDevice(pc, key, 'jimu')
  const before = pc.cookies.get('kusuribako-device') ?? ''
  const renewed = await pc.post('/api/device/renewal', { proof: key.prove('renew', await askNonce(pc, 'renew')) })
  expect(renewed.json()).toMatchObject({ device: { id: device.id, state: 'ok' } })
  const after = pc.cookies.get('kusuribako-device') ?? ''
  expect(after).not.toBe(before)
  // The answer may have got lost on its way: until the new cookie was seen the old one works.
  const lost = open()
  lost.cookies.set('kusuribako-device', before)
  expect((await signInOnDevice(lost, key, 'jimu')).statusCode).toBe(204)
  expect((await signInOnDevice(pc, key, 'jimu')).statusCode).toBe(204)
  lost.cookies.set('kusuribako-device', before)
  expect(codeOf(await signInOnDevice(lost, key, 'jimu'))).toBe('device-unproven')
})

test('nobody renews a device from elsewhere', async () => {
  const { admin, adminKey, open } = await withAdmin()
  const pc = open()
  const { key } = await enrolDevice(admin, pc)
  await signInOnDevice(pc, key, 'jimu')
  const nonce = await askNonce(pc, 'renew')
  const foreign = await admin.post('/api/device/renewal', { proof: key.prove('renew', nonce) })
  expect(codeOf(foreign)).toBe('device-unproven')
  const wrong = await pc.post('/api/device/renewal', { proof: adminKey.prove('renew', nonce) })
  expect(codeOf(wrong)).toBe('device-unproven')
})

test('name, kind and counter can be changed, by the version that was shown, and never to a name in use', async () => {
  const { admin, open, store } = await withAdmin()
  const counter = saveCounter(store, '窓口1')
  const counterId = counter.ok ? counter.counter.id : ''
  const { device } = await enrolDevice(admin, open(), '受付1')
  const edit = (body: object) => admin.patch(`/api/devices/${device.id}`, body)
  const body = { name: ' 投薬台 ', kind: 'tablet', counterId, version: 1 }
  expect((await edit(body)).json()).toMatchObject({ name: '投薬台', kind: 'tablet', counter: '窓口1' })
  expect((await edit(body)).json()).toMatchObject({ code: 'stale-version', current: { name: '投薬台' } })
  expect(codeOf(await edit({ ...body, name: '事務室', version: 2 }))).toBe('name-taken')
  expect((await edit({ ...body, name: '　' })).statusCode).toBe(400)
})

test('the register is saved as a file for a spreadsheet, where no name is taken for a formula', async () => {
  const { admin, open } = await withAdmin()
  await enrolDevice(admin, open(), '=HYPERLINK("x")')
  const { body, headers } = await admin.get('/api/devices/file')
  expect(headers['content-disposition']).toBe('attachment; filename="devices-2026-04-03.csv"')
  const [head, first, second] = body.split('\r\n')
  expect(head).toContain('"名前","種類","窓口"')
  expect(first).toMatch(/^"事務室","窓口のPC",""/)
  expect(second).toMatch(/^"'=HYPERLINK\(""x""\)"/)
})

test('where no second factor is asked, a device is known all the same, and everybody else signs in as before', async () => {
  const store = await openTestStore()
  const { app, sessions } = buildTestApp(store)
  const admin = createBrowser(app)
  await admin.post('/api/session', { id: 'kanri', password })
  const pc = createBrowser(app)
  const { key, device } = await enrolDevice(admin, pc)
  expect((await signInOnDevice(pc, key, 'jimu')).statusCode).toBe(204)
  expect(sessions.find(pc.cookies.get('kusuribako') ?? '')).toMatchObject({ deviceId: device.id })
  const elsewhere = createBrowser(app)
  expect((await elsewhere.post('/api/session', { id: 'jimu', password })).statusCode).toBe(204)
  expect(sessions.find(elsewhere.cookies.get('kusuribako') ?? '')).toMatchObject({ deviceId: null })
})

/** An open page of this browser, and what it hears of devices. */
async function listen(
  { app, store, sessions }: Pick<Awaited<ReturnType<typeof pharmacy>>, 'app' | 'store' | 'sessions'>,
  browser: Browser,
) {
  await app.listen({ host: '127.0.0.1', port: 0 })
  const push = startPush({ http: app.server, store, sessions, isSecure: false, isOwnHost: createOwnHost() })
  onTestFinished(() => push.close())
  const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ')
  const url = `http://127.0.0.1:${String((app.server.address() as AddressInfo).port)}`
  const socket = io(url, {
    ...{
      auth: { seq: null },
      extraHeaders: { cookie },
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
    },
  })
  onTestFinished(() => void socket.disconnect())
  await new Promise((resolve) => socket.once('caught-up', resolve))
  return { socket, next: () => new Promise((resolve) => socket.once('change', resolve)) }
}
