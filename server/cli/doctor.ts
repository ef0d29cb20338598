import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { MachineCheck, Reader, ReaderService } from '../../contract/reader.ts'
import { findBoxKey } from '../access/box-key.ts'
import { hasLostKey } from '../access/lost-key.ts'
import { readerModels } from '../../drivers/discovery.ts'
import { listUsbDevices, type UsbDevice } from '../../drivers/pcsc/usb-devices.ts'
import { listSerialPorts } from '../../drivers/serial/find-scanners.ts'
import { listHealth, type HealthList } from '../api/reader-health.ts'
import { isFault } from '../domain/reader-health.ts'
import { createReaders } from '../intake/readers.ts'
import { storeFile } from '../main.ts'
import { askBox } from '../ops/control.ts'
import { failed, fine } from '../ops/machine-check.ts'
import { checkMachine } from '../ops/machine-checks.ts'
import { findFacility } from '../store/facility.ts'
import { openStore, type Store } from '../store/open.ts'
import { findReader } from '../store/readers.ts'
import { checkTls } from './tls-check.ts'

const project = join(import.meta.dirname, '../..')

interface Findings {
  isRunning: boolean
  machine: MachineCheck[]
  readers: HealthList['readers']
}

/**
 * `kusuribako doctor readers`: what the pages of the readers say, and what a technician would look at on this machine. Asks the running
 * box; with the box stopped it looks into the store and at USB itself; without a data folder (a satellite) it looks at the machine alone.
 * @returns 0 when all is well, 1 when something has failed
 */
export async function runDoctorReaders(flags: { data?: string; json?: boolean }): Promise<number> {
  const found = flags.data === undefined ? await lookAtMachine([], []) : await examine(resolve(flags.data))
  if (flags.data !== undefined && typeof found !== 'string') {
    const dataDir = resolve(flags.data)
    found.machine.push(
      ...checkSignIn(dataDir),
      ...(await checkPorts(dataDir)),
      ...checkTls({ dataDir, now: Date.now() }),
    )
  }
  if (typeof found === 'string') {
    process.stderr.write(`${found}\n`)
    return 1
  }
  const isOk =
    found.machine.every(({ state }) => state !== 'failed') &&
    found.readers.every(({ reader, report }) => !reader.isWanted || !isFault(report.verdict))
  if (flags.json) process.stdout.write(`${JSON.stringify({ ok: isOk, ...found })}\n`)
  else process.stdout.write(`${describe(found, flags.data !== undefined)}\n`)
  return isOk ? 0 : 1
}

/** Whether a password alone signs in here. */
function checkSignIn(dataDir: string): MachineCheck[] {
  const opened = openStore({ file: storeFile(dataDir), now: Date.now })
  if (!opened.ok) return []
  try {
    const keys = checkKey(opened.store, dataDir)
    const isRequired = findFacility(opened.store)?.hasSecondFactor ?? false
    const code = 'second-factor'
    if (isRequired) return [fine(code, '二要素認証が必須です'), ...keys]
    const next = '本物の薬局では、--no-second-factor を付けずに初期設定した薬箱を使ってください。'
    return [failed(code, '二要素認証なし: パスワードだけでサインインできます', next), ...keys]
  } finally {
    opened.store.close()
  }
}

/** Whether the second factors of this store can be opened. */
function checkKey(store: Store, dataDir: string): MachineCheck[] {
  const code = 'box-key'
  if (!hasLostKey(store, findBoxKey(dataDir))) return [fine(code, '薬箱の鍵(keys/box.key)は、このデータのものです')]
  const next = `薬箱を止め、控えの keys フォルダーを ${join(dataDir, 'keys')} に戻して起動する。控えがないときは docs/operating/職員とログイン.md の「薬箱の鍵をなくしたとき」`
  return [
    failed(code, '薬箱の鍵(keys/box.key)がないか、このデータのものではありません。認証アプリの数字が通りません', next),
  ]
}

/** What the running box could not open. */
async function checkPorts(dataDir: string): Promise<MachineCheck[]> {
  const asked = await askBox(dataDir, 'doctor-ports')
  return asked.ok ? (asked.body as MachineCheck[]) : []
}

const lookAtMachine = async (readers: Reader[], services: ReaderService[]): Promise<Findings> => ({
  isRunning: false,
  machine: await checkMachine({
    project,
    models: readerModels,
    readers,
    services,
    serialPorts: await listSerialPorts(),
  }),
  readers: [],
})

async function examine(dataDir: string): Promise<Findings | string> {
  const asked = await askBox(dataDir, 'doctor-readers')
  if (asked.ok) {
    const { readers, services } = asked.body as HealthList
    const { machine } = await lookAtMachine(readersIn(readers), services)
    return { isRunning: true, machine, readers }
  }
  if (asked.code === 'refused') return '薬箱は動いていますが、リーダーの調子を答えられません。薬箱を更新してください。'
  const file = storeFile(dataDir)
  const opened = existsSync(file) ? openStore({ file, now: Date.now }) : undefined
  if (!opened?.ok) {
    return opened ? 'このデータは新しい版の薬箱で作られています。' : `${dataDir} に薬箱のデータがありません。`
  }
  try {
    return await examineStopped(opened.store)
  } finally {
    opened.store.close()
  }
}

const readersIn = (list: HealthList['readers']): Reader[] => list.map(({ reader }) => reader)

async function examineStopped(store: Store): Promise<Findings> {
  const devices = listUsbDevices('/sys/bus/usb/devices')
  const known = createReaders({
    store,
    drivers: [],
    judge: () => 'unused',
    onStatus: () => undefined,
    onDesk: () => undefined,
    onError: () => undefined,
  })
  const live = (id: string) => {
    const device = findReader(store, id)?.device
    const found = devices.find((each) => device !== undefined && isDevice(each, device))
    return { isConnected: found !== undefined, since: null, usb: found?.facts }
  }
  const list = () => known.list().map((reader) => ({ ...reader, isConnected: live(reader.id).isConnected }))
  const { machine } = await lookAtMachine(list(), [])
  const { readers } = listHealth(store, { list, live, services: () => servicesBy(machine) })
  return { isRunning: false, machine, readers }
}

/** Whether a device of the kernel is the one that a key of drivers/reader.ts means. */
function isDevice({ vendor, product, serial, port }: UsbDevice, device: string): boolean {
  const model = `usb:${vendor}:${product}`
  return device === `${model}@${port}` || (serial !== undefined && device === `${model}:${serial}`)
}

/** What the box's drivers would come to find. */
function servicesBy(machine: readonly MachineCheck[]): ReaderService[] {
  const isMissing = (code: string): boolean => machine.some((check) => check.code === code && check.state !== 'ok')
  const stateOf = (name: string): ReaderService['state'] => (isMissing(`package-${name}`) ? 'binding-missing' : 'ok')
  const isSilent = ['pcscd-missing', 'pcscd-denied', 'pcscd-stopped'].some(isMissing)
  const pcsc = stateOf('smartcard')
  return [
    { service: 'pcsc', state: pcsc === 'ok' && isSilent ? 'no-daemon' : pcsc },
    { service: 'serial', state: stateOf('serialport') },
    { service: 'hid', state: stateOf('node-hid') },
  ]
}

const marks: Record<MachineCheck['state'], string> = { ok: '✓', warning: '▲', failed: '✗' }

function describe({ isRunning, machine, readers }: Findings, hasData: boolean): string {
  const lines = [
    ...(hasData ? [`薬箱  ${isRunning ? '動いています' : '動いていません(保存された記録と USB から調べました)'}`] : []),
    'この機械',
    ...machine.flatMap(({ state, text, next }) => [
      `  ${marks[state]} ${text}`,
      ...(next === '' ? [] : [`      → ${next}`]),
    ]),
  ]
  if (hasData) lines.push('リーダーとスキャナー', ...readers.flatMap(describeReader))
  if (hasData && readers.length === 0) lines.push('  まだ 1 台もつながれたことがありません')
  return lines.join('\n')
}

function describeReader({ reader, report, counter }: HealthList['readers'][number]): string[] {
  const { label, satellite, isConnected, isWanted } = reader
  const place = [counter ?? '窓口なし', ...(satellite === undefined ? [] : [`サテライト ${satellite}`])].join('、')
  const state = isConnected && isWanted ? 'ON' : isConnected ? 'OFF(設定)' : 'OFF(抜けています)'
  const mark = isFault(report.verdict) ? marks.failed : report.verdict === 'ok' ? marks.ok : marks.warning
  return [
    `  ${mark} ${label}(${place})  ${state}`,
    `      ${report.title} [${report.verdict}]`,
    ...report.evidence.map((line) => `      ・${line}`),
    ...report.steps.map((step, index) => `      ${index + 1}. ${step}`),
    ...(report.vendor.length === 0
      ? []
      : ['      業者に伝えること', ...report.vendor.map((line) => `        ${line}`)]),
  ]
}
