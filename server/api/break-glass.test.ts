import { expect, test } from 'vitest'
import type { BreakGlass, BreakGlassCode } from '../../contract/break-glass.ts'
import type { BoxStatus } from '../../contract/status.ts'
import { buildTestApp } from '../../test/support/box.ts'
import { createBrowser } from '../../test/support/sign-in.ts'
import { createClock, openTestStore, password, readRows } from '../../test/support/store.ts'

const hours = 60 * 60 * 1000
const use = { name: '応援　三郎', reason: '停電で全員が入れなくなったため' }

async function box() {
  const clock = createClock()
  const store = await openTestStore(clock.now)
  const { app, log, sessions } = buildTestApp(store)
  const enter = async (id: string) => {
    const browser = createBrowser(app)
    await browser.post('/api/session', { id, password })
    return browser
  }
  const admin = await enter('kanri')
  const make = async () => (await admin.post('/api/break-glass')).json<BreakGlassCode>()
  const list = async () => (await admin.get('/api/break-glass')).json<{ items: BreakGlass[] }>().items
  const open = async (code: string, who = use) => {
    const browser = createBrowser(app, '192.0.2.9')
    const answer = await browser.post('/api/session/break-glass', { code, ...who })
    return { browser, answer }
  }
  const told = async () => (await (await enter('jimu')).get('/api/status')).json<BoxStatus>().breakGlass
  return { clock, store, app, log, sessions, admin, enter, make, list, open, told }
}

test('the code lets somebody in with a pharmacist’s rights, who says who and why, and everybody is told', async () => {
  const { make, open, list, told, enter, admin } = await box()
  const { account, code } = await make()
  expect(account).toMatchObject({ state: 'sealed', name: '緊急用アカウント 1', madeBy: '管理 者', uses: [] })
  expect(await told()).toEqual([])
  const { browser, answer } = await open(code.toLowerCase())
  expect(answer.statusCode).toBe(204)
  expect((await browser.get('/api/session')).json()).toMatchObject({
    staff: { role: 'pharmacist', name: '緊急用アカウント 1' },
    mustEnrol: false,
  })
  expect((await browser.get('/api/visits')).statusCode).toBe(200)
  expect((await browser.get('/api/staff')).statusCode).toBe(403)
  expect(await told()).toMatchObject([{ account: '緊急用アカウント 1', by: '応援　三郎' }])
  const notices = (await (await enter('yaku')).get('/api/notices')).json<{ items: { title: string }[] }>().items
  expect(notices[0]?.title).toBe('緊急用アカウントが使われました')
  expect(await list()).toMatchObject([{ state: 'open', uses: [{ ...use, address: '192.0.2.9' }] }])
  // 職員 lists people.
  const staff = (await admin.get('/api/staff')).json<{ items: { login: string }[] }>().items
  expect(staff.map(({ login }) => login).toSorted()).toEqual(['hoshu', 'jimu', 'kanri', 'yaku'])
})

test('without a name and a reason, or with another code, nobody comes in, and guessing is slowed down', async () => {
  const { make, open } = await box()
  const { code } = await make()
  for (const who of [
    { ...use, name: ' ' },
    { ...use, reason: '' },
  ])
    expect((await open(code, who)).answer.statusCode).toBe(400)
  for (let time = 0; time < 5; time++) expect((await open('AAAA-AAAA-AAAA-AAAA')).answer.statusCode).toBe(401)
  expect((await open('AAAA-AAAA-AAAA-AAAA')).answer.statusCode).toBe(429)
})

test('what is done with it is audited under it', async () => {
  const { make, open, store } = await box()
  const { code } = await make()
  const { browser } = await open(code)
  await browser.get('/api/visits')
  const rows = readRows(
    store,
    `SELECT what FROM audit JOIN staff ON staff.id = audit.staff_id WHERE staff.login = '#1' ORDER BY seq`,
  )
  expect(rows.map(({ what }) => what)).toEqual(['break-glass-used', 'visits-read'])
})

test('after eight hours it is over, but the notice stays until an admin has closed it', async () => {
  const { make, open, list, told, clock, admin, enter } = await box()
  const { code, account } = await make()
  const { browser } = await open(code)
  clock.set(clock.now() + 8 * hours - 1)
  expect((await browser.get('/api/visits')).statusCode).toBe(200)
  clock.set(clock.now() + 1)
  expect((await browser.get('/api/visits')).statusCode).toBe(401)
  expect((await open(code)).answer.statusCode).toBe(401)
  expect((await list())[0]?.state).toBe('over')
  expect(await told()).toHaveLength(1)
  expect((await (await enter('yaku')).post(`/api/break-glass/${account.id}/close`)).statusCode).toBe(403)
  await admin.post('/api/session', { id: 'kanri', password })
  expect((await admin.post(`/api/break-glass/${account.id}/close`)).json()).toMatchObject({
    state: 'closed',
    closedBy: '管理 者',
  })
  expect(await told()).toEqual([])
  expect((await list())[0]).toMatchObject({ state: 'closed', uses: [{ name: use.name }] })
})

test('closing ends its pages at once and its code for good; a new envelope has a code and an account of its own', async () => {
  const { make, open, admin, sessions } = await box()
  const { code, account } = await make()
  const { browser } = await open(code)
  let ended = 0
  sessions.onEnd(() => ended++)
  await admin.post(`/api/break-glass/${account.id}/close`)
  expect(ended).toBe(1)
  expect((await browser.get('/api/visits')).statusCode).toBe(401)
  expect((await open(code)).answer.statusCode).toBe(401)
  const next = await make()
  expect(next.account.name).toBe('緊急用アカウント 2')
  expect((await open(next.code)).answer.statusCode).toBe(204)
})

test('its locked page is opened with its code, and its code lies nowhere', async () => {
  const { make, open, store, log } = await box()
  const { code } = await make()
  const { browser } = await open(code)
  await browser.post('/api/session/lock')
  expect((await browser.post('/api/session/unlock', { password: 'AAAA-AAAA-AAAA-AAAA' })).statusCode).toBe(401)
  expect((await browser.post('/api/session/unlock', { password: code })).statusCode).toBe(204)
  expect((await browser.get('/api/visits')).statusCode).toBe(200)
  const tables = ['break_glass', 'break_glass_use', 'staff', 'trail', 'notice']
  const rows = JSON.stringify([tables.map((table) => readRows(store, `SELECT * FROM ${table}`)), log])
  expect(rows).not.toContain(code)
})

test('no password signs in to it, and no admin gives it one', async () => {
  const { make, app, admin, store } = await box()
  await make()
  const [row] = readRows(store, `SELECT id FROM staff WHERE login = '#1'`)
  expect((await admin.post(`/api/staff/${String(row?.['id'])}/start-code`)).statusCode).toBe(404)
  expect((await createBrowser(app).post('/api/session', { id: '#1', password: ' ' })).statusCode).toBe(401)
  expect(
    (await admin.post('/api/staff', { login: '#2', name: 'a', kana: '', role: 'admin', expiresOn: null })).statusCode,
  ).toBe(400)
})
