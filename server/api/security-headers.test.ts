import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { buildTestApp, signIn } from '../../test/support/box.ts'
import { openTestStore } from '../../test/support/store.ts'
import { createOwnHost } from '../access/own-host.ts'
import { startPush } from '../push/push.ts'
import { onlyByTls } from '../access/security-headers.ts'

const someId = '019d50da-a680-7000-8000-2f885d572ee3'

/** Of a policy, what each directive allows. */
const directives = (policy: string): Map<string, string> =>
  new Map(policy.split('; ').map((each) => [each.split(' ')[0] ?? '', each.split(' ').slice(1).join(' ')]))

function expectGuarded(name: string, headers: Record<string, unknown>): void {
  expect([name, headers]).toEqual([
    name,
    expect.objectContaining({
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': expect.stringMatching(/^(no-referrer|same-origin)$/) as string,
      'permissions-policy': expect.stringContaining('camera=()') as string,
    }),
  ])
  const policy = directives(String(headers['content-security-policy']))
  expect([name, policy.get('default-src'), policy.get('script-src')]).toEqual([name, "'none'", "'self'"])
  expect([name, policy.get('base-uri'), policy.get('frame-ancestors')]).toEqual([name, "'none'", "'none'"])
  expect([...policy.values()].join(' '), name).not.toMatch(/unsafe|https?:|\*|blob:/)
}

test(
  'every route, page and refusal carries the policy and the other headers, and what is of a person is never kept',
  { timeout: 120_000 },
  async () => {
    const { app } = buildTestApp(await openTestStore())
    const names: string[] = []
    app.addHook('onRoute', ({ method, url }) => void names.push(...[method].flat().map((each) => `${each} ${url}`)))
    await app.ready()
    const cookie = await signIn(app)
    expect(names.length).toBeGreaterThan(150)
    for (const name of names.toSorted((one, other) => Number(isSignOut(one)) - Number(isSignOut(other)))) {
      const [method = '', path = ''] = name.split(' ')
      const url = path.replace(':seq', '1').replaceAll(/:\w+/g, someId)
      for (const headers of [
        { cookie },
        {},
        { cookie, host: 'attacker.example' },
        { origin: 'https://attacker.example' },
      ]) {
        const answer = await app.inject({ method: method as 'GET', url, headers })
        expectGuarded(`${name} ${answer.statusCode}`, answer.headers)
        if (/^\/(api|r|u)\//.test(url) && answer.statusCode !== 421)
          expect([name, answer.headers['cache-control']]).toEqual([name, 'no-store'])
      }
    }
  },
)
const isSignOut = (name: string): boolean => name === 'DELETE /api/session'

test('what no route answers carries them, too', async () => {
  const { app } = buildTestApp(await openTestStore())
  const cookie = await signIn(app)
  for (const url of [
    '/',
    '/nowhere',
    '/assets/none.js',
    '/api/none',
    '/%zz',
    '/api/%zz',
    `/api/members/${'a'.repeat(500)}`,
    '/u/a/b',
  ])
    expectGuarded(url, (await app.inject({ url, headers: { cookie } })).headers)
  const headers = { cookie, 'content-type': 'application/json' }
  const post = (payload: string, type = 'application/json') =>
    app.inject({ method: 'POST', url: '/api/counters', payload, headers: { ...headers, 'content-type': type } })
  for (const answer of [
    await post('{'),
    await post('x'.repeat(70_000)),
    await post('a', 'text/csv'),
    await post('{"__proto__":1}'),
  ]) {
    expect(answer.statusCode).toBeGreaterThanOrEqual(400)
    expectGuarded(String(answer.statusCode), answer.headers)
  }
})

test('so does what never became a request, and what the socket refuses', async () => {
  const store = await openTestStore()
  const { app, sessions } = buildTestApp(store)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const push = startPush({ http: app.server, store, sessions, isSecure: false, isOwnHost: createOwnHost() })
  onTestFinished(() => push.close())
  const { port } = app.server.address() as AddressInfo
  const say = async (words: string) => {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    socket.end(words)
    const [head = ''] = (await text(socket)).split('\r\n\r\n')
    const [first = '', ...lines] = head.split('\r\n')
    const pairs = lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 2),
    ])
    return { status: first.split(' ')[1], headers: Object.fromEntries(pairs) as Record<string, string> }
  }
  for (const [words, status] of [
    ['NONSENSE\r\n\r\n', '400'],
    [`GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`, '431'],
    ['POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', '400'],
    ['GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: attacker.example\r\n\r\n', '403'],
    ['GET /socket.io/?EIO=1&transport=none HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', '400'],
    ['GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', '200'],
  ] as const) {
    const answer = await say(words)
    expect([words.slice(0, 40), answer.status]).toEqual([words.slice(0, 40), status])
    expectGuarded(words.slice(0, 40), answer.headers)
  }
})

test('that the box is for TLS alone is said on TLS, and never for localhost, which is others’ too', () => {
  expect(onlyByTls(true, 'kusuribako.local')).toEqual({ 'strict-transport-security': 'max-age=31536000' })
  expect([onlyByTls(true, 'localhost'), onlyByTls(false, 'kusuribako.local')]).toEqual([{}, {}])
})
