import { request } from 'node:http'
import { expect, test } from 'vitest'
import type { Staff } from '../contract/staff.ts'
import { account, initData, run, serve } from './support/serve.ts'

const chosen = 'むらさき の ゆうやけ 42'

test('a technician adds, lists, resets and ends accounts of a running box; a code is shown once and nothing else is secret', async () => {
  const { dataDir } = initData()
  const box = await serve(dataDir)
  const user = (...args: string[]) => run(['user', ...args, '--data', dataDir])
  const list = () => (JSON.parse(user('list', '--json').stdout) as { items: Staff[] }).items
  /** Each on a line of its own: while a command runs here, the box closes one that is idle. */
  const post = (path: string, body: object) =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json' }
      request(box.url + path, { method: 'POST', agent: false, headers }, (answer) => {
        answer.resume().once('end', () => {
          resolve(answer.statusCode)
        })
      })
        .once('error', reject)
        .end(JSON.stringify(body))
    })

  const newcomer = ['--id', 'shinjin', '--name', '見本　新人', '--role', 'clerk']
  expect(user('add', '--id', 'a b', '--name', '見本', '--role', 'clerk').status).toBe(2)
  expect(user('add', '--id', 'shinjin', '--name', '見本', '--role', 'owner').status).toBe(2)
  const added = user('add', ...newcomer)
  expect(added.status).toBe(0)
  const code = added.stdout.trim()
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/)
  expect(user('add', ...newcomer).status).toBe(1)
  expect(await post('/api/session/start', { id: 'shinjin', code, password: chosen })).toBe(204)
  expect(await post('/api/session', { id: 'shinjin', password: chosen })).toBe(204)
  expect(list().map(({ login, state }) => [login, state])).toEqual([
    [account.id, 'active'],
    ['shinjin', 'active'],
  ])
  expect(user('list').stdout).toContain('shinjin  見本　新人  事務  使えます  二要素目なし')

  const again = user('reset', '--id', 'shinjin').stdout.trim()
  expect(again).not.toBe(code)
  expect(await post('/api/session', { id: 'shinjin', password: chosen })).toBe(401)
  expect(user('end', '--id', 'shinjin').status).toBe(0)
  expect(await post('/api/session/start', { id: 'shinjin', code: again, password: `${chosen} 3` })).toBe(401)
  expect(user('end', '--id', account.id)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('管理者がいなくなる'),
  })
  expect(user('end', '--id', 'nobody').status).toBe(1)
  expect(box.log()).not.toContain(code)
})
