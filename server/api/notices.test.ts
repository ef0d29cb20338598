import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Notice } from '../../contract/notice.ts'
import { buildTestApp, signIn } from '../../test/support/box.ts'
import { createSigner, knownIssue, writeNoticeFile, type Signer } from '../../test/support/notice-file.ts'
import { createClock, morning, openTestStore, readRows } from '../../test/support/store.ts'
import { closeBoxNotice, raiseBoxNotice } from '../store/notices.ts'

async function notices() {
  const clock = createClock()
  const store = await openTestStore(clock.now)
  const { app } = buildTestApp(store)
  const cookies = new Map<string, string>()
  const ask = async (
    who: string,
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    payload?: object | Buffer,
  ) => {
    const cookie = cookies.get(who) ?? (await signIn(app, who))
    cookies.set(who, cookie)
    const type = Buffer.isBuffer(payload) ? { 'content-type': 'application/octet-stream' } : {}
    const response = await app.inject({ method, url, headers: { cookie, ...type }, ...(payload && { payload }) })
    return { status: response.statusCode, body: response.body === '' ? null : response.json() }
  }
  const list = async (who: string, query = ''): Promise<Notice[]> =>
    (await ask(who, 'GET', `/api/notices${query}`)).body.items
  const unread = async (who: string): Promise<number> =>
    (await ask(who, 'GET', '/api/notices/unread-count')).body.unread
  const write = async (words: object = {}): Promise<Notice> =>
    (
      await ask('kanri', 'POST', '/api/notices', {
        kind: 'facility',
        title: '見本のお知らせ',
        body: '',
        affects: '',
        ...words,
      })
    ).body
  return { store, clock, ask, list, unread, write }
}

test('a notice is unread for everybody but its author until each says 確認しました', async () => {
  const { ask, list, unread, write } = await notices()
  const { id, edition } = await write()
  expect([await unread('kanri'), await unread('jimu'), await unread('yaku')]).toEqual([0, 1, 1])
  const done = await ask('jimu', 'POST', `/api/notices/${id}/acknowledgement`, { edition })
  expect(done.body).toMatchObject({ isUnread: false, acknowledgedAt: morning, readers: { done: 2, of: 4 } })
  expect([await unread('jimu'), await unread('yaku')]).toEqual([0, 1])
  expect((await list('yaku'))[0]).toMatchObject({ isUnread: true, acknowledgedAt: null })
  const { body } = await ask('jimu', 'GET', `/api/notices/${id}/readers`)
  expect(body.items.map((reader: { at: number | null }) => reader.at !== null)).toEqual([true, true, false, false])
})

test('only an admin writes; a small correction asks nobody again, a new version of a known issue asks everybody', async () => {
  const { ask, unread, write } = await notices()
  expect(
    (await ask('yaku', 'POST', '/api/notices', { kind: 'facility', title: 'x', body: '', affects: '' })).status,
  ).toBe(403)
  const plain = await write()
  const issue = await write({
    kind: 'known-issue',
    title: '見本の不具合',
    status: 'new-watching',
    affects: '見本の端末',
  })
  for (const { id } of [plain, issue]) await ask('jimu', 'POST', `/api/notices/${id}/acknowledgement`, { edition: 1 })
  const words = { title: '直した題', body: '', affects: '', isRaised: false }
  expect((await ask('kanri', 'PATCH', `/api/notices/${plain.id}`, { ...words, version: 1 })).body).toMatchObject({
    edition: 2,
  })
  expect(await unread('jimu')).toBe(0)
  const next = { ...words, status: 'resolved', version: 1 }
  expect((await ask('kanri', 'PATCH', `/api/notices/${issue.id}`, next)).body).toMatchObject({ status: 'resolved' })
  expect(await unread('jimu')).toBe(1)
  const { body } = await ask('jimu', 'GET', `/api/notices/${issue.id}/editions`)
  expect(body.items).toMatchObject([
    { edition: 2, status: 'resolved', isRaised: true, by: '管理 者' },
    { edition: 1, status: 'new-watching', affects: '見本の端末' },
  ])
})

test('to have seen an old edition is not to have seen the new one', async () => {
  const { ask, unread, write } = await notices()
  const { id } = await write()
  await ask('kanri', 'PATCH', `/api/notices/${id}`, {
    title: '二版',
    body: '',
    affects: '',
    isRaised: true,
    version: 1,
  })
  await ask('jimu', 'POST', `/api/notices/${id}/acknowledgement`, { edition: 1 })
  expect(await unread('jimu')).toBe(1)
  expect((await ask('jimu', 'POST', `/api/notices/${id}/acknowledgement`, { edition: 3 })).status).toBe(404)
})

test('two who correct the same notice: the second gets the record as it is now', async () => {
  const { ask, write } = await notices()
  const { id } = await write()
  const edit = { title: '先', body: '', affects: '', isRaised: false, version: 1 }
  await ask('kanri', 'PATCH', `/api/notices/${id}`, edit)
  const late = await ask('kanri', 'PATCH', `/api/notices/${id}`, { ...edit, title: '後' })
  expect(late).toMatchObject({ status: 409, body: { code: 'stale-version', current: { title: '先', version: 2 } } })
})

test('a removed notice is off the list and counts for nobody; it can be put back, unread as it was', async () => {
  const { ask, list, unread, write } = await notices()
  const { id, version } = await write()
  expect((await ask('kanri', 'DELETE', `/api/notices/${id}?version=${version}`)).status).toBe(204)
  expect([await list('jimu'), await unread('jimu')]).toEqual([[], 0])
  expect((await ask('kanri', 'POST', `/api/notices/${id}/restore`)).body).toMatchObject({ isRemoved: false })
  expect([(await list('jimu')).length, await unread('jimu')]).toEqual([1, 1])
})

test('the list is newest first, in pages, and filtered by kind and by unread', async () => {
  const { store, clock, ask, list, write } = await notices()
  for (let at = 0; at < 35; at++) {
    clock.set(morning + at)
    await write({ title: `見本${at}` })
  }
  store.write(() => {
    raiseBoxNotice(store, 'demo', '箱から', '')
  })
  const first = (await ask('jimu', 'GET', '/api/notices')).body
  expect(first.items).toHaveLength(30)
  expect(first.items[0].title).toBe('箱から')
  const rest = (await ask('jimu', 'GET', `/api/notices?cursor=${first.next as string}`)).body
  expect([rest.items.length, rest.next, rest.items.at(-1).title]).toEqual([6, null, '見本0'])
  expect((await list('jimu', '?kind=box')).map(({ title }) => title)).toEqual(['箱から'])
  expect((await list('kanri', '?unread=true')).map(({ title }) => title)).toEqual(['箱から'])
})

test('the box speaks twice of one thing in one notice, and of the next in another', async () => {
  const { store, list } = await notices()
  store.write(() => {
    raiseBoxNotice(store, 'feed', '止めています', '一度目')
  })
  store.write(() => {
    raiseBoxNotice(store, 'feed', '止めています', '二度目')
  })
  store.write(() => {
    closeBoxNotice(store, 'feed', '再開しました', '')
  })
  store.write(() => {
    raiseBoxNotice(store, 'feed', '止めています', '三度目')
  })
  expect((await list('jimu')).map(({ title, edition }) => [title, edition])).toEqual([
    ['止めています', 1],
    ['再開しました', 3],
  ])
})

async function withKey() {
  const given = await notices()
  const signer = createSigner()
  const trust = (who: Signer, staff = 'kanri') =>
    given.ask(staff, 'POST', '/api/notice-keys', { name: '見本の発行者', publicKey: who.publicKey.toString('base64') })
  const send = (bytes: Buffer) => given.ask('jimu', 'POST', '/api/notices/import', bytes)
  return { ...given, signer, trust, send }
}

test('a signed file of a trusted key brings its notices; the same again, or an older one, changes nothing and says so', async () => {
  const { signer, trust, send, list, unread, ask } = await withKey()
  const key = await trust(signer)
  expect(key.status).toBe(201)
  expect(key.body.fingerprint).toMatch(/^([ア-ン]{4} ){7}[ア-ン]{4}$/)
  const first = writeNoticeFile(signer)
  expect(await send(first)).toMatchObject({
    status: 200,
    body: { issuer: '見本の発行者', added: 1, updated: 0, known: 0 },
  })
  expect((await list('jimu'))[0]).toMatchObject({
    origin: 'file',
    kind: 'known-issue',
    on: '2026-04-01',
    affects: '見本の機種だけ',
  })
  await ask('jimu', 'POST', `/api/notices/${(await list('jimu'))[0]!.id}/acknowledgement`, { edition: 1 })
  expect(await send(first)).toMatchObject({ status: 409, body: { code: 'notice-file-old' } })

  const other = { ...knownIssue, id: 'other', title: '別の見本' }
  const second = writeNoticeFile(signer, [{ ...knownIssue, version: 2, status: 'resolved' }, other])
  expect((await send(second)).body).toMatchObject({ added: 1, updated: 1, known: 0 })
  expect(await unread('jimu')).toBe(2)
  expect(await send(first)).toMatchObject({ status: 409 })
  const mixed = writeNoticeFile(signer, [knownIssue, { ...other, version: 9 }])
  expect(await send(mixed)).toMatchObject({ status: 409 })
  expect((await list('jimu')).map(({ edition }) => edition).sort()).toEqual([1, 2])
})

test('whatever is wrong with a file is said in its own code, and nothing of it is stored', async () => {
  const { store, signer, trust, send } = await withKey()
  const file = writeNoticeFile(signer)
  expect((await send(file)).body.code).toBe('notice-file-unknown-key')
  await trust(signer)
  const tampered = Buffer.from(file.toString().replace('見本の不具合', '偽の不具合'))
  const forged = Buffer.from(
    JSON.stringify({ ...JSON.parse(writeNoticeFile(createSigner()).toString()), key: JSON.parse(file.toString()).key }),
  )
  const bad = (entry: object) => writeNoticeFile(signer, [{ ...knownIssue, ...entry }])
  const cases: [Buffer, string][] = [
    [tampered, 'notice-file-wrong-signature'],
    [forged, 'notice-file-wrong-signature'],
    [Buffer.from('ではない'), 'notice-file-malformed'],
    [randomBytes(500), 'notice-file-malformed'],
    [Buffer.from('[]'), 'notice-file-malformed'],
    [writeNoticeFile(signer, []), 'notice-file-malformed'],
    [bad({ version: 0 }), 'notice-file-malformed'],
    [bad({ on: '2026-02-30' }), 'notice-file-malformed'],
    [bad({ status: '直った' }), 'notice-file-malformed'],
    [bad({ kind: 'facility' }), 'notice-file-malformed'],
    [writeNoticeFile(signer, [knownIssue, knownIssue]), 'notice-file-malformed'],
    [Buffer.alloc(300 * 1024, 32), 'too-large'],
    [Buffer.alloc(256 * 1024 + 1, 32), 'notice-file-too-large'],
  ]
  for (const [bytes, code] of cases) expect((await send(bytes)).body.code).toBe(code)
  expect(readRows(store, 'SELECT * FROM notice')).toEqual([])
})

test('a key is added by an admin alone, once, and a file of a removed key is refused', async () => {
  const { ask, signer, trust, send } = await withKey()
  expect((await trust(signer, 'yaku')).status).toBe(403)
  const { body } = await trust(signer)
  expect((await trust(signer)).body.code).toBe('notice-key-known')
  expect((await ask('kanri', 'POST', '/api/notice-keys', { name: 'x', publicKey: 'ちがう' })).body.code).toBe(
    'notice-key-malformed',
  )
  expect((await ask('kanri', 'DELETE', `/api/notice-keys/${body.id as string}`)).status).toBe(204)
  expect((await send(writeNoticeFile(signer))).body.code).toBe('notice-file-unknown-key')
  await ask('kanri', 'POST', `/api/notice-keys/${body.id as string}/restore`)
  expect((await send(writeNoticeFile(signer))).status).toBe(200)
})

test('a public key may be typed as a PEM as well', async () => {
  const { ask, signer } = await withKey()
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), signer.publicKey]).toString('base64')
  const pem = `-----BEGIN PUBLIC KEY-----\n${der}\n-----END PUBLIC KEY-----\n`
  expect((await ask('kanri', 'POST', '/api/notice-keys', { name: '見本', publicKey: pem })).status).toBe(201)
})
