import { describe, expect, test } from 'vitest'
import { buildTestApp, signIn } from '../../test/support/box.ts'
import { scannerInfo } from '../../test/support/readers.ts'
import { openTestStore } from '../../test/support/store.ts'
import { createVirtualDriver } from '../../drivers/virtual/virtual-driver.ts'

type Body = Record<string, unknown>

/** @param login whoever asks, as long as `as` names nobody else */
async function openApp(login = 'yaku') {
  const store = await openTestStore()
  const virtual = createVirtualDriver({ now: store.now, names: ['左', '右'] })
  const { app, readers, log } = buildTestApp(store, { drivers: [virtual] })
  readers.start()
  const askAs =
    (cookie: string) => async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: Body) => {
      const response = await app.inject({ method, url, headers: { cookie }, ...(payload && { payload }) })
      return { status: response.statusCode, body: response.body === '' ? undefined : response.json() }
    }
  const ask = askAs(await signIn(app, login))
  const as = async (other: string) => askAs(await signIn(app, other))
  const addCounter = async (name: string): Promise<string> =>
    (await ask('POST', '/api/counters', { name })).body.id as string
  const list = async (path: string) => (await ask('GET', path)).body.items
  return { store, app, virtual, log, ask, as, addCounter, list, take: readers.take }
}

const nobody = '019d50da-a680-7000-8000-2f885d572ee3'

describe('counters', () => {
  test('are made, named anew, removed, and given back', async () => {
    const { ask, list } = await openApp()
    const made = await ask('POST', '/api/counters', { name: ' 1番窓口 ' })
    expect(made).toMatchObject({ status: 201, body: { name: '1番窓口', version: 1 } })
    const { id } = made.body
    const renamed = await ask('PATCH', `/api/counters/${id}`, { name: '投薬台', version: 1 })
    expect(renamed).toEqual({ status: 200, body: { id, name: '投薬台', version: 2 } })
    expect(await list('/api/counters')).toEqual([renamed.body])
    expect(await ask('DELETE', `/api/counters/${id}?version=2`)).toEqual({ status: 204, body: undefined })
    expect(await list('/api/counters')).toEqual([])
    expect(await ask('POST', `/api/counters/${id}/restore`)).toMatchObject({ status: 200, body: { version: 4 } })
    expect(await ask('POST', `/api/counters/${id}/restore`)).toMatchObject({ status: 200, body: { version: 4 } })
  })

  test('that two pages change at once: the second is told, with the record as it is now', async () => {
    const { ask, addCounter } = await openApp()
    const id = await addCounter('1番')
    const first = await ask('PATCH', `/api/counters/${id}`, { name: 'A', version: 1 })
    const second = await ask('PATCH', `/api/counters/${id}`, { name: 'B', version: 1 })
    expect(second).toMatchObject({ status: 409, body: { code: 'stale-version', current: first.body } })
    expect(await ask('DELETE', `/api/counters/${id}?version=1`)).toMatchObject({ status: 409 })
  })

  test('have names of their own; a removed one leaves its name to others', async () => {
    const { ask, addCounter } = await openApp()
    const [first, second] = [await addCounter('1番'), await addCounter('2番')]
    expect(await ask('POST', '/api/counters', { name: '1番' })).toMatchObject({
      status: 409,
      body: { code: 'name-taken' },
    })
    expect(await ask('PATCH', `/api/counters/${second}`, { name: '1番', version: 1 })).toMatchObject({
      body: { code: 'name-taken' },
    })
    expect(await ask('PATCH', `/api/counters/${second}`, { name: '2番', version: 1 })).toMatchObject({ status: 200 })
    await ask('DELETE', `/api/counters/${first}?version=1`)
    await addCounter('1番')
    expect(await ask('POST', `/api/counters/${first}/restore`)).toMatchObject({ body: { code: 'name-taken' } })
  })

  test('without a name, with a long one or unknown are refused', async () => {
    const { ask } = await openApp()
    for (const name of ['', '  ', 'あ'.repeat(21)])
      expect(await ask('POST', '/api/counters', { name })).toMatchObject({ status: 400 })
    for (const [method, path] of [
      ['PATCH', ''],
      ['DELETE', '?version=1'],
      ['POST', '/restore'],
    ] as const) {
      const payload = method === 'PATCH' ? { name: 'A', version: 1 } : undefined
      expect(await ask(method, `/api/counters/${nobody}${path}`, payload)).toMatchObject({ status: 404 })
    }
  })
})

describe('readers', () => {
  test('are moved to a counter and switched OFF and ON; the answer is the reader as it is then', async () => {
    const { ask, addCounter, list } = await openApp()
    const counterId = await addCounter('1番')
    await addCounter('2番')
    const [left] = await list('/api/readers')
    expect(left).toMatchObject({ label: '左', kind: 'virtual', counterId, isOn: true, lastUsedAt: null })
    const url = `/api/readers/${left.id as string}`
    const moved = await ask('PATCH', url, { counterId: null, version: left.version })
    expect(moved).toMatchObject({ status: 200, body: { counterId: null, isOn: true } })
    const off = await ask('PATCH', url, { isWanted: false, version: moved.body.version })
    expect(off.body).toMatchObject({ counterId: null, isConnected: true, isWanted: false, isOn: false })
    expect((await list('/api/readers'))[0]).toEqual(off.body)
    expect((await ask('GET', '/api/status')).body.readers[0]).toEqual(off.body)
  })

  test('have in the status the name they have always had there', async () => {
    const { ask } = await openApp()
    const { readers } = (await ask('GET', '/api/status')).body as { readers: Body[] }
    expect(readers.map(({ name, kind, isConnected }) => [name, kind, isConnected])).toEqual([
      ['左', 'virtual', true],
      ['右', 'virtual', true],
    ])
    expect(readers.every(({ name, label }) => name === label)).toBe(true)
  })

  test('that two pages change at once: the second is told, and nothing of it is done', async () => {
    const { ask, list } = await openApp()
    const [left] = await list('/api/readers')
    const url = `/api/readers/${left.id as string}`
    const first = await ask('PATCH', url, { isWanted: false, version: left.version })
    const second = await ask('PATCH', url, { isWanted: true, version: left.version })
    expect(second).toMatchObject({ status: 409, body: { code: 'stale-version', current: first.body } })
  })

  test('that are scanners are set up as the scanner itself was; card readers have nothing of the kind', async () => {
    const { ask, list, take } = await openApp()
    take({ type: 'device-ready', at: 0, info: scannerInfo })
    const [left, , scanner] = await list('/api/readers')
    expect(left.scanner).toBeUndefined()
    expect(scanner.scanner).toEqual({ framing: 'idle', appendHeader: 'none' })
    const url = `/api/readers/${scanner.id as string}`
    const setup = { framing: 'stx-etx', appendHeader: 'digits-from-1' }
    const changed = await ask('PATCH', url, { scanner: setup, version: scanner.version })
    expect(changed.body).toEqual({ ...scanner, scanner: setup, version: Number(scanner.version) + 1 })
    const off = await ask('PATCH', url, { isWanted: false, version: changed.body.version })
    expect(off.body.scanner).toEqual(setup)
    const nonsense = { scanner: { framing: 'cr', appendHeader: 'none' }, version: off.body.version }
    expect(await ask('PATCH', url, nonsense)).toMatchObject({ status: 400 })
  })

  test('unknown, or moved to a counter that is not there, are not found', async () => {
    const { ask, list } = await openApp()
    const [left] = await list('/api/readers')
    const { version } = left
    expect(await ask('PATCH', `/api/readers/${nobody}`, { version })).toMatchObject({ status: 404 })
    expect(await ask('PATCH', `/api/readers/${left.id as string}`, { counterId: nobody, version })).toMatchObject({
      status: 404,
    })
    expect((await list('/api/readers'))[0]).toEqual(left)
  })
})

describe('who may do what', () => {
  const denied = { status: 403, body: { code: 'not-allowed' } }

  test('a clerk makes and names counters and sets up readers, and removes no counter', async () => {
    const { ask, as, addCounter, list } = await openApp('jimu')
    const id = await addCounter('1番')
    expect(await ask('PATCH', `/api/counters/${id}`, { name: 'A', version: 1 })).toMatchObject({ status: 200 })
    const [left] = await list('/api/readers')
    const edit = { isWanted: false, version: left.version }
    expect(await ask('PATCH', `/api/readers/${left.id as string}`, edit)).toMatchObject({ status: 200 })
    expect(await ask('DELETE', `/api/counters/${id}?version=2`)).toMatchObject(denied)
    for (const login of ['yaku', 'kanri']) {
      const asOther = await as(login)
      const [{ version }] = await list('/api/counters')
      expect(await asOther('DELETE', `/api/counters/${id}?version=${String(version)}`)).toMatchObject({ status: 204 })
      expect(await ask('POST', `/api/counters/${id}/restore`)).toMatchObject(denied)
      expect(await asOther('POST', `/api/counters/${id}/restore`)).toMatchObject({ status: 200 })
    }
  })

  test('a maintainer sees how readers do and tests them, and sets up nothing', async () => {
    const { ask, list } = await openApp('hoshu')
    const [left] = await list('/api/readers')
    const id = left.id as string
    expect(await ask('GET', `/api/readers/${id}/health`)).toMatchObject({ status: 200 })
    expect(await ask('POST', `/api/readers/${id}/swap-test`, { step: 'as-is' })).toMatchObject({ status: 200 })
    for (const [method, path, body] of [
      ['PATCH', `/api/readers/${id}`, { isWanted: false, version: left.version }],
      ['POST', '/api/counters', { name: '1番' }],
      ['PATCH', `/api/counters/${nobody}`, { name: '1番', version: 1 }],
      ['DELETE', `/api/counters/${nobody}?version=1`],
      ['POST', `/api/counters/${nobody}/restore`],
    ] as const) {
      expect(await ask(method, path, body), path).toMatchObject(denied)
    }
    const { isWanted, counterId, version } = left
    expect((await list('/api/readers'))[0]).toMatchObject({ isWanted, counterId, version })
  })
})

test('nothing about counters and readers is open to somebody not signed in', async () => {
  const { app } = await openApp()
  for (const [method, url] of [
    ['GET', '/api/counters'],
    ['POST', '/api/counters'],
    ['GET', '/api/readers'],
    ['PATCH', `/api/readers/${nobody}`],
    ['DELETE', `/api/counters/${nobody}?version=1`],
    ['GET', '/api/scans'],
    ['POST', '/api/scans'],
  ] as const) {
    expect((await app.inject({ method, url })).statusCode, url).toBe(401)
  }
})
