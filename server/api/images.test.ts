import { readdirSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { mostImageBytes } from '../../contract/image.ts'
import { buildTestApp, getJson, signIn } from '../../test/support/box.ts'
import { bomb, heicPhotograph, photograph, size } from '../../test/support/images.ts'
import { createClock, openTestStore, readRows, takeIn, testFile, testPerson } from '../../test/support/store.ts'
import { deleteExpiredImages } from '../store/images.ts'
import { linkPatient, saveMember } from '../store/members.ts'
import { findPatientByCode } from '../store/patients.ts'

// Each image starts a process of its own: slow on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const dayMs = 24 * 60 * 60 * 1000

async function openDesk(login = 'jimu') {
  const clock = createClock()
  const store = await openTestStore(clock.now)
  takeIn(store, testFile())
  const { app, log, images } = buildTestApp(store)
  const pharmacy = readRows(store, 'SELECT pharmacy_code AS code FROM patient')[0]!['code'] as string
  const patient = findPatientByCode(store, pharmacy, testPerson.code)!
  const memberId = store.write(() => {
    const id = saveMember(store, patient)
    linkPatient(store, id, patient.id)
    return id
  })
  const cookie = await signIn(app, login)
  const request = async (
    method: 'PUT' | 'PATCH' | 'DELETE' | 'POST',
    url: string,
    payload?: object | Buffer,
    type = 'image/jpeg',
  ) => {
    const headers = payload instanceof Buffer ? { cookie, 'content-type': type } : { cookie }
    const response = await app.inject({ method, url, headers, ...(payload && { payload }) })
    return { status: response.statusCode, body: response.body === '' ? null : response.json() }
  }
  const upload = (bytes: Buffer, key: string = randomUUID(), type?: string) =>
    request('PUT', `/api/image-uploads/${key}`, bytes, type)
  const get = (url: string) => getJson(app, cookie, url)
  const file = async (id: string, what = 'file') =>
    app.inject({ url: `/api/images/${id}/${what}`, headers: { cookie } })
  return {
    app,
    store,
    clock,
    log,
    cookie,
    memberId,
    patientId: patient.id,
    folder: images.folder,
    request,
    upload,
    get,
    file,
  }
}

describe('an image from this PC', () => {
  test('is made anew, waits in the inbox, and leaves nothing in the folder', async () => {
    const { upload, get, file, folder, log } = await openDesk()
    const { status, body } = await upload(await photograph())
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { receivedOn: '2026-04-03', source: 'file', memberId: null, name: null, width: 600, height: 400, turns: 0 },
    })
    expect((await get('/api/images')).body.items).toEqual([body])
    expect((await get('/api/images/open-count')).body).toEqual({ images: 1 })
    const whole = await file(body.id)
    expect(whole.headers).toMatchObject({ 'content-type': 'image/jpeg', 'cache-control': 'no-store' })
    expect(await size(whole.rawPayload)).toEqual({ width: 600, height: 400, format: 'jpeg' })
    expect((await size((await file(body.id, 'thumbnail')).rawPayload)).width).toBe(320)
    expect(readdirSync(folder)).toEqual([])
    expect(log.join('')).not.toContain('試験')
  })

  test('that is sent twice because the answer was lost is one image', async () => {
    const { upload, get } = await openDesk()
    const [bytes, key] = [await photograph(), randomUUID()]
    const [first, second] = [await upload(bytes, key), await upload(bytes, key)]
    expect(second).toEqual(first)
    expect((await get('/api/images')).body.items).toHaveLength(1)
  })

  test('that is no photograph, whatever it calls itself, is refused with its reason, and nothing is kept', async () => {
    const { upload, get, folder } = await openDesk()
    const whole = await photograph()
    const refused = async (bytes: Buffer, type?: string) => {
      const { status, body } = await upload(bytes, undefined, type)
      return [status, body.code]
    }
    expect(await refused(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toEqual([415, 'image-kind'])
    expect(await refused(Buffer.from('%PDF-1.7'), 'application/pdf')).toEqual([415, 'image-kind'])
    // Whatever a phone calls a photograph that it kept in its own form.
    expect(await refused(heicPhotograph, 'image/jpeg')).toEqual([415, 'image-heic'])
    expect(await refused(Buffer.from('{}'), 'application/json')).toEqual([415, 'image-kind'])
    expect(await refused(whole.subarray(0, whole.length / 2))).toEqual([422, 'image-broken'])
    expect(await refused(await bomb(), 'image/png')).toEqual([422, 'image-too-many-pixels'])
    expect(await refused(Buffer.concat([whole, Buffer.alloc(mostImageBytes)]))).toEqual([413, 'image-too-big'])
    expect((await get('/api/images')).body.items).toEqual([])
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('an image that was received', () => {
  test('is turned without loss, given to a patient, and is then the linked member’s', async () => {
    const { upload, request, get, file, memberId, patientId } = await openDesk()
    const { body: image } = await upload(await photograph())
    const url = `/api/images/${image.id}`
    const turned = await request('PATCH', url, { turns: 1, version: 1 })
    expect(turned.body).toMatchObject({ turns: 1, width: 400, height: 600, version: 2 })
    expect((await file(image.id)).rawPayload.subarray(6, 10).toString()).toBe('Exif')
    expect(await request('PATCH', url, { turns: 2, version: 1 })).toMatchObject({
      status: 409,
      body: { code: 'stale-version', current: { version: 2 } },
    })
    const given = await request('PATCH', url, { owner: { patientId }, version: 2 })
    expect(given.body).toMatchObject({ memberId, patientId, name: '試験　花子' })
    expect((await get(`/api/members/${memberId}/images`)).body.items).toEqual([given.body])
    const back = await request('PATCH', url, { owner: null, version: 3 })
    expect(back.body).toMatchObject({ memberId: null, patientId: null, name: null })
    expect((await get(`/api/members/${memberId}/images`)).body.items).toEqual([])
    expect(await request('PATCH', url, { owner: { memberId: image.id }, version: 4 })).toMatchObject({ status: 404 })
  })

  test('of a patient shows with whoever the patient is linked to now, not with who it was on that day', async () => {
    const { upload, request, get, store, memberId, patientId } = await openDesk()
    const { body: image } = await upload(await photograph())
    const url = `/api/images/${image.id}`
    await request('PATCH', url, { owner: { patientId }, version: 1 })
    const right = store.write(() => saveMember(store, { name: '架空　太郎', kana: 'カクウ タロウ', sex: 'male' }))
    const link = { patientId, version: 1, from: memberId }
    expect((await request('POST', `/api/members/${right}/links`, link)).status).toBe(200)
    const of = async (id: string) => (await get(`/api/members/${id}/images`)).body.items
    expect(await of(memberId)).toEqual([])
    expect(await of(right)).toMatchObject([{ memberId: right, patientId, name: '架空　太郎' }])
    const sides = (await get(`/api/members/${right}/merge-preview?with=${memberId}`)).body
    expect([sides.kept.images, sides.gone.images]).toEqual([1, 0])
    // Looked at and done, it is the patient's still.
    expect((await request('PATCH', url, { isDone: true, version: 2 })).body).toMatchObject({
      memberId: right,
      patientId,
    })
    const trail = readRows(store, `SELECT member_id FROM trail WHERE what = 'image-done'`)
    expect(trail).toEqual([{ member_id: right }])
  })

  test('of a member who was merged stays theirs, whatever is done to it meanwhile', async () => {
    const { upload, request, get, store, memberId } = await openDesk('yaku')
    const { body: image } = await upload(await photograph())
    const url = `/api/images/${image.id}`
    await request('PATCH', url, { owner: { memberId }, version: 1 })
    const kept = store.write(() => saveMember(store, { name: '架空　太郎', kana: 'カクウ タロウ', sex: 'male' }))
    const facts = { name: 'kept', kana: 'kept', sex: 'kept', birthOn: 'kept' }
    const sides = { keptId: kept, keptVersion: 1, goneId: memberId, goneVersion: 1 }
    const { body: merge } = await request('POST', '/api/merges', { ...sides, facts })
    expect((await request('PATCH', url, { turns: 1, version: 2 })).body).toMatchObject({ memberId: kept })
    expect((await request('PATCH', url, { isDone: true, version: 3 })).body).toMatchObject({ memberId: kept })
    expect((await request('POST', `/api/merges/${merge.id}/undo`, {})).status).toBe(200)
    expect((await get(`/api/members/${kept}/images`)).body.items).toEqual([])
    expect((await get(`/api/members/${memberId}/images`)).body.items).toMatchObject([{ id: image.id, turns: 1 }])
  })

  test('is marked as done, with who and when, and taken back', async () => {
    const { upload, request, get } = await openDesk()
    const { body: image } = await upload(await photograph())
    const done = await request('PATCH', `/api/images/${image.id}`, { isDone: true, version: 1 })
    expect(done.body).toMatchObject({ doneAt: expect.any(Number), doneBy: '事務 員' })
    expect((await get('/api/images')).body.items).toEqual([])
    expect((await get('/api/images?view=done')).body.items).toEqual([done.body])
    const back = await request('PATCH', `/api/images/${image.id}`, { isDone: false, version: 2 })
    expect(back.body).toMatchObject({ doneAt: null, doneBy: null })
    expect((await get('/api/images')).body.items).toEqual([back.body])
  })

  test('is deleted by an admin alone, for good; the trail keeps that there was one', async () => {
    const clerk = await openDesk()
    const { body: image } = await clerk.upload(await photograph())
    const url = `/api/images/${image.id}?version=1`
    expect(await clerk.request('DELETE', url)).toMatchObject({ status: 403 })
    const cookie = await signIn(clerk.app, 'kanri')
    expect((await clerk.app.inject({ method: 'DELETE', url, headers: { cookie } })).statusCode).toBe(204)
    expect(await clerk.file(image.id)).toMatchObject({ statusCode: 404 })
    expect((await clerk.get(`/api/images?ids=${image.id}`)).body.items).toEqual([])
    expect(readRows(clerk.store, 'SELECT count(*) AS n FROM image_bytes')).toEqual([{ n: 0 }])
    expect(readRows(clerk.store, 'SELECT what FROM trail')).toEqual([
      { what: 'image-received' },
      { what: 'image-deleted' },
    ])
  })

  test('is deleted by the box so many days after it was done, and never before', async () => {
    const { app, store, clock, upload, request } = await openDesk()
    expect(await request('PATCH', '/api/image-setting', { keptDays: 1, version: 1 })).toMatchObject({ status: 403 })
    const [old, open] = [(await upload(await photograph())).body, (await upload(await photograph())).body]
    await request('PATCH', `/api/images/${old.id}`, { isDone: true, version: 1 })
    clock.set(clock.now() + 90 * dayMs)
    expect(deleteExpiredImages(store, 50)).toBe(0)
    clock.set(clock.now() + 1)
    // Nobody is signed in any more after all those days.
    const cookie = await signIn(app, 'kanri')
    const keep = (keptDays: number, version: number) =>
      app.inject({ method: 'PATCH', url: '/api/image-setting', headers: { cookie }, payload: { keptDays, version } })
    expect((await keep(0, 1)).json()).toEqual({ keptDays: 0, version: 2 })
    expect(deleteExpiredImages(store, 50)).toBe(0)
    expect((await keep(90, 1)).statusCode).toBe(409)
    expect((await keep(90, 2)).statusCode).toBe(200)
    expect(deleteExpiredImages(store, 50)).toBe(1)
    expect(readRows(store, 'SELECT id FROM image WHERE deleted_at IS NULL')).toEqual([{ id: open.id }])
    expect(readRows(store, `SELECT staff_id, row_id FROM trail WHERE what = 'image-expired'`)).toEqual([
      { staff_id: null, row_id: old.id },
    ])
  })

  test('is no business of the maintainer', async () => {
    const { get, upload } = await openDesk('hoshu')
    expect((await get('/api/images')).status).toBe(403)
    expect((await upload(await photograph())).status).toBe(403)
  })
})

describe('a phone with the one-time code', () => {
  async function openPhone() {
    const desk = await openDesk()
    const { body } = await desk.request('POST', '/api/upload-tickets', { memberId: desk.memberId })
    const { pathname } = new URL(body.link.url)
    const put = async (bytes: Buffer, jar: string, key: string = randomUUID()) => {
      const headers = { cookie: jar, 'content-type': 'image/jpeg' }
      const url = `${pathname}/images/${key}`
      const response = await desk.app.inject({ method: 'PUT', url, headers, payload: bytes })
      return [response.statusCode, response.body === '' ? '' : response.json().code]
    }
    const open = async (method: 'GET' | 'POST' = 'GET', jar = '') => {
      const response = await desk.app.inject({ method, url: pathname, headers: { cookie: jar } })
      const [set] = response.cookies
      return { status: response.statusCode, text: response.body, jar: `${set!.name}=${set!.value}` }
    }
    const ticket = async () => (await desk.get(`/api/upload-tickets/${body.ticket.id}`)).body
    return { ...desk, put, open, ticket }
  }

  test('sends several images without sign-in; they are the member’s, and the desk sees how many came', async () => {
    const { put, open, ticket, get, memberId, log } = await openPhone()
    const { text, jar } = await open()
    expect(text).toContain('処方箋の画像を送る')
    expect(text).not.toContain('試験')
    const [bytes, key] = [await photograph(), randomUUID()]
    expect(await put(bytes, jar, key)).toEqual([204, ''])
    expect(await put(bytes, jar, key)).toEqual([204, ''])
    expect(await put(bytes, jar)).toEqual([204, ''])
    expect(await ticket()).toMatchObject({ state: 'open', images: 2 })
    expect((await get(`/api/members/${memberId}/images`)).body.items).toMatchObject([
      { source: 'phone' },
      { source: 'phone' },
    ])
    expect((await open('POST', jar)).text).toContain('送信を終わりました')
    expect(await ticket()).toMatchObject({ state: 'done', images: 2 })
    expect(await put(bytes, jar)).toEqual([410, 'code-used'])
    expect((await open('GET', jar)).text).toContain('使用済み')
    expect(log.join('')).not.toContain('/u/')
  })

  test('is the only one that may use it, until the code runs out', async () => {
    const { clock, put, open } = await openPhone()
    const [mine, theirs] = [await open(), await open()]
    const bytes = await photograph()
    expect(await put(bytes, mine.jar)).toEqual([204, ''])
    expect(await put(bytes, theirs.jar)).toEqual([410, 'code-used'])
    clock.set(clock.now() + 15 * 60_000)
    expect(await put(bytes, mine.jar)).toEqual([410, 'code-expired'])
    expect((await open('GET', mine.jar)).text).toContain('有効期限')
  })

  test('sends ten images and no more', async () => {
    const { put, open, store } = await openPhone()
    const { jar } = await open()
    const bytes = await photograph(20, 20)
    expect(await put(bytes, jar)).toEqual([204, ''])
    const [row] = readRows(store, 'SELECT ticket_id AS id FROM image')
    store.write(() => {
      for (let time = 0; time < 9; time++)
        store.queries.insertImage.run({
          id: randomUUID(),
          at: store.now(),
          on: '2026-04-03',
          source: 'phone',
          uploadKey: String(time),
          ticketId: row!['id'],
          staffId: null,
          memberId: null,
          patientId: null,
          width: 1,
          height: 1,
        })
    })
    expect(await put(bytes, jar)).toEqual([409, 'code-full'])
    expect((await open('GET', jar)).text).toContain('10枚を受け取りました')
  })

  test('sends ten images and no more, also all at once', async () => {
    const { put, open, ticket } = await openPhone()
    const { jar } = await open()
    const bytes = await photograph(20, 20)
    const answers = await Promise.all(Array.from({ length: 12 }, () => put(bytes, jar)))
    expect(answers.filter(([status]) => status === 204)).toHaveLength(10)
    expect(answers.filter(([, code]) => code === 'code-full')).toHaveLength(2)
    expect(await ticket()).toMatchObject({ images: 10 })
  })
})
