import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TOTP } from 'otpauth'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { command, initData, run, serve, until, writeSips } from '../../test/support/serve.ts'
import { testFile } from '../../test/support/store.ts'
import { tempDir } from '../../test/support/temp.ts'
import { writeNsipsFile } from '../demo/nsips-file.ts'

const facility = { name: '見本薬局', code: '', shortId: 'mihon' }
const admin = { login: 'kanri', name: '見本 管理', password: 'correct horse battery' }

const set = (dataDir: string, step: string, answer: unknown) =>
  run(['setup', 'set', step, '--data', dataDir], JSON.stringify(answer))

/** Types the app's code into `setup totp` and gives back the recovery codes. */
async function addTotp(dataDir: string): Promise<string[]> {
  const child = spawn(command, ['setup', 'totp', '--data', dataDir, '--json'], { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const { secret } = JSON.parse((await lines.next()).value as string) as { secret: string }
  child.stdin.write(`${new TOTP({ secret }).generate()}\n`)
  const { codes } = JSON.parse((await lines.next()).value as string) as { codes: string[] }
  if (child.exitCode === null) await once(child, 'exit')
  return codes
}

test('a box is set up by command alone, and a box that waits in its set-up goes on by itself', async () => {
  const dataDir = tempDir()
  const sips = join(tempDir(), 'SIPS3')
  for (const folder of ['INDEX', 'DATA']) mkdirSync(join(sips, folder), { recursive: true })
  const box = await serve(dataDir, '--reader', 'virtual')
  const asked = async () => ((await (await fetch(`${box.url}/api/session`)).json()) as { code: string }).code
  expect(await asked()).toBe('setup-open')
  expect(set(dataDir, 'admin', admin)).toMatchObject({ status: 1, stdout: '' })
  expect(set(dataDir, 'facility', { ...facility, shortId: '9' }).status).toBe(2)
  expect(set(dataDir, 'facility', facility)).toMatchObject({ status: 0, stderr: '' })
  expect(set(dataDir, 'admin', { ...admin, password: 'password' })).toMatchObject({ status: 1 })
  expect(set(dataDir, 'admin', admin).status).toBe(0)
  expect(await addTotp(dataDir)).toHaveLength(10)
  expect(run(['setup', 'test-nsips', sips, '--data', dataDir, '--json'])).toMatchObject({ status: 0 })
  expect(set(dataDir, 'nsips', { folders: [{ path: sips, mode: 'observe' }] }).status).toBe(0)
  expect(run(['setup', 'later', 'hub', '--data', dataDir]).status).toBe(0)
  const { steps } = JSON.parse(run(['setup', 'status', '--data', dataDir, '--json']).stdout) as {
    steps: { step: string; state: string }[]
  }
  expect(steps.map(({ step, state }) => `${step} ${state}`)).toEqual([
    ...['facility done', 'admin done', 'factor done', 'network open'],
    ...['nsips done', 'readers open', 'backup open', 'hub later'],
  ])
  expect(run(['setup', 'finish', '--data', dataDir]).status).toBe(0)
  await until(async () => (await asked().catch(() => '')) === 'not-signed-in')
  const { feed } = JSON.parse(run(['status', '--data', dataDir, '--json']).stdout) as {
    feed: { folders: { path: string; mode: string }[] }
  }
  expect(feed.folders).toMatchObject([{ path: sips, mode: 'observe' }])
  for (const command of ['code', 'status', 'finish']) expect(run(['setup', command, '--data', dataDir]).status).toBe(1)
  expect(set(dataDir, 'facility', facility).status).toBe(1)
  expect(box.log()).not.toMatch(/correct horse/)
  await box.stop()
}, 120_000)

test('a new code takes the place of the one on the console, and neither is on standard output of the box', async () => {
  const dataDir = tempDir()
  const box = await serve(dataDir, '--reader', 'virtual')
  const first = await until(() => /コード {2}(\d{4}-\d{4})/.exec(box.log())?.[1])
  const next = run(['setup', 'code', '--data', dataDir]).stdout.trim()
  expect(next).toMatch(/^\d{4}-\d{4}$/)
  const enter = async (code: string) =>
    (
      await fetch(`${box.url}/api/setup/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code }),
      })
    ).status
  expect(await enter(first)).toBe(403)
  expect(await enter(next)).toBe(204)
  await box.stop()
}, 60_000)

test('init leaves a folder alone on which a set-up is being served, and says so in a line', async () => {
  const dataDir = tempDir()
  const box = await serve(dataDir, '--reader', 'virtual')
  const init = ['init', '--data', dataDir, '--facility', '見本薬局', '--admin', 'kanri', '--password-stdin']
  const refused = run(init, admin.password)
  expect(refused).toMatchObject({ status: 1, stdout: '' })
  expect(refused.stderr).toMatch(/^[^\n]*初期設定の画面が開いています。[^\n]*\n$/)
  expect(set(dataDir, 'facility', facility).status).toBe(0)
  await box.stop()
}, 60_000)

test('init takes no password that anybody would try first, but for a box without second factors, which says what it is', () => {
  const init = (...more: string[]) => [
    'init',
    '--data',
    tempDir(),
    '--facility',
    '見本薬局',
    '--admin',
    'kanri',
    '--password-stdin',
    ...more,
  ]
  for (const [password, why] of [
    ['short', '8 文字以上'],
    ['password1', 'よく使われる'],
    ['kanri-2026-x', 'ID・薬局名'],
    ['見本薬局 1234', 'ID・薬局名'],
    ['aaaaaaaaaaaa', '同じ文字'],
  ] as const) {
    const refused = run(init(), password)
    expect(refused).toMatchObject({ status: 1, stdout: '' })
    expect(refused.stderr).toContain(why)
  }
  expect(run(init(), admin.password)).toMatchObject({ status: 0, stderr: '' })
  expect(run(init('--no-second-factor'), 'short').status).toBe(1)
  const weak = run(init('--no-second-factor'), 'password1')
  expect(weak.status).toBe(0)
  expect(weak.stderr).toMatch(/^二要素認証なし[^\n]*\n$/)
}, 120_000)

test('a folder that is not there or holds something else is never made into a box, and init finishes a set-up that was left', () => {
  const other = tempDir()
  writeFileSync(join(other, 'somebody-elses.txt'), '')
  for (const dir of [join(other, 'gone'), other]) {
    const { status, stderr } = run(['serve', '--data', dir])
    expect(status).toBe(1)
    expect(stderr).toContain('kusuribako init')
  }
  const dataDir = tempDir()
  expect(run(['setup', 'code', '--data', dataDir]).status).toBe(0)
  const init = ['init', '--data', dataDir, '--facility', '見本薬局', '--admin', 'kanri', '--password-stdin']
  expect(run(init, admin.password).status).toBe(0)
  expect(run(['setup', 'code', '--data', dataDir])).toMatchObject({ status: 1 })
  // Half done with a pharmacy already: it is told, and nothing is overwritten.
  const half = tempDir()
  expect(set(half, 'facility', facility).status).toBe(0)
  const refused = run(['init', '--data', half, ...init.slice(3)], admin.password)
  expect(refused).toMatchObject({ status: 1 })
  expect(refused.stderr).toContain('初期設定の途中')
}, 120_000)

test('what was left for later is set by command on a finished box, which takes new folders in at once', async () => {
  const { dataDir } = initData()
  const sips = join(tempDir(), 'SIPS3')
  for (const folder of ['INDEX', 'DATA']) mkdirSync(join(sips, folder), { recursive: true })
  const box = await serve(dataDir)
  expect(set(dataDir, 'nsips', { folders: [{ path: sips, mode: 'consume' }] })).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('取り込みを始めます') as string,
  })
  writeSips(sips, writeNsipsFile(testFile()))
  await until(async () => {
    const { feed } = (await box.getJson('/api/status')) as unknown as { feed: { lastReceivedAt: number | null } }
    return feed.lastReceivedAt !== null
  })
  expect(set(dataDir, 'network', { label: 'kusuribako-2' })).toMatchObject({ status: 0 })
  expect(set(dataDir, 'network', { label: 'K' }).status).toBe(2)
  // The pharmacy, its first account and the code stay as they are.
  for (const [step, answer] of Object.entries({ facility, admin }))
    expect(set(dataDir, step, answer)).toMatchObject({ status: 1, stdout: '' })
  for (const shut of [['set', 'readers'], ['code'], ['later', 'nsips']])
    expect(run(['setup', ...shut, '--data', dataDir]).status).toBe(1)
  await box.stop()
  const again = await serve(dataDir)
  const { feed } = (await again.getJson('/api/status')) as unknown as { feed: { folders: unknown[] } }
  expect(feed.folders).toHaveLength(1)
  await again.stop()
}, 120_000)
