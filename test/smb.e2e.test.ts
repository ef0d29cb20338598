import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { left, problems, rig, sha256 } from '../server/intake/folder-test-rig.ts'
import { testFolder } from '../server/intake/folder-test.ts'

// The share is the one that systemd/samba/kusuribako.conf makes, served by a real smbd and written to by a real client.
const fragment = join(import.meta.dirname, '../systemd/samba/kusuribako.conf')
const user = userInfo().username
const password = 'lab-only-7f3a'

let home = ''
let share = ''
let port = 0
let server: ChildProcess | undefined
let serverLog = ''

interface Run {
  code: number
  output: string
}

function program(name: string): string {
  // An ordinary user's PATH may lack /usr/sbin, where Debian puts smbd.
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin']
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
  if (found === undefined) throw new Error(`${name} is missing; on Debian: apt-get install samba smbclient`)
  return found
}

/** One smbclient session. Never rejects: a refusal is a result. */
const smbclient = (commands: string, ...sign: string[]): Promise<Run> =>
  new Promise((resolve) => {
    const who = sign.length > 0 ? sign : ['-U', `${user}%${password}`]
    const config = `--configfile=${join(home, 'client.conf')}`
    const args = ['//127.0.0.1/SIPS1', '-p', String(port), config, ...who, '-c', commands]
    execFile(program('smbclient'), args, { timeout: 60_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
      resolve({ code, output: stdout + stderr })
    })
  })

/** As a receipt computer does it: DATA first, INDEX last. */
async function send(name: string, text: string): Promise<void> {
  writeFileSync(join(home, 'content'), text)
  writeFileSync(join(home, 'flag'), '')
  const put = await smbclient(`put ${join(home, 'content')} DATA/${name}; put ${join(home, 'flag')} INDEX/${name}`)
  expect(put).toMatchObject({ code: 0 })
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port to be had')
  return address.port
}

const answers = (): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => {
      resolve(false)
    })
  })

function writeConfig(): string {
  const group = execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim()
  const filled = readFileSync(fragment, 'utf8')
    .replaceAll('@SHARE_NAME@', 'SIPS1')
    .replaceAll('@SHARE_PATH@', share)
    .replaceAll('@SHARE_USER@', user)
    .replaceAll('@BOX_GROUP@', group)
    .replaceAll('@ALLOWED_HOSTS@', '192.0.2.1')
  expect(filled).not.toMatch(/@[A-Z_]+@/)
  writeFileSync(join(home, 'kusuribako.conf'), filled)
  const places = ['private', 'lock', 'state', 'cache', 'pid', 'ncalrpc'].map((name) => {
    const path = join(home, name)
    mkdirSync(path, { mode: 0o700 })
    return `${name} ${name === 'private' || name === 'ncalrpc' ? 'dir' : 'directory'} = ${path}`
  })
  // What the machine's own smb.conf would say, so that this server shares nothing with one that may run here.
  const own = [
    '[global]',
    'workgroup = LAB',
    'netbios name = KUSURIBAKO',
    'server role = standalone server',
    'interfaces = 127.0.0.1/8',
    'bind interfaces only = yes',
    `passdb backend = tdbsam:${join(home, 'private', 'passdb.tdb')}`,
    ...places,
    // Small writes, so that a slow upload shows half-written.
    'smb2 max write = 65536',
    `include = ${join(home, 'kusuribako.conf')}`,
  ]
  const path = join(home, 'smb.conf')
  writeFileSync(path, own.join('\n'))
  // The client must not depend on the machine's settings either; it may speak even what the server must refuse.
  writeFileSync(join(home, 'client.conf'), '[global]\nworkgroup = LAB\nclient min protocol = NT1\n')
  return path
}

/** Ends the server with all its children, and waits until the last of them has let go of its output. */
async function stopServer(): Promise<void> {
  const running = server
  if (running?.pid === undefined || running.exitCode !== null) return
  const closed = new Promise((resolve) => running.once('close', resolve))
  process.kill(-running.pid, 'SIGTERM')
  await closed
}

async function startServer(config: string): Promise<void> {
  // Another program may take the free port before smbd does.
  for (let attempt = 0; attempt < 3; attempt++) {
    port = await freePort()
    const args = [
      '--foreground',
      '--no-process-group',
      '--debug-stdout',
      `--configfile=${config}`,
      `--port=${String(port)}`,
    ]
    const started = spawn(program('smbd'), args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const output of [started.stdout, started.stderr]) {
      output.on('data', (text: Buffer) => (serverLog += text.toString()))
    }
    server = started
    const hasEnded = (): boolean => started.exitCode !== null || started.signalCode !== null
    while (!hasEnded()) {
      if (await answers()) return
      await pause(20)
    }
  }
  throw new Error(`smbd does not start:\n${serverLog}`)
}

beforeAll(async () => {
  for (const name of ['smbd', 'smbclient', 'pdbedit']) program(name)
  home = mkdtempSync(join(tmpdir(), 'kb-smb-'))
  share = join(home, 'share')
  for (const path of [share, join(share, 'INDEX'), join(share, 'DATA')]) {
    mkdirSync(path)
    chmodSync(path, 0o2770)
  }
  const config = writeConfig()
  const account = ['--create', `--user=${user}`, '--password-from-stdin', `--configfile=${config}`]
  execFileSync(program('pdbedit'), account, { input: `${password}\n${password}\n`, stdio: ['pipe', 'pipe', 'pipe'] })
  await startServer(config)
})

afterAll(async () => {
  await stopServer()
  if (home !== '') rmSync(home, { recursive: true, force: true })
})

describe('the share that the box exports', () => {
  it('takes a file from the receipt computer, and the receipt computer sees it gone', async () => {
    const box = rig(share, { pollMs: 20 })
    box.watcher.start()
    await send('A22110400002600100000.txt', 'VER010401,20260403101530')
    await box.until(() => box.names().length > 0)
    expect(box.texts()).toEqual(['VER010401,20260403101530'])
    await box.watcher.scanNow()
    const listing = await smbclient('ls DATA/*; ls INDEX/*')
    expect(listing.output).not.toContain('A22110400002600100000')
    expect(left(share)).toEqual([])
  })

  it('takes several files from one session, each with its own bytes', async () => {
    const box = rig(share, { pollMs: 20 })
    box.watcher.start()
    const names = Array.from({ length: 10 }, (_, at) => `A2211040000260010000${String(at)}.txt`)
    for (const name of names) await send(name, `content of ${name}`)
    await box.until(() => box.names().length >= names.length)
    const taken = box.batches.flat().map(({ name, bytes }) => [name, bytes.toString()])
    expect(taken.sort()).toEqual(names.map((name) => [name, `content of ${name}`]))
    await box.watcher.scanNow()
    expect(left(share)).toEqual([])
  })

  it('finds INDEX and DATA whatever letter case the receipt computer writes', async () => {
    const box = rig(share, { pollMs: 20 })
    writeFileSync(join(home, 'content'), 'VER010401')
    const put = await smbclient(`put ${join(home, 'content')} data/a1.TXT; put ${join(home, 'content')} Index/A1.txt`)
    expect(put.code).toBe(0)
    await box.watcher.scanNow()
    expect(box.texts()).toEqual(['VER010401'])
    expect(left(share)).toEqual([])
  })

  it('does not give a file early that is still being uploaded', async () => {
    const box = rig(share, {
      pollMs: 20,
      patienceMs: 3_600_000,
      looksComplete: (bytes) => bytes.subarray(-3).toString() === 'END',
    })
    const half = 'x'.repeat(200_000)
    const pipe = join(home, 'pipe')
    execFileSync('mkfifo', [pipe])
    // smbclient keeps the file open on the share for as long as the pipe has no end.
    const upload = smbclient(`put ${pipe} DATA/A3.txt`)
    const slow = createWriteStream(pipe)
    slow.write(half)
    writeFileSync(join(home, 'flag'), '')
    expect(await smbclient(`put ${join(home, 'flag')} INDEX/A3.txt`)).toMatchObject({ code: 0 })
    box.watcher.start()
    await box.until(() => problems(box).includes('file-incomplete A3.txt'))
    const size = statSync(join(share, 'DATA', 'A3.txt')).size
    expect(size).toBeGreaterThan(0)
    expect(size).toBeLessThan(half.length + 3)
    expect(box.batches).toEqual([])
    slow.end(`${half}END`)
    expect(await upload).toMatchObject({ code: 0 })
    await box.until(() => box.batches.length > 0)
    expect(box.batches.flat().map(({ bytes }) => sha256(bytes.toString()))).toEqual([sha256(`${half}${half}END`)])
    await box.watcher.scanNow()
    expect(left(share)).toEqual([])
  })

  it('refuses a wrong password, a guest, and a protocol older than SMB 2.1', async () => {
    const wrong = await smbclient('ls', '-U', `${user}%wrong`)
    expect(wrong.code).not.toBe(0)
    expect(wrong.output).toContain('NT_STATUS_LOGON_FAILURE')
    const guest = await smbclient('ls', '-N', '-U', '%')
    expect(guest.code).not.toBe(0)
    expect(guest.output).toContain('NT_STATUS_ACCESS_DENIED')
    for (const old of ['NT1', 'SMB2_02']) {
      const dated = await smbclient('ls', '-U', `${user}%${password}`, '-m', old)
      expect(dated.code).not.toBe(0)
    }
    expect(await smbclient('ls')).toMatchObject({ code: 0 })
  })

  it('encrypts what travels when the client can', async () => {
    const forced = await smbclient('ls', '-U', `${user}%${password}`, '--client-protection=encrypt')
    expect(forced).toMatchObject({ code: 0 })
  })

  it('lets nobody put hidden files there', async () => {
    writeFileSync(join(home, 'content'), 'hidden')
    for (const name of ['.hidden.txt', 'Thumbs.db']) {
      expect((await smbclient(`put ${join(home, 'content')} DATA/${name}`)).code).not.toBe(0)
      expect(existsSync(join(share, 'DATA', name))).toBe(false)
    }
  })

  it('gives the box, and nobody else, the right to read and delete what was written', async () => {
    await send('A4.txt', 'one')
    const modes = ['DATA/A4.txt', 'INDEX/A4.txt'].map((name) => statSync(join(share, name)).mode & 0o777)
    expect(modes).toEqual([0o660, 0o660])
    await rig(share).watcher.scanNow()
    expect(left(share)).toEqual([])
  })

  it('is told step by step by the test of the set-up: account, name of the share, folders, first file', async () => {
    const fixtures = join(import.meta.dirname, '../server/intake/nsips/fixtures')
    const name = 'A26040300001200100000.txt'
    const look = async (path: string, sign: { user?: string; password?: string }) => {
      const { steps, file, mountedAt } = await testFolder({ path, mode: 'consume', ...sign }, { tempDir: home })
      const last = steps.filter(({ result }) => result !== 'skipped').at(-1)
      return [last?.step, last?.result, last?.why, file?.name ?? mountedAt]
    }
    const address = `smb://127.0.0.1:${String(port)}/SIPS1`
    const right = { user, password }
    expect(await look(address, {})).toEqual(['sign-in', 'failed', 'credentials-missing', null])
    expect(await look(address, { user, password: 'wrong' })).toEqual(['sign-in', 'failed', 'wrong-credentials', null])
    expect(await look(address.replace('SIPS1', 'SIPS9'), right)).toEqual(['rights', 'failed', 'share-unknown', null])
    expect(await look(`${address}/gone`, right)).toEqual(['layout', 'failed', 'path-missing', null])
    expect(await look(address, right)).toEqual(['file', 'waiting', 'no-file-yet', null])
    for (const folder of ['DATA', 'INDEX']) copyFileSync(join(fixtures, name), join(share, folder, name))
    expect(await look(address, right)).toEqual(['file', 'ok', null, name])
    expect(left(share).length).toBe(2)
    for (const folder of ['DATA', 'INDEX']) rmSync(join(share, folder, name))
  })

  it('writes neither contents nor file names to its log', () => {
    expect(serverLog).not.toMatch(/VER010401|content of|A22110400002600100000/)
  })
})
