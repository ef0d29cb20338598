import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { MachineCheck, Reader, ReaderService } from '../../contract/reader.ts'
import { readerModels } from '../../drivers/discovery.ts'
import { listUsbDevices, type UsbDevice } from '../../drivers/pcsc/usb-devices.ts'
import { listSerialPorts } from '../../drivers/serial/find-scanners.ts'
import { listHealth, type HealthList } from '../api/reader-health.ts'
import { isFault } from '../domain/reader-health.ts'
import { createReaders } from '../intake/readers.ts'
import { storeFile } from '../main.ts'
import { askBox } from '../ops/control.ts'
import { checkMachine } from '../ops/machine-checks.ts'
import { openStore, type Store } from '../store/open.ts'
import { findReader } from '../store/readers.ts'

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
