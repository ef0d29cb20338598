import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ConnectionView } from '../../contract/setup.ts'
import { buildTestApp, signIn } from '../../test/support/box.ts'
import { openTestStore, readRows } from '../../test/support/store.ts'
import { tempDir } from '../../test/support/temp.ts'
import { isSetupOpen } from '../store/setup.ts'

async function open() {
  const store = await openTestStore()
  const { app } = buildTestApp(store)
  const cookies = new Map<string, string>()
  const ask = async (method: 'GET' | 'PUT' | 'POST', path: string, payload?: object, who = 'kanri') => {
    const cookie = cookies.get(who) ?? (await signIn(app, who))
    cookies.set(who, cookie)
    const body = payload && { payload }
    const response = await app.inject({ method, url: `/api/settings/${path}`, headers: { cookie }, ...body })
    return { status: response.statusCode, text: response.body, body: response.json<ConnectionView>() }
  }
  return { store, ask }
}

const nothing = { nsips: [], backup: null, hub: null, network: { label: 'kusuribako' } }
const proxy = { protocol: 'http', address: 'proxy.abc.net', port: 8080, user: 'mihon', password: 'ひみつ' }

test('what was left for later is answered on the finished box, each with a row in the trail, and the box stays set up', async () => {
  const { store, ask } = await open()
  expect((await ask('GET', 'connections')).body).toMatchObject(nothing)
  const place = tempDir()
  const folders = [{ path: join(place, 'SIPS3'), mode: 'observe' }]
  expect((await ask('PUT', 'network', { label: 'kusuribako-2' })).body.network.label).toBe('kusuribako-2')
  expect((await ask('PUT', 'nsips', { folders })).body.nsips).toEqual(folders)
  expect((await ask('PUT', 'backup', { path: place })).body.backup).toMatchObject({ path: place })
  const saved = await ask('PUT', 'hub', { address: 'https://hub.example.jp', proxy })
  expect(saved.body.hub?.proxy).toMatchObject({ address: 'proxy.abc.net', hasPassword: true })
  expect(saved.text).not.toContain(proxy.password)
  const all = (await ask('GET', 'connections')).body
  expect(all).toMatchObject({ nsips: folders, backup: { path: place }, network: { label: 'kusuribako-2' } })
  expect(
    readRows(
      store,
      `SELECT s.login, t.detail FROM trail t JOIN staff s ON s.id = t.staff_id WHERE what = 'connection-set'`,
    ),
  ).toEqual(['network', 'nsips', 'backup', 'hub'].map((step) => ({ login: 'kanri', detail: `{"step":"${step}"}` })))
  // No folder at all is an answer, too.
  expect((await ask('PUT', 'nsips', { folders: [] })).body.nsips).toEqual([])
  expect(isSetupOpen(store)).toBe(false)
})

test('it is for an admin alone, and the pharmacy, the first account and the code of the set-up are not to be had here', async () => {
  const { store, ask } = await open()
  for (const who of ['yaku', 'jimu', 'hoshu']) {
    expect((await ask('GET', 'connections', undefined, who)).status).toBe(403)
    expect((await ask('PUT', 'network', { label: 'boku' }, who)).status).toBe(403)
    expect((await ask('GET', 'folders?path=/', undefined, who)).status).toBe(403)
  }
  for (const step of ['facility', 'admin', 'factor', 'readers', 'code'])
    expect((await ask('PUT', step, {})).status).toBe(404)
  expect(readRows(store, `SELECT 1 FROM trail WHERE what = 'connection-set'`)).toEqual([])
})

test('what is wrong is refused as in 初期設定 and changes nothing', async () => {
  const { ask } = await open()
  expect(await ask('PUT', 'backup', { path: '/nowhere/at/all' })).toMatchObject({
    body: { code: 'backup-place-missing' },
  })
  expect((await ask('PUT', 'network', { label: 'Name mit Leerzeichen' })).status).toBe(400)
  expect((await ask('PUT', 'nsips', { folders: [{ path: '//RECEPC/SIPS3', mode: 'consume' }] })).status).toBe(400)
  expect((await ask('GET', 'connections')).body).toMatchObject(nothing)
})

test('a folder is chosen and tried before it is added', async () => {
  const { ask } = await open()
  const sips = join(tempDir(), 'SIPS3')
  for (const folder of ['INDEX', 'DATA']) mkdirSync(join(sips, folder), { recursive: true })
  writeFileSync(join(sips, 'readme.txt'), '')
  const chosen = await ask('GET', `folders?path=${encodeURIComponent(sips)}`)
  expect(chosen.body).toMatchObject({ path: sips, folders: [join(sips, 'DATA'), join(sips, 'INDEX')] })
  const tried = await ask('POST', 'nsips/test', { path: sips, mode: 'consume' })
  expect(tried).toMatchObject({ status: 200, body: { isOk: true } })
})
