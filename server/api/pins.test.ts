import { expect, test } from 'vitest'
import type { DevicePeople } from '../../contract/lock.ts'
import { buildTestApp } from '../../test/support/box.ts'
import { saveTestDevice, sitDown } from '../../test/support/enrolled.ts'
import { createBrowser, type Browser } from '../../test/support/sign-in.ts'
import { createClock, openTestStore, password, readRows, touchCard } from '../../test/support/store.ts'
import { hashCardId } from '../store/cards.ts'
import { saveCounter } from '../store/counters.ts'
import { saveStaffCard } from '../store/pins.ts'
import { findStaffByLogin } from '../store/staff.ts'

const hours = 60 * 60 * 1000
const pins = { jimu: '482915', yaku: '739402' }

async function box() {
  const clock = createClock()
  const store = await openTestStore(clock.now)
  const { app, log } = buildTestApp(store)
  const deviceId = saveTestDevice(store, '受付 1')
  const page = createBrowser(app)
  const idOf = (login: string) => findStaffByLogin(store, login)!.id
  const sit = async (login: 'jimu' | 'yaku', device = deviceId, browser = page) => {
    sitDown(store, browser, login, device)
    await browser.post('/api/session/activity', { page: 'counter' })
    const answer = await browser.post('/api/account/pin', { current: password, pin: pins[login] })
    expect(answer.statusCode).toBe(204)
  }
  const lock = () => page.post('/api/session/lock')
  const change = async (login: string | null, pin: string, counterId: string | null = null) => {
    const staffId = login && idOf(login)
    const answer = await page.post('/api/session/switch', { staffId, counterId, pin })
    return answer.statusCode === 204 ? 'in' : answer.json<{ code: string }>().code
  }
  const who = async (browser: Browser = page) =>
    (await browser.get('/api/session')).json<{ staff: { login: string }; isLocked: boolean }>()
  const people = async (query = '') => (await page.get(`/api/session/people${query}`)).json<DevicePeople>()
  return { clock, store, app, log, deviceId, page, idOf, sit, lock, change, who, people }
}

test('two who share a counter change places by PIN, and each unlocks the own page', async () => {
  const { sit, lock, change, who, people, store } = await box()
  await sit('yaku')
  await sit('jimu')
  await lock()
  expect((await people()).items.map(({ name }) => name).toSorted()).toEqual(['事務 員', '薬剤 師'])
  expect(await change('jimu', pins.jimu)).toBe('in')
  expect(await who()).toMatchObject({ staff: { login: 'jimu' }, isLocked: false })
  await lock()
  expect(await change('yaku', pins.yaku)).toBe('in')
  expect(await who()).toMatchObject({ staff: { login: 'yaku' }, isLocked: false })
  const sessions = readRows(store, `SELECT proof, device_id FROM session WHERE proof = 'pin'`)
  expect(sessions).toHaveLength(1)
  expect(readRows(store, `SELECT what FROM audit WHERE what = 'person-switched'`)).toHaveLength(1)
})

test('whoever comes in by PIN has no more rights than by password, and the page before is gone', async () => {
  const { sit, change, page } = await box()
  await sit('yaku')
  await sit('jimu')
  const before = page.cookies.get('kusuribako')
  expect(await change('yaku', pins.yaku)).toBe('in')
  expect(page.cookies.get('kusuribako')).not.toBe(before)
  expect((await page.get('/api/staff')).statusCode).toBe(403)
  page.cookies.set('kusuribako', before ?? '')
  expect((await page.get('/api/session')).statusCode).toBe(401)
})

test('after five wrong ones the PIN is spent, here and for this person alone, until the password is typed', async () => {
  const { sit, lock, change, people, page, store, app } = await box()
  await sit('yaku')
  const other = saveTestDevice(store, '受付 2')
  const beside = createBrowser(app)
  await sit('jimu', other, beside)
  await sit('jimu')
  await lock()
  for (let time = 0; time < 5; time++) expect(await change('jimu', '000111')).toBe('pin-wrong')
  expect(await change('jimu', pins.jimu)).toBe('pin-spent')
  expect((await people()).items).toMatchObject([
    { name: '事務 員', isSpent: true },
    { name: '薬剤 師', isSpent: false },
  ])
  await beside.post('/api/session/lock')
  const staffId = (await beside.get('/api/session')).json<{ staff: { id: string } }>().staff.id
  const elsewhere = await beside.post('/api/session/switch', { staffId, counterId: null, pin: pins.jimu })
  expect(elsewhere.statusCode).toBe(204)
  expect((await page.post('/api/session/unlock', { password })).statusCode).toBe(204)
  await lock()
  expect(await change('jimu', pins.jimu)).toBe('in')
})

test('tries that come at the same moment are counted one by one', async () => {
  const { sit, lock, change } = await box()
  await sit('jimu')
  await lock()
  const tries = await Promise.all(Array.from({ length: 12 }, () => change('jimu', '000111')))
  expect(tries.filter((code) => code === 'pin-wrong')).toHaveLength(5)
  expect(tries.filter((code) => code === 'pin-spent')).toHaveLength(7)
})

test('a PIN lets in for twelve hours after the password was typed on that device', async () => {
  const { sit, lock, change, clock, people, page, store, deviceId } = await box()
  await sit('yaku')
  clock.set(clock.now() + 11 * hours)
  await sit('jimu')
  await lock()
  clock.set(clock.now() + hours)
  expect((await people()).items.map(({ name }) => name)).toEqual(['事務 員'])
  expect(await change('yaku', pins.yaku)).toBe('pin-not-here')
  sitDown(store, page, 'yaku', deviceId)
  await lock()
  expect(await change('yaku', pins.yaku)).toBe('in')
})

test('a PIN is of one device: on another, and in a browser that is none, it is worth nothing', async () => {
  const { sit, app, store, idOf } = await box()
  await sit('jimu')
  for (const deviceId of [saveTestDevice(store, '受付 2'), null]) {
    const browser = createBrowser(app)
    if (deviceId === null) await browser.post('/api/session', { id: 'jimu', password })
    else sitDown(store, browser, 'jimu', deviceId)
    await browser.post('/api/session/lock')
    const answer = await browser.post('/api/session/switch', { staffId: idOf('jimu'), counterId: null, pin: pins.jimu })
    expect(answer.json()).toMatchObject({ code: 'pin-not-here' })
    expect((await browser.get('/api/session/people')).json()).toEqual({ items: [], touched: null })
  }
  const none = createBrowser(app)
  await none.post('/api/session', { id: 'jimu', password })
  expect((await none.get('/api/account/pin')).json()).toMatchObject({ mayHave: false, setAt: null })
  const refused = await none.post('/api/account/pin', { current: password, pin: pins.jimu })
  expect(refused.json()).toMatchObject({ code: 'pin-not-here' })
})

test('setting a PIN asks the password, refuses what anybody would try, and keeps the PIN nowhere', async () => {
  const { sit, page, store, log } = await box()
  await sit('jimu')
  const set = async (current: string, pin: string) =>
    (await page.post('/api/account/pin', { current, pin })).json<{ code: string }>().code
  expect(await set('not this one', pins.yaku)).toBe('wrong-credentials')
  expect(await set(password, '123456')).toBe('pin-too-easy')
  const rows = JSON.stringify([readRows(store, 'SELECT * FROM staff_pin'), readRows(store, 'SELECT * FROM trail'), log])
  expect(rows).not.toContain(pins.jimu)
  expect(rows).toContain('$argon2id$')
  expect((await page.remove('/api/account/pin')).statusCode).toBe(204)
  expect((await page.get('/api/account/pin')).json()).toMatchObject({ mayHave: true, setAt: null })
})

test('who starts afresh, or whose account has ended, comes in by no PIN any more', async () => {
  const { sit, lock, change, app, idOf } = await box()
  await sit('yaku')
  await sit('jimu')
  const admin = createBrowser(app)
  await admin.post('/api/session', { id: 'kanri', password })
  await admin.post(`/api/staff/${idOf('yaku')}/start-code`)
  await lock()
  expect(await change('yaku', pins.yaku)).toBe('pin-not-here')
})

test('a PIN that is taken away while it is looked at lets nobody in, and one that is set meanwhile is not kept', async () => {
  const { sit, lock, change, app, idOf, page, store, deviceId } = await box()
  const admin = createBrowser(app)
  await admin.post('/api/session', { id: 'kanri', password })
  await sit('yaku')
  await sit('jimu')
  const [set] = await Promise.all([
    page.post('/api/account/pin', { current: password, pin: '918273' }),
    admin.post(`/api/staff/${idOf('jimu')}/start-code`),
  ])
  expect(set.statusCode).toBe(401)
  expect(readRows(store, `SELECT staff_id FROM staff_pin WHERE staff_id = '${idOf('jimu')}'`)).toHaveLength(0)
  sitDown(store, page, 'yaku', deviceId)
  await lock()
  const [answer] = await Promise.all([change('yaku', pins.yaku), admin.post(`/api/staff/${idOf('yaku')}/start-code`)])
  expect(answer).toBe('not-signed-in')
})

test('guesses at the own account are counted for the device, not for its address', async () => {
  const { sit, page, app } = await box()
  await sit('jimu')
  const tries = [
    () => page.post('/api/account/pin', { current: 'not this one', pin: pins.jimu }),
    () => page.post('/api/account/totp', { current: 'not this one' }),
    () => page.post('/api/account/password', { current: 'not this one', next: 'むらさき の ゆうやけ 42' }),
  ]
  const codes: string[] = []
  for (const post of [...tries, ...tries]) codes.push((await post()).json<{ code: string }>().code)
  expect(codes.slice(0, 5)).toEqual(Array(5).fill('wrong-credentials'))
  expect(codes[5]).toBe('too-many-attempts')
  expect((await createBrowser(app).post('/api/session', { id: 'jimu', password })).statusCode).toBe(204)
})

test('a 職員カード says who comes: touched at this counter, with the right PIN, once, within a minute', async () => {
  const { sit, lock, change, who, people, store, clock, idOf } = await box()
  const made = saveCounter(store, '受付')
  const counterId = made.ok ? made.counter.id : ''
  await sit('yaku')
  await sit('jimu')
  touchCard(store, 'AA')
  store.queries.editReader.run({
    ...{ id: String(readRows(store, 'SELECT id FROM reader')[0]?.['id']), hasCounter: 1, counterId },
    ...{ isWanted: null, scanFraming: null, scanHeader: null },
  })
  expect(saveStaffCard(store, idOf('yaku'), hashCardId(store, '01010101'))).toBe(true)
  expect(saveStaffCard(store, idOf('jimu'), hashCardId(store, '01010101'))).toBe(false)
  await lock()
  expect(await change(null, pins.yaku, counterId)).toBe('card-needed')
  const visits = readRows(store, 'SELECT id FROM visit').length
  expect(() => touchCard(store, '01010101')).toThrow()
  // Nobody presented a notebook.
  expect(readRows(store, 'SELECT id FROM visit')).toHaveLength(visits)
  expect((await people(`?counterId=${counterId}`)).touched).toBe(idOf('yaku'))
  expect(await change(null, pins.jimu, counterId)).toBe('pin-wrong')
  expect(await change(null, pins.yaku, counterId)).toBe('in')
  expect(await who()).toMatchObject({ staff: { login: 'yaku' } })
  await lock()
  expect(await change(null, pins.yaku, counterId)).toBe('card-needed')
  expect(() => touchCard(store, '01010101')).toThrow()
  clock.set(clock.now() + 61_000)
  expect(await change(null, pins.yaku, counterId)).toBe('card-needed')
  expect(JSON.stringify(readRows(store, 'SELECT * FROM staff_card'))).not.toContain('01010101')
})
