import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TOTP } from 'otpauth'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { tempDir } from '../../test/support/temp.ts'
import { createFactors } from '../access/factors.ts'
import { createOwnHost } from '../access/own-host.ts'
import { bareApp } from '../app.ts'
import { localOnly } from '../lan/mdns.ts'
import { findFacility } from '../store/facility.ts'
import { openStore, type Store } from '../store/open.ts'
import { findSetupAnswer, finishSetup, isSetupOpen } from '../store/setup.ts'
import { findStaffByLogin } from '../store/staff.ts'
import { createAnswers } from './answers.ts'
import { makeSetupCode } from './code.ts'
import { setupRoutes } from './routes.ts'

/** The routes of the set-up on a new store, as server/setup/serve.ts puts them together. */
function newBox(now = Date.now) {
  const dataDir = tempDir()
  const opened = openStore({ file: join(dataDir, 'kusuribako.sqlite'), now })
  if (!opened.ok) throw new Error('no store')
  const { store } = opened
  onTestFinished(() => {
    store.close()
  })
  const key = randomBytes(32)
  const uiDir = join(dataDir, 'ui')
  mkdirSync(join(uiDir, 'assets'), { recursive: true })
  writeFileSync(join(uiDir, 'index.html'), '<!doctype html><title>薬箱</title>')
  const log: string[] = []
  const app = bareApp({
    uiDir,
    isOwnHost: createOwnHost(),
    logger: pino({ level: 'trace' }, { write: (line: string) => void log.push(line) }),
  })
  onTestFinished(() => app.close())
  const code = makeSetupCode(store, key)
  let ends = 0
  app.register((api, _options, done) => {
    setupRoutes(api, {
      ...{ store, key, dataDir, version: '0.0.0', trustWords: '', isSecure: false, lan: localOnly },
      answers: createAnswers(store, key, dataDir),
      factors: createFactors(store, key),
      readers: { view: () => ({ seen: [], hasPcsc: true }), stop: () => Promise.resolve() },
      onFinish: () => {
        ends++
      },
    })
    done()
  })
  let cookie = ''
  const post = async (
    path: string,
    payload?: object,
    more: Record<string, string> = {},
    remoteAddress = '127.0.0.1',
  ) => {
    const headers = { cookie, ...more }
    const answer = await app.inject({ method: 'POST', url: path, headers, remoteAddress, ...(payload && { payload }) })
    const body = answer.body === '' ? {} : answer.json<Record<string, unknown>>()
    return { status: answer.statusCode, body, code: body['code'], cookies: answer.cookies }
  }
  const enter = async (typed = code, address = '127.0.0.1') => {
    const answer = await post('/api/setup/session', { code: typed }, {}, address)
    const [given] = answer.cookies
    if (given) cookie = `${given.name}=${given.value}`
    return answer
  }
  const get = async (url: string) => {
    const answer = await app.inject({ url, headers: { cookie } })
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() }
  }
  return { app, store, key, code, post, get, enter, log, ends: () => ends, dataDir }
}

const wrongFor = (code: string): string => String((Number(code.replace('-', '')) + 1) % 1e8).padStart(8, '0')
const facility = { name: '見本薬局', code: '1234567', shortId: 'mihon' }
const admin = { login: 'kanri', name: '見本 管理', password: 'correct horse battery' }

test('without the code nothing of the set-up answers, and every page learns what kind of box this is', async () => {
  const { app, post, get } = newBox()
  expect((await get('/api/session')).body['code']).toBe('setup-open')
  expect((await get('/health')).body).toEqual({ status: 'degraded' })
  const routes = [
    ...['facility', 'admin', 'network', 'nsips', 'readers', 'backup', 'hub', 'later', 'totp', 'finish'],
    ...['totp/confirmation', 'passkey', 'passkey/challenge', 'recovery-codes', 'nsips/test'],
  ]
  for (const route of routes) expect((await post(`/api/setup/${route}`, {})).code).toBe('not-signed-in')
  for (const route of ['/api/setup', '/api/setup/folders']) expect((await get(route)).status).toBe(401)
  // Nothing of the later box is here.
  for (const path of ['/api/status', '/api/visits', '/api/staff', '/api/openapi.json'])
    expect((await get(path)).status).toBe(404)
  expect((await app.inject({ url: '/' })).body).toContain('薬箱')
})

test('five wrong codes, from wherever they come, make the code useless; a new one from the console opens again', async () => {
  const { store, key, code, enter } = newBox()
  for (let attempt = 0; attempt < 5; attempt++)
    expect((await enter(wrongFor(code), `192.0.2.${String(attempt)}`)).code).toBe('setup-code-wrong')
  expect(await enter(code, '192.0.2.99')).toMatchObject({ status: 410, code: 'setup-code-void' })
  const next = makeSetupCode(store, key)
  expect((await enter(code)).code).toBe('setup-code-wrong')
  expect((await enter(next.replace('-', '').replaceAll('1', '１'))).status).toBe(204)
})

test('one address takes two of the tries and no more: the code stays of use to everybody else', async () => {
  let now = Date.UTC(2026, 3, 3)
  const { code, enter } = newBox(() => now)
  const stranger = '192.0.2.66'
  for (let attempt = 0; attempt < 2; attempt++)
    expect((await enter(wrongFor(code), stranger)).code).toBe('setup-code-wrong')
  for (let attempt = 0; attempt < 20; attempt++)
    expect(await enter(code, stranger)).toMatchObject({ status: 429, code: 'too-many-attempts' })
  expect((await enter(code)).status).toBe(204)
  now += 5 * 60 * 1000
  expect((await enter(code, stranger)).status).toBe(204)
})

test('what is answered after the set-up is over changes nothing, and says so', async () => {
  const { store, key, dataDir, post, enter } = newBox()
  await enter()
  const answers = createAnswers(store, key, dataDir)
  expect(answers.facility(facility)).toEqual({ ok: true })
  finishSetup(store)
  const over = { ok: false, code: 'setup-over' }
  expect(answers.facility({ ...facility, name: 'ほかの薬局' })).toEqual(over)
  expect(await answers.admin(admin)).toEqual(over)
  expect(answers.network({ label: 'kusuribako' })).toEqual(over)
  expect(answers.nsips({ folders: [] })).toEqual(over)
  expect(answers.readers()).toEqual(over)
  expect(await answers.backup({ path: tempDir() })).toEqual(over)
  expect(answers.hub({ address: '', proxy: null })).toEqual(over)
  expect(answers.later('hub')).toEqual(over)
  expect(answers.noteFactor()).toEqual(over)
  expect(await post('/api/setup/totp')).toMatchObject({ status: 409, code: 'setup-over' })
  expect(findFacility(store)?.name).toBe(facility.name)
  expect(findStaffByLogin(store, admin.login)).toBeUndefined()
})

test('a right code gives all its tries back, and opens the set-up in several browsers', async () => {
  const { code, enter, get } = newBox()
  for (let round = 0; round < 3; round++) {
    for (let attempt = 0; attempt < 4; attempt++) await enter(wrongFor(code), `192.0.2.${String(round * 4 + attempt)}`)
    expect((await enter(code)).status).toBe(204)
  }
  expect((await get('/api/setup')).status).toBe(200)
})

test('a browser that was left alone for an hour types the code again', async () => {
  let now = Date.UTC(2026, 3, 3)
  const { enter, get } = newBox(() => now)
  await enter()
  now += 59 * 60 * 1000
  expect((await get('/api/setup')).status).toBe(200)
  now += 61 * 60 * 1000
  expect((await get('/api/setup')).status).toBe(401)
})

test('a page of another origin changes nothing, even with the cookie', async () => {
  const { enter, post, store } = newBox()
  await enter()
  const foreign = await post('/api/setup/facility', facility, { origin: 'https://attacker.example' })
  expect(foreign.code).toBe('foreign-origin')
  expect(findFacility(store)).toBeUndefined()
})

test('each step is kept when it is done, may be done again, and one that stands on another waits for it', async () => {
  const { enter, post, get, store, key } = newBox()
  await enter()
  expect((await post('/api/setup/admin', admin)).code).toBe('setup-step-first')
  expect((await post('/api/setup/totp')).code).toBe('setup-step-first')
  expect((await post('/api/setup/finish')).code).toBe('setup-step-first')
  expect((await post('/api/setup/later', { step: 'admin' })).code).toBe('setup-step-first')
  await post('/api/setup/facility', { ...facility, name: '別の薬局' })
  expect((await post('/api/setup/facility', facility)).status).toBe(200)
  expect(findFacility(store)).toMatchObject({ name: '見本薬局', hasSecondFactor: true, isDemo: false })
  for (const [password, code] of [
    ['short', 'password-too-short'],
    ['kanri-kanri-9', 'password-too-easy'],
    ['password', 'password-common'],
  ])
    expect((await post('/api/setup/admin', { ...admin, password })).code).toBe(code)
  await post('/api/setup/admin', { ...admin, login: 'first' })
  await post('/api/setup/admin', { ...admin, password: '' })
  expect(findStaffByLogin(store, 'first')).toBeUndefined()
  expect(findStaffByLogin(store, 'kanri')?.passwordHash).toMatch(/argon2id/)
  const { body: totp } = await post('/api/setup/totp')
  const code = new TOTP({ secret: String(totp['secret']) }).generate()
  expect(
    (await post('/api/setup/totp/confirmation', { code: String(1e6 - 1 - Number(code)).padStart(6, '0') })).code,
  ).toBe('second-factor-wrong')
  expect((await post('/api/setup/totp/confirmation', { code })).body['codes']).toHaveLength(10)
  await post('/api/setup/hub', {
    address: 'https://hub.example.jp',
    proxy: { protocol: 'http', address: 'proxy.abc.net', port: 8080, user: 'u', password: 'proxy-secret-7' },
  })
  // あとで on a step that is done leaves it as it is.
  expect((await post('/api/setup/later', { step: 'hub' })).body['hub']).toMatchObject({ proxy: { user: 'u' } })
  expect(JSON.stringify(findSetupAnswer(store, 'hub'))).not.toContain('proxy-secret-7')
  const { body } = await get('/api/setup')
  expect(body).toMatchObject({
    facility,
    admin: { login: 'kanri', name: '見本 管理' },
    factor: { hasTotp: true, recoveryCodesLeft: 10 },
    hub: { address: 'https://hub.example.jp', proxy: { user: 'u', hasPassword: true } },
  })
  expect(JSON.stringify(body)).not.toMatch(/proxy-secret-7|argon2|correct horse/)
  // Another process, another moment: all of it is still there.
  const again = await createAnswers(store, key, tempDir()).view()
  expect(again.steps.filter(({ state }) => state === 'done').map(({ step }) => step)).toEqual([
    'facility',
    'admin',
    'factor',
    'hub',
  ])
})

test('a place for copies must be a folder outside the data that can be written to', async () => {
  const { enter, post, dataDir } = newBox()
  await enter()
  const answer = async (path: string) => post('/api/setup/backup', { path })
  expect((await answer(join(tempDir(), 'gone'))).code).toBe('backup-place-missing')
  expect((await answer(join(dataDir, 'backup'))).code).toBe('backup-place-inside')
  expect((await answer(dataDir)).code).toBe('backup-place-inside')
  // Where not even root may write.
  expect((await answer('/proc')).code).toBe('backup-place-denied')
  expect((await answer(tempDir())).body['backup']).toMatchObject({ isSameDisk: true })
})

test('when it is finished the code is dead, nobody can begin again, and the box is told once', async () => {
  const { enter, post, store, key, code, ends, log } = newBox()
  await enter()
  await post('/api/setup/facility', facility)
  await post('/api/setup/admin', admin)
  for (const step of ['factor', 'network', 'nsips', 'readers', 'backup', 'hub'])
    expect((await post('/api/setup/later', { step })).status).toBe(200)
  expect(isSetupOpen(store)).toBe(true)
  expect((await post('/api/setup/finish')).status).toBe(204)
  expect(isSetupOpen(store)).toBe(false)
  expect(ends()).toBe(1)
  expect((await enter(code)).code).toBe('setup-code-void')
  const late = makeSetupCode(store, key)
  expect((await enter(late)).code).toBe('setup-code-void')
  expect(isSetupOpen(store)).toBe(false)
  expect(log.join('\n')).not.toMatch(/見本|correct horse/)
})

test('the folders of the box are offered, and no file of them', async () => {
  const { enter, get } = newBox()
  await enter()
  const place = tempDir()
  mkdirSync(join(place, 'SIPS3'))
  mkdirSync(join(place, '.hidden'))
  writeFileSync(join(place, 'file.txt'), '')
  const { body } = await get(`/api/setup/folders?path=${encodeURIComponent(place)}`)
  expect(body).toMatchObject({ path: place, folders: [join(place, 'SIPS3')] })
  expect((await get('/api/setup/folders?path=/nowhere')).body).toMatchObject({ folders: [] })
})

const saved = (store: Store, step: 'network') => findSetupAnswer(store, step)

test('nobody is left with a passkey of a name that the box will no longer have', async () => {
  const { enter, post, store } = newBox()
  await enter()
  await post('/api/setup/facility', facility)
  await post('/api/setup/admin', admin)
  const id = findStaffByLogin(store, 'kanri')?.id
  store.write(() => {
    store.queries.insertPasskey.run({
      ...{ id: 'a', staffId: id, host: 'kusuribako.local', label: '受付', publicKey: Buffer.alloc(1) },
      ...{ signCount: 0, transports: '[]', at: store.now() },
    })
  })
  expect((await post('/api/setup/network', { label: 'mihon' })).code).toBe('setup-passkey-name')
  expect((await post('/api/setup/network', { label: 'kusuribako' })).status).toBe(200)
  expect(saved(store, 'network')).toEqual({ label: 'kusuribako' })
  expect((await post('/api/setup/network', { label: 'Not a name.' })).code).toBe('invalid-request')
})
