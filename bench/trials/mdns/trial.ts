import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { openLan, type LanMachine } from '../../../test/support/lan.ts'

/**
 * The trial behind docs/adr/0029-mdns.md: one responder on a machine of a LAN without a default route, Debian's Avahi on another. The
 * libraries are no packages of ours; install those to be tried elsewhere:
 *
 *   mkdir /tmp/responders && cd /tmp/responders && npm init -y && npm install @homebridge/ciao bonjour-service
 *   node bench/trials/mdns/trial.ts /tmp/responders ciao [--route]
 */
const [folder, name, route] = process.argv.slice(2)
if (folder === undefined || name === undefined) throw new Error('trial.ts FOLDER ciao|bonjour|own [--route]')
/** Nothing that works takes so long. */
const patienceMs = 12_000

const dir = mkdtempSync(join(tmpdir(), 'kb-'))
const lan = await openLan(dir)
const child = join(import.meta.dirname, 'responder-child.ts')

async function announce(machine: LanMachine) {
  const started = machine.spawn(process.execPath, [child, folder ?? '', name ?? ''], process.env)
  started.stderr?.pipe(process.stderr)
  if (!started.stdout) throw new Error('no output')
  const lines = createInterface({ input: started.stdout })
  lines.on('line', (line) => {
    if (line !== 'announced') console.log(`  ${line}`)
  })
  await Promise.race([once(lines, 'line'), pause(patienceMs)])
  return started
}

const resolve = (host: string) => lan.peer.run('avahi-resolve', '-4', '-n', host).stdout.trim().split('\t')[1] ?? '–'
const browse = () =>
  lan.peer
    .run('avahi-browse', '-rpt', '_https._tcp')
    .stdout.split('\n')
    .filter((line) => line.startsWith('=') && line.includes(';IPv4;'))
    .map((line) => line.split(';').slice(3, 8).join(' '))

/** Asks until the answer is the one wanted, and says how long that took. */
async function wait(what: string, ask: () => string | undefined, wanted: (answer: string | undefined) => boolean) {
  const began = performance.now()
  for (;;) {
    const answer = ask()
    const took = performance.now() - began
    if (wanted(answer) || took > patienceMs) {
      console.log(`${name} | ${what} | ${wanted(answer) ? `${(took / 1000).toFixed(1)} s` : 'NO'} | ${answer ?? ''}`)
      return
    }
    await pause(200)
  }
}

try {
  const box = await lan.plug('box', '10.77.0.2/24')
  if (route === '--route') box.run('ip', 'route', 'add', 'default', 'via', '10.77.0.1')
  const first = await announce(box)
  await pause(3000)
  // Started only now: it has heard no announcement and must ask.
  await lan.peer.startAvahi('peer')
  await wait(
    'a question for the name',
    () => resolve('kusuribako.local'),
    (it) => it === '10.77.0.2',
  )
  await wait(
    'browsed',
    () => browse()[0],
    (it) => it !== undefined,
  )

  box.run('ip', 'link', 'set', 'eth0', 'down')
  await lan.peer.stopAvahi()
  await pause(6000)
  box.run('ip', 'link', 'set', 'eth0', 'up')
  if (route === '--route') box.run('ip', 'route', 'add', 'default', 'via', '10.77.0.1')
  await lan.peer.startAvahi('peer')
  await wait(
    'after down and up',
    () => resolve('kusuribako.local'),
    (it) => it === '10.77.0.2',
  )

  box.run('ip', 'addr', 'add', '10.77.0.9/24', 'dev', 'eth0')
  box.run('ip', 'addr', 'del', '10.77.0.2/24', 'dev', 'eth0')
  box.run('ip', 'addr', 'add', '10.77.0.9/24', 'dev', 'eth0')
  if (route === '--route') box.run('ip', 'route', 'add', 'default', 'via', '10.77.0.1')
  await wait(
    'the new address',
    () => resolve('kusuribako.local'),
    (it) => it === '10.77.0.9',
  )

  const other = await lan.plug('other', '10.77.0.3/24')
  if (route === '--route') other.run('ip', 'route', 'add', 'default', 'via', '10.77.0.1')
  const second = await announce(other)
  await wait(
    'second box is kusuribako-2',
    () => resolve('kusuribako-2.local'),
    (it) => it === '10.77.0.3',
  )
  console.log(`${name} | first keeps its name | ${resolve('kusuribako.local')} | ${browse().join(' / ')}`)

  second.kill('SIGTERM')
  first.kill('SIGTERM')
  await wait(
    'goodbye',
    () => String(browse().length),
    (it) => it === '0',
  )
} finally {
  await lan.close()
  rmSync(dir, { recursive: true, force: true })
}
