import { expect, test } from 'vitest'
import { buildTestApp, getJson, signIn } from '../../test/support/box.ts'
import { openTestStore } from '../../test/support/store.ts'

async function signedIn() {
  const { app } = buildTestApp(await openTestStore())
  const [admin, clerk] = [await signIn(app), await signIn(app, 'jimu')]
  const say = (cookie: string, payload: object) =>
    app.inject({ method: 'POST', url: '/api/feedback', headers: { cookie }, payload })
  const patch = (cookie: string, payload: object) =>
    app.inject({ method: 'PATCH', url: '/api/support-contact', headers: { cookie }, payload })
  return { app, admin, clerk, say, patch }
}

test('what staff say is kept in the box and read by the admin alone, newest first', async () => {
  const { app, admin, clerk, say } = await signedIn()
  for (const text of ['一つめ', '二つめ'])
    expect((await say(clerk, { kind: 'wish', page: 'list', text })).statusCode).toBe(201)
  expect((await getJson(app, clerk, '/api/feedback')).body).toMatchObject({ code: 'not-allowed' })
  const { body } = await getJson(app, admin, '/api/feedback')
  expect(body).toMatchObject({
    next: null,
    items: [{ text: '二つめ', kind: 'wish', page: 'list' }, { text: '一つめ' }],
  })
})

test('nothing said, or a page that is no name, is refused', async () => {
  const { clerk, say } = await signedIn()
  expect((await say(clerk, { kind: 'wish', page: 'list', text: ' \n' })).statusCode).toBe(400)
  expect((await say(clerk, { kind: 'wish', page: '/members/1', text: 'x' })).statusCode).toBe(400)
})

test('the file opens in a spreadsheet, and no line of it is taken for a formula', async () => {
  const { app, admin, clerk, say } = await signedIn()
  await say(clerk, { kind: 'trouble', page: 'intake', text: '=1+1 と "引用"\n次の行' })
  const response = await app.inject({ url: '/api/feedback/file', headers: { cookie: admin } })
  expect(response.headers['content-disposition']).toContain('feedback-2026-04-03.csv')
  expect(response.body).toBe(
    '\uFEFF"日時","記入者","種類","画面","内容"\r\n' +
      `"2026-04-03 10:00:00","事務 員","困りごと","intake","'=1+1 と ""引用""\n次の行"\r\n`,
  )
  expect((await app.inject({ url: '/api/feedback/file', headers: { cookie: clerk } })).statusCode).toBe(403)
})

test('a long list comes in pages, each once', async () => {
  const { app, admin, clerk, say } = await signedIn()
  for (let count = 0; count < 101; count++) await say(clerk, { kind: 'praise', page: 'list', text: String(count) })
  const first = (await getJson(app, admin, '/api/feedback')).body as { items: object[]; next: string }
  const second = (await getJson(app, admin, `/api/feedback?cursor=${first.next}`)).body as { items: object[] }
  expect([first.items.length, second.items.length]).toEqual([100, 1])
})

test('whom to ask is written by an admin, read by all, and never over what another wrote meanwhile', async () => {
  const { app, admin, clerk, patch } = await signedIn()
  const empty = { name: '', phone: '', hours: '', note: '', version: 0 }
  expect((await getJson(app, clerk, '/api/support-contact')).body).toEqual(empty)
  const written = { ...empty, name: '見本システム', phone: '00-0000-0000' }
  expect((await patch(clerk, written)).statusCode).toBe(403)
  expect((await patch(admin, written)).json()).toEqual({ ...written, version: 1 })
  expect((await patch(admin, { ...empty, name: '別の人' })).json()).toMatchObject({
    code: 'stale-version',
    current: { name: '見本システム', version: 1 },
  })
  expect((await patch(admin, { ...written, hours: '平日', version: 1 })).json()).toMatchObject({ version: 2 })
})
