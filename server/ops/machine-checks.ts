import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { MachineCheck, Reader, ReaderService } from '../../contract/reader.ts'
import { failed, fine, warning } from './machine-check.ts'
import { checkScannerPorts, type SerialPort } from './scanner-ports.ts'
import { checkUsbReaders, listUsbReaders, type ReaderModel } from './usb-readers.ts'

export interface MachineOptions {
  /** `/`, or a folder like it. */
  root?: string
  /** The folder of the program, where its packages are. */
  project: string
  /** Card readers the drivers know. */
  models: readonly ReaderModel[]
  /** What the box knows; one that USB shows now counts as well. */
  readers: readonly Reader[]
  /** What the running box hears of, satellites' too; none of its own when it does not run, or only with virtual readers. */
  services: readonly ReaderService[]
  /** What is plugged in as a USB serial line (drivers/serial/find-scanners.ts). */
  serialPorts: readonly SerialPort[]
}

/** The packages with native code, and what each is for. */
const natives = { smartcard: 'カードリーダー', serialport: 'USB-COM のスキャナー', 'node-hid': 'HID-POS のスキャナー' }

/**
 * What a technician would look at on the machine that the readers are plugged into. Nothing is changed. What only matters with a card
 * reader is a warning as long as there is none.
 */
export async function checkMachine({
  root = '/',
  project,
  models,
  readers,
  services: all,
  serialPorts,
}: MachineOptions): Promise<MachineCheck[]> {
  const services = all.filter(({ satellite }) => satellite === undefined)
  const plugged = listUsbReaders(root, models)
  const own = readers.filter(({ kind, satellite }) => kind === 'pcsc' && satellite === undefined)
  const needed = plugged.length > 0 || own.some(({ isWanted }) => isWanted) ? failed : warning
  const isWatched = services.some(({ service }) => service === 'pcsc')
  return [
    ...(await checkDaemon(root, needed)),
    ...(await checkNatives(project, needed)),
    ...checkVirtualCards(root),
    ...checkPolkit(root, needed),
    ...checkUsbReaders(root, plugged, isWatched ? own.filter(({ isConnected }) => isConnected).length : null),
    ...checkScannerPorts(root, serialPorts),
    ...checkKernelLog(services),
  ]
}

type Refuse = typeof failed

async function checkDaemon(root: string, refuse: Refuse): Promise<MachineCheck[]> {
  if (!existsSync(join(root, 'usr/sbin/pcscd'))) {
    return [refuse('pcscd-missing', 'カードリーダーのサービス(pcscd)が入っていません', 'apt-get install pcscd')]
  }
  const code = await knock(process.env.PCSCLITE_CSOCK_NAME ?? join(root, 'run/pcscd/pcscd.comm'))
  if (code === null) return [fine('pcscd', 'カードリーダーのサービス(pcscd)につながります')]
  if (code === 'EACCES') {
    return [
      refuse(
        'pcscd-denied',
        'カードリーダーのサービス(pcscd)の口を開く権利がありません',
        'ls -l /run/pcscd で権利を確かめる',
      ),
    ]
  }
  return [
    refuse(
      'pcscd-stopped',
      `カードリーダーのサービス(pcscd)が動いていません [${code}]`,
      'systemctl enable --now pcscd.socket、動かなければ systemctl status pcscd',
    ),
  ]
}

/** @returns null when somebody answers at the socket, else the system's error code */
function knock(path: string): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(null)
    })
    socket.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message)
    })
  })
}

/** Loads each package in a process of its own: native code that fails takes only that along. */
async function checkNatives(project: string, refuse: Refuse): Promise<MachineCheck[]> {
  return Promise.all(
    Object.entries(natives).map(async ([name, purpose]) => {
      const fault = await loadFault(project, name)
      if (fault === null) return fine(`package-${name}`, `${purpose}用の部品(${name})が使えます`)
      const tools =
        name === 'smartcard' ? 'apt-get install pcscd libpcsclite-dev build-essential pkg-config python3 のあと、' : ''
      return (name === 'smartcard' ? refuse : warning)(
        `package-${name}`,
        `${purpose}用の部品(${name})が使えません: ${fault}`,
        `${tools}薬箱のフォルダーで npm ci をやり直す`,
      )
    }),
  )
}

function loadFault(project: string, name: string): Promise<string | null> {
  const program = `try { require(${JSON.stringify(name)}) } catch (error) { console.log(error.code + ' ' + error.message.split('\\n')[0]) }`
  return new Promise((resolve) => {
    execFile(process.execPath, ['-e', program], { cwd: project, timeout: 10_000 }, (error, stdout) => {
      const [code, ...message] = stdout.trim().split(' ')
      if (error) resolve('読み込むとプログラムが止まります')
      else if (code === '') resolve(null)
      else resolve(code === 'MODULE_NOT_FOUND' ? '入っていません' : message.join(' '))
    })
  })
}

/** Ports of the virtual smart card daemon; it listens on every address. */
const vpcdPorts = [35963, 35964]
const listening = '0A'

/** With vsmartcard-vpcd anybody on the LAN can lay a card on the box. It belongs on machines for tests only. */
function checkVirtualCards(root: string): MachineCheck[] {
  const folder = join(root, 'etc/reader.conf.d')
  const files = existsSync(folder) ? readdirSync(folder) : []
  const named = files.filter((name) => /^[^#\n]*vpcd/im.test(readFileSync(join(folder, name), 'utf8')))
  const ports = ['tcp', 'tcp6']
    .flatMap((name) => readIfAny(join(root, 'proc/net', name)).split('\n'))
    .flatMap((line) => {
      const [, local = '', , state] = line.trim().split(/\s+/)
      const port = Number.parseInt(local.split(':')[1] ?? '', 16)
      return state === listening && vpcdPorts.includes(port) ? [port] : []
    })
  if (named.length === 0 && ports.length === 0) return [fine('virtual-cards', '仮想カードの設定(vpcd)はありません')]
  const found = [
    ...named.map((name) => `/etc/reader.conf.d/${name}`),
    ...[...new Set(ports)].map((port) => `ポート ${port}`),
  ]
  return [
    failed(
      'virtual-cards',
      `仮想カードの設定(vpcd)があり、LAN のだれでもカードをタッチしたことにできます: ${found.join('、')}`,
      'apt-get purge vsmartcard-vpcd のあと、systemctl restart pcscd',
    ),
  ]
}

const polkitAction = 'org.debian.pcsc-lite.access_pcsc'

/** Debian 13's pcscd asks polkit and by default refuses a service; Debian 12's does not ask. */
function checkPolkit(root: string, refuse: Refuse): MachineCheck[] {
  if (!existsSync(join(root, 'usr/share/polkit-1/actions/org.debian.pcsc-lite.policy'))) return []
  const next =
    'systemd/polkit/50-kusuribako-pcsc.rules を /etc/polkit-1/rules.d/ に置く(その中の利用者名を、薬箱を動かす利用者に合わせる)'
  for (const folder of ['etc/polkit-1/rules.d', 'usr/share/polkit-1/rules.d']) {
    try {
      const rules = readdirSync(join(root, folder)).map((name) => readFileSync(join(root, folder, name), 'utf8'))
      if (rules.some((text) => text.includes(polkitAction)))
        return [fine('polkit', 'pcscd を使う許可(polkit)があります')]
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EACCES') {
        return [warning('polkit-unread', 'pcscd を使う許可(polkit)を確かめられません', 'sudo を付けてもう一度実行する')]
      }
      if (code !== 'ENOENT') throw error
    }
  }
  return [refuse('polkit', 'この版の pcscd は polkit の許可がないと、薬箱に使わせません', next)]
}

/** Reading /dev/kmsg needs CAP_SYSLOG where kernel.dmesg_restrict is set, as on Debian. */
function checkKernelLog(services: readonly ReaderService[]): MachineCheck[] {
  if (!services.some(({ state }) => state === 'no-kernel-log')) return []
  return [
    warning(
      'kernel-log',
      '薬箱がカーネルの記録(/dev/kmsg)を読めないので、USB の信号・電源の異常を数えられません',
      '薬箱を systemd から始めているなら、その unit の [Service] に AmbientCapabilities=CAP_SYSLOG の行を加えて始めなおす(薬箱の unit の見本はまだないので、サテライトの systemd/kusuribako-satellite.service を手本にする)',
    ),
  ]
}

function readIfAny(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // No IPv6, or no network at all.
    return ''
  }
}
