import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { LanView } from '../contract/lan.ts'
import { avahiFile } from '../server/lan/avahi.ts'
import { openLan, type Lan, type LanMachine } from './support/lan.ts'
import { writeKey } from './support/satellite.ts'
import { command, initData, run, until } from './support/serve.ts'

let dir: string
let lan: Lan

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kb-'))
  lan = await openLan(dir)
})
afterEach(async () => {
  await lan.close()
  rmSync(dir, { recursive: true, force: true })
})

/** Runs what the box does on its LAN, on a machine. */
function startOn(machine: LanMachine, data: string, facility = '見本薬局', port = 443) {
  mkdirSync(join(dir, data), { recursive: true })
  const child = machine.spawn(
    process.execPath,
    [join(import.meta.dirname, 'support/lan-child.ts'), join(dir, data), `kb-${data}.local`, facility, String(port)],
    process.env,
  )
  let log = ''
  child.stderr!.on('data', (text: Buffer) => {
    log += text.toString()
  })
  const waiting: ((line: string | undefined) => void)[] = []
  createInterface({ input: child.stdout! }).on('line', (line) => waiting.shift()?.(line))
  child.once('exit', () => {
    for (const each of waiting.splice(0)) each(undefined)
  })
  const ask = async (what: 'view' | 'find'): Promise<LanView> => {
    const { promise, resolve } = Promise.withResolvers<string | undefined>()
    waiting.push(resolve)
    child.stdin!.write(`${what}\n`)
    const line = await promise
    if (line === undefined) throw new Error(`the box's part ended: ${log}`)
    return JSON.parse(line) as LanView
  }
  return {
    ask,
    announced: () => until(async () => (await ask('view')).state === 'announced' && ask('view')),
    async stop() {
      const ended = once(child, 'exit')
      child.stdin!.end()
      await ended
    },
    async kill() {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** What another computer gets for a name. */
const resolve = (name: string, on = lan.peer): string | undefined =>
  on.run('avahi-resolve', '-n', name).stdout.trim().split('\t')[1]
/** What another computer finds: one line a service. */
const browse = (type: string): string[] =>
  lan.peer
    .run('avahi-browse', '-rpt', '--no-db-lookup', type)
    .stdout.split('\n')
    .filter((line) => line.startsWith('=') && line.split(';')[2] === 'IPv4')

test('another computer resolves the names of the box and finds it with facility, version and port', async () => {
  const box = await lan.plug('box', '10.77.0.2/24')
  const own = startOn(box, 'a', '見本薬局', 8443)
  expect(await own.announced()).toMatchObject({
    name: 'kusuribako.local',
    url: 'https://kusuribako.local:8443/',
    isRenamed: false,
    addresses: [{ network: 'eth0', address: '10.77.0.2', url: 'https://10.77.0.2:8443/' }],
  })
  // It has heard no announcement: it must ask.
  await lan.peer.startAvahi('peer')
  expect(resolve('kusuribako.local')).toBe('10.77.0.2')
  expect(resolve('kb-a.local')).toBe('10.77.0.2')
  expect(lan.peer.run('avahi-resolve', '-a', '10.77.0.2').stdout).toContain('kusuribako.local')
  for (const type of ['_https._tcp', '_kusuribako._tcp']) {
    const [line] = await until(() => {
      const lines = browse(type)
      return lines.length > 0 && lines
    })
    const [, , , label = '', , , host, address, port, text] = line!.split(';')
    expect(unescape(label)).toBe('見本薬局')
    expect([host, address, port]).toEqual(['kusuribako.local', '10.77.0.2', '8443'])
    expect(text).toContain('"version=1.2.3"')
    expect(text).toContain('facility=')
  }
  await own.stop()
  await until(() => browse('_kusuribako._tcp').length === 0)
})

/** avahi-browse writes bytes that are no ASCII as `\232`. */
const unescape = (text: string): string =>
  Buffer.from(
    text.replaceAll(/\\(\d{3})/g, (_, code: string) => String.fromCharCode(Number(code))),
    'latin1',
  ).toString('utf8')

test('a cable that is out and in again, and an address that changes, without any default route', async () => {
  const box = await lan.plug('box', '10.77.0.2/24')
  expect(box.run('ip', 'route', 'show', 'default').stdout).toBe('')
  const own = startOn(box, 'a')
  await own.announced()
  await lan.peer.startAvahi('peer')
  expect(resolve('kusuribako.local')).toBe('10.77.0.2')

  box.run('ip', 'link', 'set', 'eth0', 'down')
  await until(async () => (await own.ask('view')).state === 'no-network')
  // What the other computer still knows is thrown away with it.
  await lan.peer.stopAvahi()
  box.run('ip', 'link', 'set', 'eth0', 'up')
  await own.announced()
  await lan.peer.startAvahi('peer')
  expect(resolve('kusuribako.local')).toBe('10.77.0.2')

  box.run('ip', 'addr', 'flush', 'dev', 'eth0')
  box.run('ip', 'addr', 'add', '10.77.0.9/24', 'dev', 'eth0')
  await until(() => resolve('kusuribako.local') === '10.77.0.9')
  expect((await own.ask('view')).addresses).toMatchObject([{ address: '10.77.0.9' }])
  expect(browse('_https._tcp').map((line) => line.split(';')[7])).toEqual(['10.77.0.9'])
})

test('a flap too short to be seen is announced again all the same', async () => {
  const box = await lan.plug('box', '10.77.0.2/24')
  const own = startOn(box, 'a')
  await own.announced()
  box.run('sh', '-c', 'ip link set eth0 down && ip link set eth0 up')
  await until(async () => (await own.ask('view')).state === 'probing')
  await own.announced()
  await lan.peer.startAvahi('peer')
  expect(resolve('kusuribako.local')).toBe('10.77.0.2')
})

test('the second box is kusuribako-2, finds the first, and keeps its name over a power cut', async () => {
  await lan.peer.startAvahi('peer')
  const first = startOn(await lan.plug('first', '10.77.0.2/24'), 'a', '見本薬局')
  await first.announced()
  const machine = await lan.plug('second', '10.77.0.3/24')
  const second = startOn(machine, 'b', '見本薬局 二号店')
  expect(await second.announced()).toMatchObject({ name: 'kusuribako-2.local', isRenamed: true })
  expect((await first.ask('view')).name).toBe('kusuribako.local')
  await until(() => resolve('kusuribako-2.local') === '10.77.0.3')
  expect(resolve('kusuribako.local')).toBe('10.77.0.2')

  const { found } = await until(async () => {
    const view = await second.ask('find')
    return view.found.some(({ kind }) => kind === 'box') && view
  })
  expect(found.filter(({ kind }) => kind === 'box')).toEqual([
    { kind: 'box', name: '見本薬局', host: 'kusuribako.local', addresses: ['10.77.0.2'], port: 443, version: '1.2.3' },
  ])

  await second.kill()
  await first.kill()
  // The first stays away: nothing but its memory keeps the second from the first name.
  expect((await startOn(machine, 'b', '見本薬局 二号店').announced()).name).toBe('kusuribako-2.local')
})

test('a computer that is called kusuribako keeps its name, too', async () => {
  await lan.peer.startAvahi('kusuribako')
  const own = startOn(await lan.plug('box', '10.77.0.2/24'), 'a')
  expect((await own.announced()).name).toBe('kusuribako-2.local')
  await until(() => resolve('kusuribako-2.local') === '10.77.0.2')
})

test('a satellite announces itself, is found with the box it was set up for, and is gone when it stops', async () => {
  await lan.peer.startAvahi('peer')
  const own = startOn(await lan.plug('box', '10.77.0.2/24'), 'a')
  await own.announced()
  const machine = await lan.plug('satellite', '10.77.0.5/24')
  const args = [
    '--box',
    'https://kusuribako.local',
    '--key-file',
    writeKey(`kbs-${'A'.repeat(43)}`),
    '--reader',
    'virtual',
  ]
  const satellite = machine.spawn(command, ['satellite', ...args], process.env)
  const { found } = await until(async () => {
    const view = await own.ask('find')
    return view.found.some(({ addresses }) => addresses.includes('10.77.0.5')) && view
  })
  const name = hostname()
  const host = 'kusuribako-satellite.local'
  expect(found.filter(({ kind }) => kind === 'satellite')).toMatchObject([
    { name, host, addresses: ['10.77.0.5'], port: null, box: 'kusuribako.local' },
  ])
  expect(resolve(host)).toBe('10.77.0.5')
  expect(browse('_kusuribako-satellite._tcp')).toHaveLength(1)
  const ended = once(satellite, 'exit')
  satellite.kill('SIGTERM')
  await ended
  await until(async () => (await own.ask('view')).found.every(({ kind }) => kind !== 'satellite'))
})

test('with a default route, as behind a router, the box is found as without one', async () => {
  const box = await lan.plug('box', '10.77.0.2/24')
  box.run('ip', 'route', 'add', 'default', 'via', '10.77.0.1')
  const own = startOn(box, 'a')
  await own.announced()
  await lan.peer.startAvahi('peer')
  expect(resolve('kusuribako.local')).toBe('10.77.0.2')
  expect(browse('_https._tcp')).toHaveLength(1)
})

const offered = (type: string, port: number) =>
  `<service-group><name>見本の機器</name><service><type>${type}</type><port>${port}</port></service></service-group>`

test('a program that keeps the port of mDNS to itself is told, and the box is announced as soon as it is gone', async () => {
  const box = await lan.plug('box', '10.77.0.2/24')
  const script = "require('dgram').createSocket('udp4').bind(5353, () => console.log('bound'))"
  const other = box.spawn(process.execPath, ['-e', script])
  await once(other.stdout!, 'data')
  const own = startOn(box, 'a')
  await until(async () => (await own.ask('view')).state === 'blocked')
  other.kill('SIGKILL')
  expect((await own.announced()).name).toBe('kusuribako.local')
})

test('printers, shared folders and PCs that answer are found, and gone when they are switched off', async () => {
  const box = await lan.plug('box', '10.77.0.2/24')
  const pc = await lan.plug('pc', '10.77.0.7/24')
  await pc.startAvahi('chozai-pc')
  await lan.peer.startAvahi('recekon', {
    'p.service': offered('_ipp._tcp', 631),
    's.service': offered('_smb._tcp', 445),
  })
  // A PC that offers nothing is asked for its name when it was spoken with.
  const card = pc.run('cat', '/sys/class/net/eth0/address').stdout.trim()
  box.run('ip', 'neigh', 'replace', '10.77.0.7', 'lladdr', card, 'dev', 'eth0', 'nud', 'permanent')
  const own = startOn(box, 'a')
  const { found } = await until(async () => {
    const view = await own.ask('find')
    return view.found.length === 3 && view.found.every(({ addresses }) => addresses.length > 0) && view
  })
  expect(found.map(({ kind, name, host, addresses }) => [kind, name, host, addresses[0]])).toEqual([
    ['pc', 'chozai-pc', 'chozai-pc.local', '10.77.0.7'],
    ['printer', '見本の機器', 'recekon.local', '10.77.0.1'],
    ['share', '見本の機器', 'recekon.local', '10.77.0.1'],
  ])
  lan.peer.run('avahi-daemon', '--kill')
  await until(async () => (await own.ask('view')).found.every(({ kind }) => kind === 'pc'))
})

test('where Avahi has been told of the box, Avahi announces it, and the box says nothing itself', async () => {
  await lan.peer.startAvahi('peer')
  const box = await lan.plug('box', '10.77.0.2/24')
  const card = { facility: '見本薬局', version: '1.2.3', port: 443 }
  await box.startAvahi('yakkyoku', { 'kusuribako.service': avahiFile(card) })
  const own = startOn(box, 'a')
  const view = await until(async () => {
    const now = await own.ask('find')
    return now.name !== null && now
  })
  expect(view).toMatchObject({ state: 'avahi', name: 'yakkyoku.local', url: 'https://yakkyoku.local/' })
  const [line] = await until(() => {
    const lines = browse('_kusuribako._tcp')
    return lines.length > 0 && lines
  })
  expect(line!.split(';').slice(6, 9)).toEqual(['yakkyoku.local', '10.77.0.2', '443'])
  expect(resolve('kusuribako.local')).toBeUndefined()
})

test('a service file that says another version is told, and without one the box speaks beside Avahi', async () => {
  await lan.peer.startAvahi('peer')
  const box = await lan.plug('box', '10.77.0.2/24')
  await box.startAvahi('yakkyoku', {
    'kusuribako.service': avahiFile({ facility: '見本薬局', version: '1.0.0', port: 443 }),
  })
  const own = startOn(box, 'a')
  await until(async () => (await own.ask('view')).state === 'avahi-stale')
  box.run('rm', '/etc/avahi/services/kusuribako.service')
  expect((await own.announced()).name).toBe('kusuribako.local')
  await until(() => resolve('kusuribako.local') === '10.77.0.2')
  // The machine's own Avahi has gone on.
  expect(resolve('yakkyoku.local')).toBeDefined()
})

test('a whole box is opened by the name that was left to it, with a certificate that stands for it', async () => {
  await lan.peer.startAvahi('peer')
  const first = startOn(await lan.plug('first', '10.77.0.2/24'), 'a')
  await first.announced()
  const { dataDir } = initData()
  const machine = await lan.plug('box', '10.77.0.3/24')
  const args = ['serve', '--data', dataDir, '--host', '0.0.0.0', '--port', '8443', '--ready-json']
  const box = machine.spawn(command, args, process.env)
  let log = ''
  box.stderr!.on('data', (text: Buffer) => {
    log += text.toString()
  })
  const [ready] = (await Promise.race([
    once(createInterface({ input: box.stdout! }), 'line'),
    once(box, 'exit').then(() => [undefined]),
  ])) as [string?]
  if (ready === undefined) throw new Error(log)
  const { ca } = JSON.parse(ready) as { ca: string }
  expect(await until(() => resolve('kusuribako-2.local'))).toBe('10.77.0.3')
  // By its name, as a browser of that computer would.
  const open = `
    const options = { ca: require('fs').readFileSync(${JSON.stringify(ca)}), host: '10.77.0.3', port: 8443, path: '/health' }
    const name = 'kusuribako-2.local'
    require('https').get({ ...options, servername: name, headers: { host: name + ':8443' } }, ({ statusCode }) => console.log(statusCode))
      .on('error', ({ code }) => console.log(code))`
  await until(() => lan.peer.run(process.execPath, '-e', open).stdout.trim() === '200')
  const ended = once(box, 'exit')
  box.kill('SIGTERM')
  await ended
  await until(() => !browse('_kusuribako._tcp').some((line) => line.includes('10.77.0.3')))
})

test('the service file for Avahi is printed with the facts of the box, and a wrong port is wrong usage', () => {
  const { dataDir } = initData()
  const { status, stdout } = run(['avahi-file', '--data', dataDir, '--port', '8443'])
  expect(status).toBe(0)
  expect(stdout).toContain('<name>見本薬局</name>')
  expect(stdout).toContain('<port>8443</port>')
  expect(stdout).toMatch(/version=\d+\.\d+\.\d+</)
  expect(run(['avahi-file', '--data', dataDir, '--port', '0']).status).toBe(2)
  expect(run(['avahi-file', '--data', `${dataDir}-none`]).status).toBe(1)
})
