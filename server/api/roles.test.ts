import { expect, test } from 'vitest'
import type { StaffRole } from '../../contract/session.ts'
import { buildTestApp, getJson, signIn } from '../../test/support/box.ts'
import { openTestStore, takeBytes } from '../../test/support/store.ts'
import { mayUse, rights, type Right } from '../access/rights.ts'

const logins: Record<StaffRole, string> = { pharmacist: 'yaku', clerk: 'jimu', admin: 'kanri', maintainer: 'hoshu' }
const roles = Object.keys(logins) as StaffRole[]

/** Whoever asks: there is no session yet, a satellite shows its key, or a monitor asks whether the box lives. */
const open = [
  'GET /health',
  'POST /api/session',
  'POST /api/session/start',
  'POST /api/session/factor',
  'POST /api/session/passkey',
  'POST /api/session/break-glass',
  'POST /api/satellite/events',
  'POST /api/device-nonces',
  'POST /api/device-enrolments/offer',
  'POST /api/device-enrolments',
]
/** Outside the guard: the code in the address is the whole proof (phone-pages.ts); and the built UI, which holds no data. */
const outside = /^(GET|POST) \/[ru]\/:code$|^PUT \/u\/:code\/images\/:key$|^GET \/\*$/
/** Rights under which nothing of a patient may ever be answered. */
const withoutPatients: Right[] = ['own-account', 'every-page', 'box-state', 'lan']

/** Every route as it is registered, by its name. */
async function openRoutes() {
  const store = await openTestStore()
  const { app } = buildTestApp(store)
  const routes = new Map<string, { isOpen: boolean; right: Right | undefined }>()
  app.addHook('onRoute', ({ method, url, config }) => {
    for (const each of [method].flat()) {
      const name = `${each} ${url}`
      if (each !== 'HEAD' && !outside.test(name))
        routes.set(name, { isOpen: config?.isOpen ?? false, right: config?.right })
    }
  })
  await app.ready()
  /** Asks a route by its name, about somebody who does not exist. */
  const ask = async (name: string, cookie = '') => {
    const [method = '', url = ''] = name.split(' ')
    const path = url.replace(':seq', '1').replaceAll(/:\w+/g, '019d50da-a680-7000-8000-2f885d572ee3')
    const answer = await app.inject({ method: method as 'GET', url: path, headers: { cookie }, ...withBody(method) })
    const code = answer.headers['content-type']?.toString().startsWith('application/problem+json')
      ? answer.json<{ code: string }>().code
      : ''
    return { status: answer.statusCode, code }
  }
  return { store, app, routes, ask }
}

const withBody = (method: string) => (method === 'GET' || method === 'DELETE' ? {} : { payload: {} })

/** Every route of the description of the surface, as `METHOD /path/:id`. */
async function described(app: Awaited<ReturnType<typeof openRoutes>>['app']): Promise<string[]> {
  const { body } = await getJson(app, await signIn(app), '/api/openapi.json')
  return Object.entries(body.paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  )
}

test('the description of the surface names every route, and every route names its right or is open on purpose', async () => {
  const { app, routes } = await openRoutes()
  expect(routes.size).toBeGreaterThan(150)
  expect((await described(app)).toSorted()).toEqual([...routes.keys()].toSorted())
  const isOpen = [...routes].filter(([, route]) => route.isOpen).map(([name]) => name)
  expect(isOpen.toSorted()).toEqual(open.toSorted())
  for (const [name, { right }] of routes) expect(right === undefined, name).toBe(open.includes(name))
})

test('walked with every role and with none, no route answers whom the table does not allow', async () => {
  const { app, routes, ask } = await openRoutes()
  // Locking and signing out come last: until then the session is needed.
  const names = (await described(app)).toSorted((one, other) => last.indexOf(one) - last.indexOf(other))
  for (const name of names.filter((each) => !open.includes(each)))
    expect(`${name} ${(await ask(name)).code}`).toBe(`${name} not-signed-in`)
  for (const role of roles) {
    const cookie = await signIn(app, logins[role])
    for (const name of names) {
      const { isOpen = false, right } = routes.get(name) ?? {}
      if (isOpen) continue
      const { status, code } = await ask(name, cookie)
      const isAllowed = right !== undefined && mayUse(role, right)
      expect(`${role} ${name} ${code === 'not-allowed' ? 'refused' : 'answered'}`).toBe(
        `${role} ${name} ${isAllowed ? 'answered' : 'refused'}`,
      )
      // What answers does so with a result or a reason, never by a bug.
      expect(`${name} ${String(status < 500)}`).toBe(`${name} true`)
    }
  }
})
const last = ['POST /api/session/lock', 'DELETE /api/session']

test('a maintainer has rights under which nothing of a patient is answered, and no other', () => {
  for (const right of Object.keys(rights) as Right[])
    expect(`${right} ${String(mayUse('maintainer', right))}`).toBe(
      `${right} ${String(withoutPatients.includes(right))}`,
    )
})

/** What who looks after the box is there for: how it does, who works here, what is told to everybody. Nothing of it is a patient's. */
test('the routes a maintainer may use are these, and each was looked at', async () => {
  const { store, app, routes, ask } = await openRoutes()
  takeBytes(store, { name: 'MIHON.txt', bytes: Buffer.from('見本') })
  const names = [...routes].filter(([, { right }]) => right && mayUse('maintainer', right)).map(([name]) => name)
  const own = names.filter((name) => /^\w+ \/api\/(account|session|device\b(?!-))/.test(name))
  expect(names.filter((name) => !own.includes(name) && !name.includes('/api/lan')).toSorted()).toEqual(
    [
      'POST /api/feedback',
      'GET /api/support-contact',
      'GET /api/lock-setting',
      'GET /api/status',
      'GET /api/readers',
      'GET /api/readers/:id/health',
      'POST /api/readers/:id/swap-test',
      'GET /api/counters',
      // Which codes were read, without what they say; and trying a scanner.
      'GET /api/scans',
      // Which files were not read and why, without their bytes.
      'GET /api/intake/rejected',
      'GET /api/interaction-tables',
      'GET /api/notices',
      'GET /api/notices/unread-count',
      'GET /api/notices/:id/readers',
      'GET /api/notices/:id/editions',
      'POST /api/notices/:id/acknowledgement',
      'GET /api/notice-keys',
    ].toSorted(),
  )
  const cookie = await signIn(app, 'hoshu')
  for (const name of ['GET /api/status', 'GET /api/readers', 'GET /api/intake/rejected'])
    expect((await ask(name, cookie)).status, name).toBe(200)
})
