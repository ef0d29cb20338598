import { expect, test } from 'vitest'
import { buildTestApp, signIn } from '../../test/support/box.ts'
import { openTestStore, takeBytes } from '../../test/support/store.ts'

/** What who looks after the box is there for: how it does, who works here, what is told to everybody. Nothing of it is a patient's. */
const maintainers = [
  'GET /api/session',
  'DELETE /api/session',
  'POST /api/account/password',
  'POST /api/feedback',
  'GET /api/support-contact',
  'GET /api/status',
  'GET /api/readers',
  'GET /api/readers/:id/health',
  'POST /api/readers/:id/swap-test',
  'GET /api/counters',
  // Which codes were read, without what they say; and trying a scanner.
  'GET /api/scans',
  'POST /api/scans',
  // Which files were not read and why, without their bytes.
  'GET /api/intake/rejected',
  'GET /api/interaction-tables',
  'GET /api/notices',
  'GET /api/notices/unread-count',
  'GET /api/notices/:id/readers',
  'GET /api/notices/:id/editions',
  'POST /api/notices/:id/acknowledgement',
  'GET /api/notice-keys',
]
const open = ['GET /health', 'POST /api/session', 'POST /api/satellite/events']
/** Outside the guard: the code in the address is the whole proof (phone-pages.ts); and the built UI, which holds no data. */
const outside = /^(GET|POST) \/[ru]\/:code$|^PUT \/u\/:code\/images\/:key$|^GET \/\*$/

/** Every route of the box, as it is registered. */
async function openRoutes() {
  const store = await openTestStore()
  const { app } = buildTestApp(store)
  const routes: { name: string; isOpen: boolean; roles: string[] | undefined }[] = []
  app.addHook('onRoute', ({ method, url, config }) => {
    for (const each of [method].flat()) {
      if (each === 'HEAD') continue
      routes.push({ name: `${each} ${url}`, isOpen: config?.isOpen ?? false, roles: config?.roles })
    }
  })
  await app.ready()
  return { store, app, routes: routes.filter(({ name }) => !outside.test(name)) }
}

test('every route names who may use it, is open on purpose, or is one a maintainer is there for', async () => {
  const { routes } = await openRoutes()
  expect(routes.length).toBeGreaterThan(150)
  expect(routes.filter(({ isOpen }) => isOpen).map(({ name }) => name)).toEqual(open)
  const unnamed = routes.filter(({ isOpen, roles }) => !isOpen && !roles).map(({ name }) => name)
  expect(unnamed.toSorted()).toEqual(maintainers.toSorted())
  const named = routes.flatMap(({ roles }) => roles ?? [])
  expect(named).not.toContain('maintainer')
})

test('a maintainer is refused whatever a patient is in, and still sees how the box does', async () => {
  const { store, app, routes } = await openRoutes()
  takeBytes(store, { name: 'MIHON.txt', bytes: Buffer.from('見本') })
  const cookie = await signIn(app, 'hoshu')
  const ask = async (name: string) => {
    const [method = '', url = ''] = name.split(' ')
    const path = url.replace(':seq', '1').replaceAll(/:\w+/g, '019d50da-a680-7000-8000-2f885d572ee3')
    return app.inject({ method: method as 'GET', url: path, headers: { cookie } })
  }
  for (const { name } of routes.filter(({ roles }) => roles)) {
    const answer = await ask(name)
    expect(`${name} ${String(answer.statusCode)}`).toBe(`${name} 403`)
  }
  for (const name of ['GET /api/status', 'GET /api/readers', 'GET /api/intake/rejected'])
    expect((await ask(name)).statusCode, name).toBe(200)
})
