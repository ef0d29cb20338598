import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { connect, createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeNsipsFile } from '../server/demo/nsips-file.ts'
import { account, initData, run, serve, until, writeSips } from './support/serve.ts'
import { testFile } from './support/store.ts'
import { tempDir } from './support/temp.ts'

const init = (dataDir: string, ...more: string[]) =>
  run(
    ['init', '--data', dataDir, '--facility', '見本薬局', '--admin', 'kanri', '--password-stdin', ...more],
    account.password,
  )

test('init makes a data folder that only its owner can read, and never touches one that is in use', () => {
  const dataDir = join(tempDir(), 'new/data')
  expect(init(dataDir)).toMatchObject({ status: 0, stderr: '' })
  expect(statSync(dataDir).mode & 0o077).toBe(0)
  expect(statSync(join(dataDir, 'kusuribako.sqlite')).mode & 0o077).toBe(0)
  const again = init(dataDir)
  expect(again.status).toBe(1)
  expect(again.stderr.trim().split('\n')).toHaveLength(1)
})

test('init says in one line why it refuses', () => {
  const dataDir = join(tempDir(), 'data')
  const short = run(
    ['init', '--data', dataDir, '--facility', '見本薬局', '--admin', 'kanri', '--password-stdin'],
    'short',
  )
  expect(short).toMatchObject({ status: 1, stdout: '' })
  expect(short.stderr).toMatch(/8 文字以上/)
  expect(existsSync(dataDir)).toBe(false)
  expect(init(dataDir, '--admin', '管理 者').status).toBe(1)
})

test('wrong usage ends with 2 and names the option', () => {
  expect(run(['serve'])).toMatchObject({ status: 2 })
  expect(run(['serve']).stderr).toMatch('--data')
  expect(run(['fly']).status).toBe(2)
  expect(run(['nsips']).status).toBe(2)
  expect(run(['serve', '--data', '/nowhere', '--nsips-mode', 'eat']).status).toBe(2)
  expect(run(['--help'])).toMatchObject({ status: 0 })
})

test('the box does not offer patient data to the LAN without TLS', () => {
  const { status, stderr } = run(['serve', '--data', '/nowhere', '--host', '0.0.0.0', '--plain-port', '0'])
  expect(status).toBe(2)
  expect(stderr).toMatch('--plain-port')
})

test('serve says what to do when there is nothing to serve, or when a box already runs there', async () => {
  expect(run(['serve', '--data', join(tempDir(), 'none')])).toMatchObject({ status: 1, stdout: '' })
  const { dataDir } = initData()
  const box = await serve(dataDir)
  const second = run(['serve', '--data', dataDir])
  expect(second).toMatchObject({ status: 1, stdout: '' })
  expect(second.stderr).toMatch('すでに動いています')
  await box.stop('SIGKILL')
  // What a killed box leaves behind keeps nobody from starting again.
  await (await serve(dataDir)).stop()
})

test('the first line of standard output is JSON once it serves, and nothing else follows on standard output', async () => {
  const { dataDir, sips } = initData()
  const box = await serve(dataDir, '--nsips', sips)
  expect((await fetch(`${box.url}/health`)).status).toBe(200)
  let more = ''
  box.child.stdout!.on('data', (chunk: Buffer) => (more += chunk.toString()))
  writeSips(sips, writeNsipsFile(testFile()))
  await until(async () => (await box.getJson('/api/dispensings?on=2026-04-03')).items.length === 1)
  await box.stop()
  expect([more, box.child.exitCode]).toEqual(['', 0])
})

test('a touch on the virtual reader makes a visit; without the reader or the box it says so', async () => {
  const { dataDir } = initData()
  expect(run(['tap', '0123456789ABCDEF', '--data', dataDir])).toMatchObject({ status: 1 })
  const box = await serve(dataDir, '--reader', 'virtual')
  expect(run(['tap', '0123456789ABCDEF', '--data', dataDir])).toMatchObject({ status: 0, stderr: '' })
  expect(run(['tap', '0123456789ABCDEF', '--data', dataDir, '--reader', '窓口B'])).toMatchObject({ status: 0 })
  const { items } = await box.getJson('/api/visits')
  expect(items).toMatchObject([
    { reader: '窓口B', member: null },
    { reader: '仮想リーダー', member: null },
  ])
  expect(box.log()).not.toMatch('0123456789ABCDEF')
  await box.stop()
  const without = await serve(dataDir)
  const refused = run(['tap', 'AA', '--data', dataDir])
  expect(refused.status).toBe(1)
  expect(refused.stderr).toMatch('--reader virtual')
  await without.stop()
})

test('a script makes virtual readers do what readers do, and stops at the first step that cannot be done', async () => {
  const { dataDir } = initData()
  const script = join(tempDir(), 'steps.json')
  const play = (steps: unknown) => {
    writeFileSync(script, typeof steps === 'string' ? steps : JSON.stringify(steps))
    return run(['reader-script', script, '--data', dataDir])
  }
  expect(play([])).toMatchObject({ status: 0 })
  expect(play([{ do: 'flap' }])).toMatchObject({ status: 1 })
  const box = await serve(dataDir, '--reader', 'virtual')
  expect(
    play([
      { do: 'insert', card: '0123456789ABCDEF', reader: '窓口B' },
      { do: 'remove', reader: '窓口B', afterMs: 1 },
      { do: 'mynumber' },
      { do: 'flap', reader: '窓口B' },
      { do: 'unplug', reader: '窓口B' },
    ]),
  ).toEqual({ status: 0, stdout: '', stderr: '' })
  expect((await box.getJson('/api/visits')).items).toMatchObject([{ reader: '窓口B' }])
  expect((await box.getJson('/api/readers')).items).toMatchObject([
    { label: '仮想リーダー', isOn: true },
    { label: '窓口B', isConnected: false, isOn: false },
  ])
  const status = run(['status', '--data', dataDir]).stdout
  expect(status).toMatch(/仮想リーダー {2}ON\n {2}窓口B {2}OFF\(つながっていません\)/)

  expect(
    play([
      { do: 'tap', card: 'AA' },
      { do: 'tap', card: 'AA', reader: '窓口B' },
    ]),
  ).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^2 番目の手順: .*抜かれています/) as string,
  })
  expect((await box.getJson('/api/visits')).items).toHaveLength(2)
  for (const wrong of ['not json', '{}', [{ do: 'jump' }]]) {
    const { status: code, stderr } = play(wrong)
    expect([code, stderr.trim().split('\n').length]).toEqual([2, 1])
  }
  expect(box.log()).not.toMatch('0123456789ABCDEF')
  await box.stop()
})

test('status tells of the feed and the readers, in words and as JSON', async () => {
  const { dataDir, sips } = initData()
  expect(run(['status', '--data', dataDir, '--json'])).toMatchObject({ status: 1, stdout: '{"isRunning":false}\n' })
  const box = await serve(dataDir, '--nsips', sips)
  const status = JSON.parse(run(['status', '--data', dataDir, '--json']).stdout) as object
  expect(status).toMatchObject({
    isRunning: true,
    facility: '見本薬局',
    readers: [],
    feed: { state: 'waiting', folders: [{ path: sips, reach: 'ok', layout: 'indexed' }] },
  })
  expect(run(['status', '--data', dataDir]).stdout).toMatch('つながっているリーダーはありません')
  await box.stop()
})

test('a file that cannot be read is seen, saved and retried from the command line', async () => {
  const { dataDir, sips } = initData()
  const box = await serve(dataDir, '--nsips', sips)
  const bytes = Buffer.from('VER010401,20260403101530\r\nこわれた\r\n')
  writeSips(sips, { name: 'A26040300001200100000.txt', bytes })
  const list = () =>
    (JSON.parse(run(['rejected', 'list', '--data', dataDir, '--json']).stdout) as { items: Record<string, never>[] })
      .items
  const [file] = await until(() => (list().length > 0 ? list() : undefined))
  expect(file).toMatchObject({ name: 'A26040300001200100000.txt', attempts: 1 })
  expect(file!['issues']).toContainEqual(expect.objectContaining({ line: 1, column: 6, code: 'pharmacy-code-missing' }))
  const to = tempDir()
  expect(run(['rejected', 'save', String(file!['seq']), '--to', to, '--data', dataDir]).status).toBe(0)
  expect(readdirSync(to)).toEqual(['A26040300001200100000.txt'])
  expect(run(['rejected', 'retry', String(file!['seq']), '--data', dataDir]).status).toBe(0)
  await until(() => Number(list()[0]?.['attempts']) === 2)
  expect(run(['rejected', 'retry', '9999', '--data', dataDir]).status).toBe(1)
  expect(readdirSync(join(sips, 'DATA'))).toEqual([])
  await box.stop()
})

test('a 50 MB file is refused with a clear error, and the box goes on answering and taking files', async () => {
  const { dataDir, sips } = initData()
  const big = join(sips, 'DATA', 'A26040300009900100000.txt')
  writeFileSync(big, 'VER010401,')
  truncateSync(big, 50 * 1024 * 1024)
  writeFileSync(join(sips, 'INDEX', 'A26040300009900100000.txt'), '')
  const box = await serve(dataDir, '--nsips', sips)
  writeSips(sips, writeNsipsFile(testFile()))
  await until(async () => (await box.getJson('/api/dispensings?on=2026-04-03')).items.length === 1)
  const { items } = await until(async () => {
    const page = await box.getJson('/api/intake/rejected')
    return page.items.length > 0 && page
  })
  expect(items).toMatchObject([
    { name: 'A26040300009900100000.txt', hasBytes: false, issues: [{ code: 'file-too-large' }] },
  ])
  expect(statSync(big).size).toBe(50 * 1024 * 1024)
  const parsed = run(['nsips', big, '--json'])
  expect(parsed.status).toBe(1)
  expect(JSON.parse(parsed.stdout)).toMatchObject({ ok: false, issues: [{ code: 'file-too-large' }] })
  await box.stop()
})

test('a backlog is taken in the order in which it was sent, and observe mode leaves the folder as it is', async () => {
  const { dataDir, sips } = initData()
  const sent = ['20260403150000', '20260403090000', '20260403120000']
  sent.forEach((sentAt, index) => {
    writeSips(sips, writeNsipsFile(testFile({ number: `26040300000000${index}`, receipt: index, sentAt })))
  })
  const box = await serve(dataDir, '--nsips', sips, '--nsips-mode', 'observe')
  const { items } = await until(async () => {
    const page = await box.getJson('/api/dispensings?on=2026-04-03')
    return page.items.length === 3 && page
  })
  expect(items.map((item) => (item as unknown as { sentAt: string }).sentAt.slice(11, 16))).toEqual([
    '15:00',
    '12:00',
    '09:00',
  ])
  expect(readdirSync(join(sips, 'INDEX'))).toHaveLength(3)
  await box.stop()
  // Started again, it knows what it has seen.
  const again = await serve(dataDir, '--nsips', sips, '--nsips-mode', 'observe')
  writeSips(sips, writeNsipsFile(testFile({ number: '260403000000009' })))
  await until(async () => (await again.getJson('/api/dispensings?on=2026-04-03')).items.length === 4)
  await again.stop()
})

test('with a certificate the box speaks TLS, and its cookie goes nowhere else', async () => {
  const { dataDir } = initData()
  const [cert, key] = [join(tempDir(), 'cert.pem'), join(tempDir(), 'key.pem')]
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert],
  ])
  expect(made.status).toBe(0)
  const box = await serve(dataDir, '--tls-cert', cert, '--tls-key', key)
  expect(box.tlsUrl).toMatch(/^https:/)
  const signIn = request(`${box.tlsUrl}/api/session`, {
    method: 'POST',
    ca: readFileSync(cert),
    headers: { 'content-type': 'application/json' },
  })
  signIn.end(JSON.stringify(account))
  const [response] = (await once(signIn, 'response')) as [IncomingMessage]
  expect(response.statusCode).toBe(204)
  expect(response.headers['set-cookie']?.[0]).toMatch(
    /^__Host-kusuribako=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  )
  expect(response.headers['strict-transport-security']).toBeDefined()
  response.resume()
  await box.stop()
})

test('a connection that says nothing does not keep a stopping box alive', async () => {
  const { dataDir } = initData()
  const box = await serve(dataDir)
  const silent = connect(Number(new URL(box.url).port), '127.0.0.1')
  await once(silent, 'connect')
  await box.stop()
  expect(box.child.exitCode).toBe(0)
  silent.destroy()
}, 20_000)

test('a port that is in use is told in one line, nothing stays running, and the box starts on another one', async () => {
  const { dataDir, sips } = initData()
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  const refused = run(['serve', '--data', dataDir, '--nsips', sips, '--port', String(port)])
  expect(refused).toMatchObject({ status: 1, stdout: '' })
  expect(refused.stderr).toMatch('--port')
  taken.close()
  await (await serve(dataDir, '--nsips', sips)).stop()
})

test('the demo writes nothing into the data of a real pharmacy', () => {
  const { dataDir } = initData()
  const before = readdirSync(dataDir).filter((name) => !name.startsWith('kusuribako.sqlite'))
  const refused = run(['demo', '--data', dataDir, '--port', '0'])
  expect(refused).toMatchObject({ status: 1, stdout: '' })
  expect(refused.stderr).toMatch('見本の薬局ではありません')
  expect(readdirSync(dataDir).filter((name) => !name.startsWith('kusuribako.sqlite'))).toEqual(before)
})

test('an empty or wrong folder name is refused before anything is taken for a share', () => {
  const { dataDir, sips } = initData()
  const file = join(sips, 'a.txt')
  writeFileSync(file, '')
  expect(run(['serve', '--data', dataDir, '--nsips', ''])).toMatchObject({ status: 2, stdout: '' })
  expect(run(['serve', '--data', dataDir, '--nsips', file])).toMatchObject({ status: 2, stdout: '' })
  expect(existsSync(file)).toBe(true)
})

test('mistakes at the terminal are answered in one line', () => {
  const { dataDir, sips } = initData()
  const file = join(sips, 'a.txt')
  writeFileSync(file, '')
  for (const args of [
    ['status', '--data', '/no/such'],
    ['tap', '1', '--data', '/no/such'],
    ['rejected', 'list', '--data', '/no/such'],
    ['init', '--data', file, '--facility', '見本薬局', '--admin', 'kanri', '--password-stdin'],
    ['rejected', 'save', '1', '--to', sips, '--data', dataDir],
  ]) {
    const { status, stderr } = run(args, account.password)
    expect([args, status, stderr.trim().split('\n').length]).toEqual([args, 1, 1])
  }
  expect(run(['--version'])).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string })
})
