import { once } from 'node:events'
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { createHardware } from '../../drivers/hardware.ts'
import type { Driver } from '../../drivers/reader.ts'
import { readScript } from '../../drivers/virtual/script.ts'
import { createVirtualDriver, type VirtualDriver } from '../../drivers/virtual/virtual-driver.ts'
import { createBoxClient } from '../../satellite/box-client.ts'
import { createClock } from '../../satellite/clock.ts'
import { createForwarder } from '../../satellite/forwarder.ts'
import { createReaderLines } from '../../satellite/reader-lines.ts'
import { isLoopback } from '../config.ts'
import { startLan, type Lan } from '../lan/mdns.ts'
import { noPort } from '../lan/records.ts'
import { explainSystemError } from './system-error.ts'

export interface SatelliteFlags {
  box: string
  keyFile: string
  ca?: string
  reader?: string
}

interface Settings {
  url: URL
  key: string
  ca?: string
}

const say = (line: string): void => {
  process.stderr.write(`${line}\n`)
}

/** What a service manager decides on (systemd/kusuribako-satellite.service): a key that is unknown may be known again, two of one never. */
const exitCodes = { stopped: 0, 'unknown-key': 1, replaced: 3 }

/**
 * `kusuribako satellite`: runs only the drivers, and forwards what they tell to the box, until SIGTERM or SIGINT. It keeps no data.
 * @returns 0 when it was stopped, 1 when the box does not know the key, 2 for a slip in how it was called, 3 when another machine has the key
 */
export async function runSatellite(flags: SatelliteFlags, version: string): Promise<number> {
  const read = readSettings(flags)
  if (typeof read === 'string') {
    say(read)
    return 2
  }
  const client = createBoxClient(read)
  const forwarder = createForwarder({ send: (request) => client.send(request), clock: createClock(), say })
  const tellReader = createReaderLines(say)
  const lan = isLoopback(read.url.hostname) ? undefined : announce(read.url, version)
  const drivers = driversOf(flags)
  for (const driver of drivers) {
    driver.start((event) => {
      tellReader(event)
      forwarder.take(event)
    })
  }
  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
  const end = await Promise.race([forwarder.ended, stopped.then(() => 'stopped' as const)])
  // The readers first: what they tell until they are still goes to the box, or is said to be lost.
  await Promise.all(drivers.map((driver) => driver.stop()))
  await forwarder.stop()
  await lan?.stop()
  client.close()
  return exitCodes[end]
}

/** Lets boxes on the LAN find this machine. Touches do not depend on it: what hinders it is passed over. */
const announce = (box: URL, version: string): Lan =>
  startLan({
    ...{ name: 'kusuribako-satellite', facility: hostname(), version, port: noPort },
    satelliteOf: box.host,
    onError: () => undefined,
  })

function readSettings({ box, keyFile, ca, reader }: SatelliteFlags): Settings | string {
  if (reader !== undefined && reader !== 'virtual') return '--reader に指定できるのは virtual だけです。'
  const url = URL.canParse(box) ? new URL(box) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.username) {
    return '--box は https://箱の名前:番号 の形で指定してください。'
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname.replace(/^\[|\]$/g, ''))) {
    return '--box は https:// で指定してください(カードの番号を暗号化せずに LAN へ流さないため)。'
  }
  try {
    const key = readKey(keyFile)
    if (!key.ok) return key.message
    return { url, key: key.key, ...(ca !== undefined && { ca: readFileSync(ca, 'utf8') }) }
  } catch (error) {
    return explainSystemError(error as NodeJS.ErrnoException)
  }
}

type KeyOutcome = { ok: true; key: string } | { ok: false; message: string }

/** Whoever can read the key can speak for this satellite: a file that others can read is refused. */
function readKey(path: string): KeyOutcome {
  const file = openSync(path, 'r')
  try {
    const { mode } = fstatSync(file)
    if ((mode & 0o077) !== 0) {
      return { ok: false, message: `鍵のファイルをほかの人も読めます。chmod 600 ${path} を実行してください。` }
    }
    const key = readFileSync(file, 'utf8').trim()
    return /^kbs-[A-Za-z0-9_-]{43}$/.test(key)
      ? { ok: true, key }
      : { ok: false, message: `${path} に satellite-key add が出した鍵がありません。` }
  } finally {
    closeSync(file)
  }
}

function driversOf({ reader }: SatelliteFlags): Driver[] {
  if (reader === undefined) return createHardware({ now: Date.now })
  const virtual = createVirtualDriver({ now: Date.now, names: ['仮想リーダー'] })
  void play(virtual)
  return [virtual]
}

/** The virtual reader does what is typed: one step of a script (drivers/virtual/script.ts) a line, as JSON. */
async function play(virtual: VirtualDriver): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue
    const script = readScript([parse(line)])
    if (!script.ok) {
      say(script.message)
      continue
    }
    for (const step of script.steps) {
      if (step.afterMs !== undefined) await wait(step.afterMs)
      const done = virtual.act(step)
      if (!done.ok) say(`"${step.do}" はできませんでした [${done.code}]`)
    }
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
