import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildTestApp, getJson, signIn } from '../../test/support/box.ts'
import { openTestStore } from '../../test/support/store.ts'
import { tempDir } from '../../test/support/temp.ts'
import { deleteTotp, saveTotp } from '../store/factors.ts'
import { beginSetup, saveSetupAnswer } from '../store/setup.ts'
import { findStaffByLogin } from '../store/staff.ts'
import { findBoxKey, openBoxKey, seal } from './box-key.ts'
import { hasLostKey, proxyOwner } from './lost-key.ts'

test('a store without its key is told from one that never had any', async () => {
  const store = await openTestStore()
  const dir = tempDir()
  expect(findBoxKey(dir)).toBeUndefined()
  expect(hasLostKey(store, undefined)).toBe(false)
  const key = openBoxKey(dir)!
  const { id } = findStaffByLogin(store, 'kanri')!
  saveTotp(store, id, seal(key, 'JBSWY3DP', id), 1)
  expect(hasLostKey(store, findBoxKey(dir))).toBe(false)
  // A restore without keys/: looking for it makes none, and the one that the box then makes is not taken for the old one.
  rmSync(join(dir, 'keys'), { recursive: true })
  expect(hasLostKey(store, findBoxKey(dir))).toBe(true)
  expect(findBoxKey(dir)).toBeUndefined()
  const next = openBoxKey(dir)!
  expect(hasLostKey(store, next)).toBe(true)
  saveTotp(store, id, seal(next, 'JBSWY3DP', id), 1)
  expect(hasLostKey(store, next)).toBe(false)
})

test('the password of the proxy counts as well', async () => {
  const store = await openTestStore()
  const key = randomBytes(32)
  beginSetup(store)
  const sealedPassword = seal(key, 'secret', proxyOwner).toString('base64')
  const proxy = { protocol: 'http', address: 'proxy.example', port: 8080, user: 'box', sealedPassword } as const
  saveSetupAnswer(store, 'hub', { address: 'hub.example', proxy })
  expect(hasLostKey(store, key)).toBe(false)
  expect(hasLostKey(store, randomBytes(32))).toBe(true)
})

test('every page learns of it and monitors see it, until those concerned have set theirs up anew', async () => {
  const store = await openTestStore()
  const { app } = buildTestApp(store)
  const isLost = async () => (await getJson(app, await signIn(app), '/api/status')).body.isKeyLost as boolean
  expect(await isLost()).toBe(false)
  const { id } = findStaffByLogin(store, 'yaku')!
  saveTotp(store, id, seal(randomBytes(32), 'JBSWY3DP', id), 1)
  expect(await isLost()).toBe(true)
  expect((await app.inject({ url: '/health' })).json()).toMatchObject({ status: 'degraded' })
  deleteTotp(store, id)
  expect(await isLost()).toBe(false)
})
