// For the tests of serial scanners: real pseudo-terminals (by python3, Node has none), and a /sys and /dev of real files and links.
import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { afterEach } from 'vitest'
import type { Driver, ReaderEvent } from '../reader.ts'

const endings: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

/** Opens a pty, says the name of its slave, and writes what comes as hexadecimal lines to its master, 64 bytes at a time as USB does. */
const ptyScript = `
import os, pty, sys, tty
master, slave = pty.openpty()
tty.setraw(slave)
print(os.ttyname(slave), flush=True)
for line in sys.stdin:
    data = bytes.fromhex(line.strip())
    for at in range(0, len(data), 64):
        rest = data[at:at + 64]
        while rest:
            rest = rest[os.write(master, rest):]
    print('sent', flush=True)
`

export interface Plug {
  /** Its node, such as `ttyACM0`. */
  name: string
  vendor?: string
  product?: string
  serial?: string
  port?: string
  label?: string
}

export interface PluggedScanner {
  /** Returns when all of it is on the line. */
  send(bytes: Uint8Array): Promise<void>
  /** Pulls it out: the line breaks, then the node goes, as the kernel does it. */
  unplug(): Promise<void>
}

export interface Bench {
  sysDir: string
  devDir: string
  plug(plug: Plug): Promise<PluggedScanner>
}

export function createBench(): Bench {
  const root = mkdtempSync(join(tmpdir(), 'scanner-'))
  endings.push(() => {
    rmSync(root, { recursive: true, force: true })
  })
  const sysDir = join(root, 'sys')
  const devDir = join(root, 'dev')
  mkdirSync(join(sysDir, 'class/tty'), { recursive: true })
  mkdirSync(devDir)
  return {
    sysDir,
    devDir,
    async plug(plug) {
      const unplugUsb = plugUsb(sysDir, 'tty', plug)
      const { child, slave } = await openPty()
      symlinkSync(slave, join(devDir, plug.name))
      const answers = createInterface({ input: child.stdout })
      return {
        async send(bytes) {
          const sent = once(answers, 'line')
          child.stdin.write(`${Buffer.from(bytes).toString('hex')}\n`)
          await sent
        },
        async unplug() {
          await end(child)
          unplugUsb()
          rmSync(join(devDir, plug.name))
        },
      }
    },
  }
}

/** What `/sys` shows of a USB device with one node of a class. Returns how to take it away again. */
export function plugUsb(sysDir: string, className: string, plug: Plug): () => void {
  const { name, vendor = '0c2e', product = '0901', serial = 'MIHON-1', port = '1-2.3', label = 'Mihon Scanner' } = plug
  const device = join(sysDir, 'devices/usb1', port)
  const node = join(device, `${port}:1.0`, className, name)
  mkdirSync(node, { recursive: true })
  for (const [attribute, value] of Object.entries({ idVendor: vendor, idProduct: product, serial, product: label })) {
    if (value !== '') writeFileSync(join(device, attribute), `${value}\n`)
  }
  symlinkSync(dirname(dirname(node)), join(node, 'device'))
  mkdirSync(join(sysDir, 'class', className), { recursive: true })
  symlinkSync(node, join(sysDir, 'class', className, name))
  return () => {
    rmSync(join(sysDir, 'class', className, name))
    rmSync(device, { recursive: true })
  }
}

/** Another process that holds the line for itself, as a second program would. */
export async function holdExclusively(path: string): Promise<() => Promise<void>> {
  const script = `import fcntl, os, sys\nfd = os.open(${JSON.stringify(path)}, os.O_RDWR | os.O_NOCTTY)\nfcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)\nprint('held', flush=True)\nsys.stdin.read()`
  const child = spawn('python3', ['-c', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  endings.push(() => end(child))
  await once(child.stdout, 'data')
  return () => end(child)
}

export interface Told {
  events: ReaderEvent[]
  /** Waits for an event after which the condition holds. */
  until(condition: (events: ReaderEvent[]) => boolean): Promise<void>
}

/** Starts a driver and keeps what it tells. It is stopped after the test. */
export function listenTo(driver: Driver): Told {
  const events: ReaderEvent[] = []
  const waiting = new Set<() => void>()
  driver.start((event) => {
    events.push(event)
    for (const check of [...waiting]) check()
  })
  endings.push(() => driver.stop())
  return {
    events,
    until: (condition) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (!condition(events)) return
          waiting.delete(check)
          resolve()
        }
        waiting.add(check)
        check()
      }),
  }
}

async function openPty(): Promise<{ child: ChildProcessByStdio<Writable, Readable, null>; slave: string }> {
  const child = spawn('python3', ['-c', ptyScript], { stdio: ['pipe', 'pipe', 'inherit'] })
  endings.push(() => end(child))
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, slave: line.toString().trim() }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}
