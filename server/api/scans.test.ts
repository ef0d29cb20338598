import { describe, expect, test } from 'vitest'
import { buildTestApp, getJson, signIn } from '../../test/support/box.ts'
import { jahisBytes, providerSample } from '../../test/support/jahis-sample.ts'
import { scannerInfo } from '../../test/support/readers.ts'
import { createClock, openTestStore, readRows } from '../../test/support/store.ts'
import type { ReaderHealth } from '../../contract/reader.ts'
import { saveCounter } from '../store/counters.ts'

async function openApp(at?: number) {
  const clock = createClock(at)
  const store = await openTestStore(clock.now)
  const { app, readers, desk, log } = buildTestApp(store)
  const made = saveCounter(store, '1番')
  const counterId = made.ok ? made.counter.id : ''
  readers.take({ type: 'device-ready', at: clock.now(), info: scannerInfo })
  const readerId = readers.list()[0]!.id
  const cookie = await signIn(app, 'jimu')
  const type = async (payload: object) => {
    const response = await app.inject({ method: 'POST', url: '/api/scans', headers: { cookie }, payload })
    return { status: response.statusCode, body: response.json() }
  }
  const scan = (code: string | Buffer) =>
    readers.take({ type: 'scanned', at: clock.now(), device: scannerInfo.device, bytes: Buffer.from(code) })
  return {
    app,
    store,
    clock,
    desk,
    log,
    counterId,
    readerId,
    type,
    scan,
    get: (url: string) => getJson(app, cookie, url),
  }
}

const nobody = '019d50da-a680-7000-8000-2f885d572ee3'
const notebook = 'JAHISTC08,1\r\n1,架空 太郎,1,19900101\r\n'

describe('a scan typed into a page', () => {
  test('is answered with the very words that its counter is told', async () => {
    const { type, counterId, desk } = await openApp()
    const refused = await type({ counterId, text: 'https://example.jp/' })
    const known = await type({ counterId, text: '4901234567894' })
    expect(refused).toMatchObject({ status: 200, body: { code: 'scan-refused', level: 'warning' } })
    expect(known).toMatchObject({ status: 200, body: { code: 'scan-done', level: 'done' } })
    const shown = desk.map(({ code, level, text, next }) => ({ code, level, text, next }))
    expect(shown).toEqual([refused.body, known.body])
    expect(desk).toMatchObject(Array(2).fill({ counterId, readerId: null }))
  })

  test('is printable ASCII, or it is refused: nothing else arrives whole', async () => {
    const { type, desk, log } = await openApp()
    for (const text of ['', '架空 太郎', 'a\nb', 'a\u0000', 'a'.repeat(513)])
      expect(await type({ counterId: null, text })).toMatchObject({ status: 400 })
    expect(await type({ counterId: nobody, text: 'A' })).toMatchObject({ status: 404 })
    expect(desk).toEqual([])
    expect(log.join('')).not.toMatch('架空')
  })
})

test('a maintainer types no scan: what a code says is a patient’s', async () => {
  const { app } = buildTestApp(await openTestStore())
  const headers = { cookie: await signIn(app, 'hoshu') }
  const payload = { counterId: null, text: '4901234567894' }
  const answer = await app.inject({ method: 'POST', url: '/api/scans', headers, payload })
  expect([answer.statusCode, answer.json().code]).toEqual([403, 'not-allowed'])
})

describe('the codes that are kept', () => {
  test('are listed by the day in Tokyo, newest first, without what they say', async () => {
    const { clock, scan, type, get, counterId, readerId, log } = await openApp(Date.UTC(2026, 3, 2, 14, 59, 59))
    scan(notebook)
    clock.set(Date.UTC(2026, 3, 2, 15))
    scan(notebook)
    clock.set(Date.UTC(2026, 3, 2, 15, 0, 1))
    await type({ counterId: null, text: '4901234567894' })
    const { body } = await get('/api/scans?on=2026-04-03')
    expect(body).toEqual({
      items: [
        { kind: 'jan', symbols: 1, scannedAt: clock.now(), counterId: null, readerId: null, id: expect.any(String) },
        {
          kind: 'jahis-notebook',
          symbols: 1,
          scannedAt: clock.now() - 1000,
          counterId,
          readerId,
          id: expect.any(String),
        },
      ],
      next: null,
    })
    expect((await get('/api/scans')).body).toEqual(body)
    expect((await get('/api/scans?on=2026-04-02')).body.items).toHaveLength(1)
    expect((await get('/api/scans?on=2026-04-01')).body).toEqual({ items: [], next: null })
    expect(await get('/api/scans?on=2026-4-3')).toMatchObject({ status: 400 })
    expect(JSON.stringify(body) + log.join('')).not.toMatch(/架空|JAHIS/)
  })

  test('are listed a page at a time, each once', async () => {
    const { clock, scan, get } = await openApp()
    const start = clock.now()
    for (let number = 0; number < 130; number++) {
      clock.set(start + number)
      scan(notebook)
    }
    const first = (await get('/api/scans')).body
    const second = (await get(`/api/scans?cursor=${first.next as string}`)).body
    const times = [...first.items, ...second.items].map(({ scannedAt }: { scannedAt: number }) => scannedAt - start)
    expect(times).toEqual(Array.from({ length: 130 }, (_, index) => 129 - index))
    expect(second.next).toBeNull()
  })

  test('of today are counted on the page of their scanner', async () => {
    const { clock, scan, type, get, readerId } = await openApp(Date.UTC(2026, 3, 2, 14, 59, 59))
    const kept = async () => ((await get(`/api/readers/${readerId}/health`)).body as ReaderHealth).keptToday
    scan(notebook)
    expect(await kept()).toBe(1)
    clock.set(Date.UTC(2026, 3, 2, 15))
    expect(await kept()).toBe(0)
    scan(notebook)
    scan('https://example.jp/')
    await type({ counterId: null, text: '4901234567894' })
    expect(await kept()).toBe(1)
  })
})

describe('a notebook that was scanned', () => {
  const lateEvening = Date.UTC(2026, 3, 2, 14, 59, 59)
  const scanned = async (code: string | Buffer, at?: number) => {
    const opened = await openApp(at)
    opened.scan(code)
    const [{ id }] = (await opened.get('/api/scans')).body.items
    return { ...opened, id: id as string, url: `/api/scans/${id as string}/notebook` }
  }

  test('is read for whoever serves the patient, and nothing of it is kept or logged', async () => {
    const { get, url, id, clock, log, store } = await scanned(jahisBytes(providerSample))
    const { status, body } = await get(url)
    expect([status, body.id, body.scannedAt, body.warnings]).toEqual([200, id, clock.now(), []])
    expect(body.until).toBe(Date.UTC(2026, 3, 3, 15))
    expect(body.content.patient).toEqual({
      ...{ name: '架空　花子', kana: 'カクウ ハナコ', sex: 'female', birthOn: '1968-04-07' },
    })
    expect(body.content.days[0].prescriptions[0].rps[0].drugs[0].name).toBe('見本錠２５ｍｇ')
    for (const table of ['patient', 'member', 'dispensing'])
      expect(readRows(store, `SELECT id FROM ${table}`)).toEqual([])
    expect(log.join('')).not.toMatch(/架空|見本錠/)
  })

  test('that cannot be trusted says why instead', async () => {
    const { get, url } = await scanned('JAHISTC08,1\r\n5,20260402,1\r\n')
    expect((await get(url)).body).toMatchObject({ content: null, warnings: [{ code: 'patient-missing' }] })
  })

  test('is closed as its day ends in Tokyo, and on a day before it', async () => {
    const { get, url, app, clock } = await scanned(jahisBytes(providerSample), lateEvening)
    expect((await get(url)).status).toBe(200)
    for (const at of [lateEvening + 1000, lateEvening + 24 * 3_600_000, lateEvening - 24 * 3_600_000]) {
      clock.set(at)
      const headers = { cookie: await signIn(app, 'yaku') }
      const answer = await app.inject({ url, headers })
      expect([answer.statusCode, answer.json().code]).toEqual([403, 'disclosure-closed'])
      expect(answer.body).not.toMatch(/架空|見本/)
    }
  })

  test('is not for who looks after the box, and leaves a row in the audit trail', async () => {
    const { app, get, url, id, store } = await scanned(jahisBytes(providerSample))
    const headers = { cookie: await signIn(app, 'hoshu') }
    const answer = await app.inject({ url, headers })
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'not-allowed'])
    await get(url)
    const rows = readRows(store, "SELECT row_id, result FROM audit WHERE what = 'scanned-notebook-read' ORDER BY seq")
    expect(rows).toEqual([
      { row_id: id, result: 'not-allowed' },
      { row_id: id, result: 'ok' },
    ])
  })

  test('is asked for by its own id alone: other codes and unknown ids are not found', async () => {
    const { get, url } = await scanned('4901234567894')
    expect((await get(url)).status).toBe(404)
    expect((await get(`/api/scans/${nobody}/notebook`)).status).toBe(404)
  })
})
