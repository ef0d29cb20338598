import { expect, test } from 'vitest'
import type { Maintenance, MaintenanceWindow } from '../../contract/maintenance.ts'
import { buildTestApp } from '../../test/support/box.ts'
import { createBrowser } from '../../test/support/sign-in.ts'
import { createClock, openTestStore, password, readRows } from '../../test/support/store.ts'
import { findStaffByLogin } from '../store/staff.ts'

const minutes = 60_000
const reason = 'リーダーの交換'

async function box() {
  const clock = createClock()
  const store = await openTestStore(clock.now)
  store.queries.closeWindow.run({
    id: readRows(store, 'SELECT id FROM maintenance_window')[0]?.['id'],
    by: null,
    at: 0,
  })
  const { app, sessions } = buildTestApp(store)
  const enter = async (id: string) => {
    const browser = createBrowser(app)
    const { statusCode } = await browser.post('/api/session', { id, password })
    return { browser, statusCode }
  }
  const { browser: pharmacist } = await enter('yaku')
  const staffId = findStaffByLogin(store, 'hoshu')!.id
  const open = (changes: object = {}) =>
    pharmacist.post('/api/maintenance', { staffId, minutes: 30, reason, ...changes })
  const list = async () => (await pharmacist.get('/api/maintenance')).json<Maintenance>()
  return { clock, store, app, sessions, enter, pharmacist, staffId, open, list }
}

test('a maintainer signs in only while a pharmacist has opened a window, with a reason', async () => {
  const { enter, open, list } = await box()
  const { browser, statusCode } = await enter('hoshu')
  expect(statusCode).toBe(403)
  expect((await browser.post('/api/session', { id: 'hoshu', password })).json()).toMatchObject({
    code: 'maintenance-closed',
  })
  expect((await browser.post('/api/session', { id: 'hoshu', password: 'not this one' })).statusCode).toBe(401)
  expect((await open({ reason: ' ' })).statusCode).toBe(400)
  expect((await open({ minutes: 9999 })).statusCode).toBe(400)
  const opened = (await open()).json<MaintenanceWindow>()
  expect(opened).toMatchObject({ name: '保守 員', openedBy: '薬剤 師', reason, isOpen: true, closedAt: null })
  expect((await open()).json()).toMatchObject({ code: 'window-open' })
  expect((await enter('hoshu')).statusCode).toBe(204)
  expect((await list()).accounts).toMatchObject([{ login: 'hoshu' }])
})

test('a window ends by itself: the session with it', async () => {
  const { clock, enter, open, list } = await box()
  await open()
  const { browser } = await enter('hoshu')
  clock.set(clock.now() + 30 * minutes - 1)
  expect((await browser.get('/api/readers')).statusCode).toBe(200)
  clock.set(clock.now() + 1)
  expect((await browser.get('/api/readers')).statusCode).toBe(401)
  expect((await enter('hoshu')).statusCode).toBe(403)
  expect((await list()).windows[0]).toMatchObject({ isOpen: false, closedAt: null })
})

test('a window is closed early with one click: the session ends at once, and is told to open pages', async () => {
  const { enter, open, pharmacist, sessions } = await box()
  const { id } = (await open({ minutes: 480 })).json<MaintenanceWindow>()
  const { browser } = await enter('hoshu')
  let ended = 0
  sessions.onEnd(() => ended++)
  const closed = await pharmacist.post(`/api/maintenance/${id}/close`)
  expect(closed.json()).toMatchObject({ isOpen: false, closedBy: '薬剤 師' })
  expect(ended).toBe(1)
  expect((await browser.get('/api/readers')).statusCode).toBe(401)
  expect((await pharmacist.post(`/api/maintenance/${id}/close`)).json()).toMatchObject({ code: 'window-closed' })
})

test('windows are listed with what was done in them, and opening and closing is in the trail', async () => {
  const { enter, open, list, store, pharmacist } = await box()
  const { id } = (await open()).json<MaintenanceWindow>()
  const { browser } = await enter('hoshu')
  await browser.get('/api/patients?q=a')
  await pharmacist.post(`/api/maintenance/${id}/close`)
  expect((await list()).windows[0]?.did).toMatchObject([
    { what: 'signed-in' },
    { what: 'people-searched', result: 'not-allowed' },
  ])
  const trail = readRows(store, `SELECT what FROM trail WHERE what LIKE 'maintenance-%' ORDER BY seq`)
  expect(trail.map(({ what }) => what)).toEqual(['maintenance-opened', 'maintenance-closed'])
})

test('only for a maintainer, and opened by nobody but who answers for the pharmacy', async () => {
  const { enter, open, store, staffId } = await box()
  expect((await open({ staffId: findStaffByLogin(store, 'jimu')!.id })).statusCode).toBe(404)
  const { browser: clerk } = await enter('jimu')
  expect((await clerk.post('/api/maintenance', { staffId, minutes: 30, reason })).statusCode).toBe(403)
  await open()
  const { browser: maintainer } = await enter('hoshu')
  expect((await maintainer.get('/api/maintenance')).statusCode).toBe(403)
})

test('a code for the first password waits for a window, and is not spent without one', async () => {
  const { enter, open, app, staffId } = await box()
  const { browser: admin } = await enter('kanri')
  const { code } = (await admin.post(`/api/staff/${staffId}/start-code`)).json<{ code: string }>()
  const start = () =>
    createBrowser(app).post('/api/session/start', { id: 'hoshu', code, password: 'むらさき の ゆうやけ 42' })
  expect((await start()).json()).toMatchObject({ code: 'maintenance-closed' })
  await open()
  expect((await start()).statusCode).toBe(204)
})
