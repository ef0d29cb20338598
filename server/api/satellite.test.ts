import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { SatelliteAnswer } from '../../contract/satellite.ts'
import { buildTestApp, signIn } from '../../test/support/box.ts'
import { createClock, openTestStore } from '../../test/support/store.ts'
import { issueSatelliteKey } from '../access/satellites.ts'
import { revokeSatellite } from '../store/satellites.ts'

const url = '/api/satellite/events'
const body = (changes: object = {}) => ({
  run: randomUUID(),
  request: 1,
  heard: null,
  devices: [],
  services: [],
  events: [],
  ...changes,
})

async function build() {
  const clock = createClock()
  const store = await openTestStore(clock.now)
  const key = issueSatelliteKey(store, '調剤室')!
  const test = buildTestApp(store)
  const send = (authorization: string, payload: object = body(), remoteAddress = '192.0.2.1') =>
    test.app.inject({ method: 'POST', url, headers: { authorization }, payload, remoteAddress })
  return { ...test, clock, store, key, send }
}

test('the key of a satellite opens its route and no other; a page that is signed in has no business there', async () => {
  const { app, key, send } = await build()
  expect((await send(`Bearer ${key}`)).json<SatelliteAnswer>()).toMatchObject({ name: '調剤室', isInTime: false })
  const elsewhere = await app.inject({ url: '/api/visits', headers: { authorization: `Bearer ${key}` } })
  expect(elsewhere.statusCode).toBe(401)
  const cookie = await signIn(app)
  const page = await app.inject({ method: 'POST', url, headers: { cookie }, payload: body() })
  expect([page.statusCode, page.json()]).toEqual([401, expect.objectContaining({ code: 'unknown-satellite' })])
})

test('a wrong key, no key and a revoked key are one answer, given before the request is read', async () => {
  const { store, key, send } = await build()
  expect((await send(`Bearer ${key}`)).statusCode).toBe(200)
  revokeSatellite(store, '調剤室')
  const answers = [
    await send('Bearer kbs-wrong', { any: 'thing' }),
    await send(`Bearer ${key}`),
    await send('Basic eDp5'),
  ]
  expect(answers.map((answer) => [answer.statusCode, answer.json<{ code: string }>().code])).toEqual(
    Array(3).fill([401, 'unknown-satellite']),
  )
})

test('guessing is slowed down for the address it comes from, and a satellite at the same address is not shut out', async () => {
  const { clock, key, send } = await build()
  await send(`Bearer ${key}`)
  for (let time = 0; time < 5; time++) expect((await send('Bearer guess')).statusCode).toBe(401)
  const sixth = await send('Bearer guess')
  expect([sixth.statusCode, Number(sixth.headers['retry-after'])]).toEqual([429, 1])
  expect((await send(`Bearer ${key}`)).statusCode).toBe(200)
  expect((await send('Bearer guess', body(), '192.0.2.2')).statusCode).toBe(401)
  clock.set(clock.now() + 1000)
  expect((await send('Bearer guess')).statusCode).toBe(401)
})

test('what is no event of a reader is refused as a whole', async () => {
  const { key, send, desk, log } = await build()
  const event = { type: 'card-presented', device: 'virtual:a', latencyMs: 1 }
  for (const wrong of [
    body({ more: 1 }),
    body({ run: 'x' }),
    body({ events: [{ seq: 1, ageMs: 0, event: { ...event, card: { kind: 'felica', idm: '0123456789ABCDEF' } } }] }),
    body({ events: [{ seq: 1, ageMs: 0, event: { ...event, card: { kind: 'mynumber', idm: '0123456789ABCDEF' } } }] }),
    body({ events: [{ seq: 1, ageMs: -1, event: { type: 'card-removed', device: 'virtual:a' } }] }),
    body({ events: Array(65).fill({ seq: 1, ageMs: 0, event: { type: 'card-removed', device: 'virtual:a' } }) }),
  ]) {
    const answer = await send(`Bearer ${key}`, wrong)
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, 'invalid-request'])
    expect(answer.body).not.toMatch('0123456789ABCDEF')
  }
  expect([desk, log.join('')]).toEqual([[], expect.not.stringMatching('0123456789ABCDEF')])
})

test('only one key at a time has a name, and its digest is all that is stored', async () => {
  const { store, key } = await build()
  expect(issueSatelliteKey(store, '調剤室')).toBeUndefined()
  revokeSatellite(store, '調剤室')
  expect(revokeSatellite(store, '調剤室')).toBe(false)
  const next = issueSatelliteKey(store, '調剤室')
  expect(next).toMatch(/^kbs-[A-Za-z0-9_-]{43}$/)
  expect(next).not.toBe(key)
  expect(JSON.stringify(store.queries.listSatellites.all())).not.toMatch(key)
})
