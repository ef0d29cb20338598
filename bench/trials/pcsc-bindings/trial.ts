import { fork } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { felicaCard } from '../../../test/support/card-reader.ts'
import { buildIfd, createPcscd } from '../../../test/support/pcscd.ts'

/**
 * The trial behind docs/adr/0018-pcsc-binding.md: one PC/SC binding under Debian's own pcscd, while its reader is unplugged and plugged
 * in again, and while the daemon is killed and started again. The bindings are no packages of ours; install those to be tried elsewhere:
 *
 *   mkdir /tmp/bindings && cd /tmp/bindings && npm init -y && npm install pcsclite @pokusew/pcsclite nfc-pcsc smartcard pcsc-mini
 *   node bench/trials/pcsc-bindings/trial.ts /tmp/bindings pcsclite
 */
const [folder, name, roundsText = '40'] = process.argv.slice(2)
if (folder === undefined || name === undefined) throw new Error('trial.ts FOLDER BINDING [ROUNDS]')
const rounds = Number(roundsText)
/** Nothing that works takes so long. */
const patienceMs = 3000

const dir = mkdtempSync(join(tmpdir(), 'kb-'))
mkdirSync(join(dir, 'built'))
const pcscd = createPcscd(dir, buildIfd(join(dir, 'built')))
const reader = pcscd.addReader({ vendor: '054c', product: '0dc8', serial: '1', port: '1-1' })
reader.plug()
await pcscd.start()

interface Heard {
  type: string
  text: string
}
const child = fork(join(import.meta.dirname, 'binding-child.ts'), [folder, name], {
  env: { ...process.env, PCSCLITE_CSOCK_NAME: pcscd.socket },
})
const heard: Heard[] = []
const counts = new Map<string, number>()
let wake = (): void => undefined
child.on('message', (message) => {
  const event = message as Heard
  counts.set(event.type, (counts.get(event.type) ?? 0) + 1)
  heard.push(event)
  wake()
})
let exit: string | undefined
child.on('exit', (code, signal) => {
  exit = `exit ${code ?? signal}`
  wake()
})

/** The first event of this kind from now on; undefined when it does not come. */
async function hear(type: string, text?: string): Promise<Heard | undefined> {
  const until = performance.now() + patienceMs
  for (;;) {
    for (let event = heard.shift(); event; event = heard.shift()) {
      if (event.type === type && (text === undefined || event.text === text)) return event
    }
    const left = until - performance.now()
    if (left <= 0 || exit !== undefined) return undefined
    const { promise, resolve } = Promise.withResolvers<undefined>()
    wake = () => {
      resolve(undefined)
    }
    await Promise.race([promise, pause(left)])
  }
}

let taps = 0
async function tap(): Promise<number | undefined> {
  const id = `01${String(++taps).padStart(14, '0')}`
  const before = performance.now()
  reader.lay(felicaCard(id))
  const isRead = await hear('uid', id)
  const ms = performance.now() - before
  reader.lift()
  await pause(5)
  return isRead && ms
}

const usage = (): { files: number; megabytes: number } => {
  if (exit !== undefined) return { files: 0, megabytes: 0 }
  const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]
  return { files: readdirSync(`/proc/${child.pid}/fd`).length, megabytes: Math.round(Number(rss) / 102.4) / 10 }
}

await hear('reader')
const times: number[] = []
for (let round = 0; round < 100; round++) times.push((await tap()) ?? Infinity)
times.sort((a, b) => a - b)
const before = usage()

/** A binding that missed so many in a row hears nothing more. */
const hopelessAfter = 3
let misses = 0

let replugs = 0
let deafAfter: number | undefined
for (let round = 1; round <= rounds && exit === undefined && misses < hopelessAfter; round++) {
  if (round % 2 === 0) reader.lay(felicaCard('0200000000000000'))
  reader.unplug()
  await hear('no-reader')
  reader.lift()
  await pause(Math.random() * 30)
  reader.plug()
  if (await hear('reader')) {
    replugs++
    misses = 0
  } else {
    misses++
    deafAfter ??= round
  }
}
const hasReadAfterReplugs = (await tap()) !== undefined
const afterReplugs = usage()

// Begun anew: what the binding cannot do by itself is not held against it here.
child.send('again')
await hear('reader')
let byItself = 0
let restarts = 0
const busyMs: number[] = []
misses = 0
for (let round = 1; round <= rounds && exit === undefined && misses < hopelessAfter; round++) {
  await pcscd.end()
  await pause(50)
  await pcscd.start()
  if (round <= 2 && (await tap()) !== undefined) byItself++
  heard.length = 0
  const asked = performance.now()
  child.send('again', () => undefined)
  if (await hear('begun')) busyMs.push(performance.now() - asked)
  await hear('reader')
  if ((await tap()) !== undefined) {
    restarts++
    misses = 0
  } else misses++
}
busyMs.sort((a, b) => a - b)
const after = usage()

const round1 = (ms: number | undefined): number => Math.round((ms ?? Infinity) * 10) / 10
console.log(
  JSON.stringify({
    name,
    tapP50: round1(times[50]),
    tapP99: round1(times[98]),
    replugs: `${replugs}/${rounds}`,
    deafAfter: deafAfter ?? null,
    hasReadAfterReplugs,
    backByItself: `${byItself}/2`,
    restarts: `${restarts}/${rounds}`,
    blockedP50Ms: round1(busyMs[Math.floor(busyMs.length / 2)]),
    files: [before.files, afterReplugs.files, after.files],
    megabytes: [before.megabytes, afterReplugs.megabytes, after.megabytes],
    uncaught: counts.get('uncaught') ?? 0,
    exit: exit ?? null,
  }),
)
child.kill('SIGKILL')
await pcscd.close()
rmSync(dir, { recursive: true, force: true })
process.exit()
