import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createTestReader, listenForApdus, type TestCard, type TestReader } from './card-reader.ts'
import { plugUsb, unplugUsb, type UsbDevice } from './usb-tree.ts'
import { copyVpcd, layOnVpcd, vpcdConf } from './vpcd.ts'

export interface PluggableReader extends TestReader {
  plug(): void
  unplug(): void
}

export interface TestDaemon {
  /** For the environment of a client: `PCSCLITE_CSOCK_NAME`. */
  socket: string
  /** The USB tree that this daemon sees. */
  sysfs: string
  start(): Promise<void>
  /** Ends pcscd by a signal, as `kill -9` or `systemctl stop` does. */
  end(signal?: NodeJS.Signals): Promise<void>
  /** There, and not answering. */
  pause(): void
  resume(): void
  /** A reader in a drawer: `plug` puts it to use. Without events it is looked at every 400 ms, as cheap readers are. */
  addReader(device: UsbDevice, options?: { hasEvents?: boolean }): PluggableReader
  /** Lays a card on Debian's virtual reader. @returns lifts it again */
  layOnVpcd(card: TestCard): () => void
  close(): Promise<void>
}

const source = join(import.meta.dirname, '../ifd')
const byHand = 'npm test が入れるか、apt-get install pcscd libpcsclite-dev gcc pkg-config iproute2 を実行してください。'
const isRoot = process.getuid?.() === 0

/** The readers our driver is named for, with the names that libccid gives them. */
const known = [
  ['054C', '0DC8', 'SONY FeliCa RC-S300/S'],
  ['054C', '0DC9', 'SONY FeliCa RC-S300/P'],
  ['072F', '223B', 'ACS ACR1252 Dual Reader'],
  ['072F', '2200', 'ACS ACR122U'],
  ['04E6', '5591', 'SCM Microsystems Inc. SCL3711-NFC&RW'],
] as const

/** Builds the driver and the tool that tells of plugging. @returns `dir` */
export function buildIfd(dir: string): string {
  const flags = spawnSync('pkg-config', ['--cflags', 'libpcsclite'], { encoding: 'utf8' })
  if (flags.status !== 0) throw new Error(`libpcsclite-dev がありません。${byHand}`)
  compile(...flags.stdout.trim().split(/\s+/), '-shared', '-fPIC', '-o', join(dir, 'libifd.so'), join(source, 'ifd.c'))
  compile('-o', join(dir, 'uevent'), join(source, 'uevent.c'))
  return dir
}

function compile(...args: string[]): void {
  const { status, stderr, error } = spawnSync('gcc', ['-O2', '-Wall', '-Wextra', '-Werror', ...args], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(error ? `gcc がありません。${byHand}` : stderr)
}

/**
 * A pcscd of the test's own: Debian's program in mount and network namespaces of its own. Its USB tree is a folder of plain files,
 * its plug events come from our `uevent`, and where libccid would be it finds our driver. Not started yet.
 * @param dir an empty folder, with a path short enough for a socket in it
 * @param built what `buildIfd` gave
 * @param options `hasVpcd` puts Debian's virtual reader in as well
 */
export function createPcscd(dir: string, built: string, { hasVpcd = false } = {}): TestDaemon {
  const [run, sys, ifd, drivers] = ['run', 'sys', 'ifd', 'drivers'].map((name) => join(dir, name)) as [
    string,
    string,
    string,
    string,
  ]
  const bundle = join(drivers, 'kusuribako-test.bundle/Contents')
  const sysfs = join(sys, 'bus/usb/devices')
  for (const folder of [run, ifd, sysfs, join(bundle, 'Linux')]) mkdirSync(folder, { recursive: true })
  writeFileSync(join(bundle, 'Info.plist'), infoPlist)
  symlinkSync(join(built, 'libifd.so'), join(bundle, 'Linux/libifd.so'))
  if (hasVpcd) copyVpcd(drivers)
  writeFileSync(join(dir, 'reader.conf'), hasVpcd ? vpcdConf : '')

  const readers = new Map<string, TestReader>()
  const server = listenForApdus(join(ifd, 'card.sock'), (name) => readers.get(name))
  let child: ChildProcess | undefined
  let ended: Promise<unknown> | undefined
  let pluggings = 0

  /** Goes before a command that is to run inside the daemon's network. */
  const enter = (): string[] => {
    if (child?.pid === undefined) throw new Error('pcscd has not been started')
    return ['-t', String(child.pid), ...(isRoot ? [] : ['-U', '--preserve-credentials']), '-n']
  }
  const tell = (action: 'add' | 'remove', path: string): void => {
    if (child?.pid === undefined) return
    const enter = ['-t', String(child.pid), ...(isRoot ? [] : ['-U', '--preserve-credentials']), '-n']
    const { status, stderr } = spawnSync('nsenter', [...enter, join(built, 'uevent'), action, path], {
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(stderr)
  }
  const end = async (signal: NodeJS.Signals = 'SIGKILL'): Promise<void> => {
    const ending = child
    child = undefined
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
    ended = once(ending, 'exit')
    ending.kill(signal)
    await ended
  }

  return {
    socket: join(run, 'pcscd.comm'),
    sysfs,
    end,
    async start() {
      await ended
      const script =
        'mkdir -p /run/pcscd && mount --bind "$1/run" /run/pcscd && mount --bind "$1/drivers" /usr/lib/pcsc/drivers &&' +
        ' mount --bind "$1/sys" /sys && ip link set lo up &&' +
        // The kernel ends it when this process is no more, however that came about.
        ' exec setpriv --pdeathsig KILL pcscd --foreground --info --config "$1/reader.conf"'
      const started = spawn('unshare', [...(isRoot ? [] : ['-r']), '-m', '-n', 'sh', '-c', script, 'sh', dir], {
        stdio: ['ignore', 'pipe', 'pipe'],
        // pcscd reads our tree through libudev, which otherwise insists on a sysfs made by the kernel.
        env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', KB_IFD_DIR: ifd, SYSTEMD_DEVICE_VERIFY_SYSFS: '0' },
      })
      child = started
      let log = ''
      started.stderr.on('data', (text: Buffer) => {
        log += text.toString()
      })
      await new Promise<void>((resolve, reject) => {
        createInterface({ input: started.stdout }).on('line', (line) => {
          if (line.includes('daemon ready')) resolve()
        })
        started.once('error', reject)
        started.once('exit', () => {
          reject(new Error(`pcscd が動きません。${byHand}\n${log}`))
        })
      })
      // pcscd listens for plugging a moment after it calls itself ready; what is told before that is lost on it.
      while (!hearsPlugging(started.pid)) await new Promise((resolve) => setTimeout(resolve, 1))
    },
    pause() {
      child?.kill('SIGSTOP')
    },
    resume() {
      child?.kill('SIGCONT')
    },
    addReader(device, { hasEvents = true } = {}) {
      const file = join(ifd, `reader-${device.port}`)
      const reader = createTestReader(file, hasEvents)
      return {
        ...reader,
        plug() {
          const name = `001-${String(++pluggings).padStart(3, '0')}`
          symlinkSync(file, join(ifd, name))
          readers.set(name, reader)
          tell('add', plugUsb(sys, device, pluggings))
        },
        unplug() {
          tell('remove', unplugUsb(sys, device))
        },
      }
    },
    layOnVpcd: (card) => layOnVpcd(enter(), card),
    async close() {
      await end()
      server.close()
    },
  }
}

/** Whether a process has asked the kernel for udev's messages (netlink group 2). */
function hearsPlugging(pid: number | undefined): boolean {
  const [, ...rows] = readFileSync(`/proc/${pid}/net/netlink`, 'utf8').trim().split('\n')
  return rows.some((row) => {
    const [, protocol, , groups] = row.trim().split(/\s+/)
    return protocol === '15' && (parseInt(groups ?? '0', 16) & 2) !== 0
  })
}

// One value a line: pcscd's own reader of such files knows no other form.
const array = (key: string, values: readonly string[]): string =>
  `<key>${key}</key>\n<array>\n${values.map((value) => `<string>${value.replace('&', '&amp;')}</string>\n`).join('')}</array>\n`
const infoPlist =
  '<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0">\n<dict>\n' +
  '<key>CFBundleExecutable</key>\n<string>libifd.so</string>\n<key>CFBundleName</key>\n<string>KUSURIBAKO</string>\n' +
  '<key>ifdCapabilities</key>\n<string>0x00000000</string>\n' +
  array(
    'ifdVendorID',
    known.map(([vendor]) => `0x${vendor}`),
  ) +
  array(
    'ifdProductID',
    known.map(([, product]) => `0x${product}`),
  ) +
  array(
    'ifdFriendlyName',
    known.map(([, , name]) => name),
  ) +
  '</dict>\n</plist>\n'
