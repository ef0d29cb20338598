import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { ReaderEvent } from '../reader.ts'
import { listenTo, type Told } from '../serial/scanner-test-rig.ts'
import { createHidJoin, type HidCode } from './join.ts'
import { readReport, type HidLayouts } from './layouts.ts'
import type { HidPort, HidScanner } from './port.ts'
import { createHidScanners, type HidScannerOptions } from './scanner.ts'

const now = (): number => 1_775_200_000_000
const key = 'usb:0c2e:0b61:MIHON-1'
const notebook = [
  'JAHISTC08,1',
  '1,試験　花子,2,19680407,,,,,,,',
  '5,20260403,1',
  '11,架空薬局　本店,13,4,9999999,,,,1',
  '201,1,ムコダイン錠２５０ｍｇ,6,錠,4,2233002F1174,1',
  '',
].join('\r\n')

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function recorded(name: string): Uint8Array[] {
  const lines = readFileSync(join(import.meta.dirname, 'recorded', `${name}.hex`), 'utf8').split('\n')
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => Uint8Array.from(Buffer.from(line.replaceAll(' ', ''), 'hex')))
}

const noBody = (): void => undefined
const decode = (bytes: Uint8Array): string => new TextDecoder('shift_jis').decode(bytes)
const scans = (events: ReaderEvent[]) => events.filter((event) => event.type === 'scanned')
const failures = (events: ReaderEvent[]) =>
  events.flatMap((event) => (event.type === 'scan-failed' ? [event.code] : []))
const count = (events: ReaderEvent[], type: ReaderEvent['type']): number =>
  events.filter((event) => event.type === type).length

/** A `HidPort` whose scanners are plugged in and speak when the test says so; its device folder is a real one. */
function createDesk() {
  const devDir = mkdtempSync(join(tmpdir(), 'hid-'))
  folders.push(devDir)
  const scanners = new Map<string, HidScanner>()
  const lines = new Map<string, { report: (report: Uint8Array) => void; gone: () => void }>()
  const port: HidPort = {
    list: async () => [...scanners.values()],
    open: async (path) => {
      const line = { report: noBody as (report: Uint8Array) => void, gone: noBody }
      lines.set(path, line)
      return {
        onReport: (listener) => (line.report = listener),
        onGone: (listener) => (line.gone = listener),
        close: async () => void lines.delete(path),
      }
    },
  }
  return {
    port,
    devDir,
    plug(name: string, serial = 'MIHON-1'): void {
      const path = join(devDir, name)
      scanners.set(path, { path, vendor: '0c2e', product: '0b61', serial, port: '1-2', label: 'Mihon Scanner' })
      writeFileSync(path, '')
    },
    unplug(name: string): void {
      const path = join(devDir, name)
      scanners.delete(path)
      rmSync(path)
      lines.get(path)?.gone()
    },
    send(name: string, reports: Uint8Array[]): void {
      for (const report of reports) lines.get(join(devDir, name))?.report(report)
    },
  }
}

function start(desk: ReturnType<typeof createDesk>, options: Partial<HidScannerOptions> = {}): Told {
  const { devDir, port } = desk
  return listenTo(createHidScanners({ now, devDir, loadPort: () => Promise.resolve(port), ...options }))
}

async function ready(options: Partial<HidScannerOptions> = {}) {
  const desk = createDesk()
  desk.plug('hidraw0')
  const told = start(desk, options)
  await told.until((events) => count(events, 'device-ready') === 1)
  return { desk, told }
}

describe('a scanner in HID-POS mode', () => {
  it.each(['notebook-64', 'notebook-62'])('puts the reports of one code together, byte for byte (%s)', async (name) => {
    const { desk, told } = await ready()
    desk.send('hidraw0', recorded(name))
    expect(scans(told.events)).toHaveLength(1)
    const [scan] = scans(told.events)
    expect(scan).toMatchObject({ device: key, symbology: ']Q1', at: now() })
    expect(decode(scan!.bytes)).toBe(notebook)
  })

  it('leaves the header of a part of a split QR code where it is', async () => {
    const { desk, told } = await ready()
    desk.send('hidraw0', recorded('part-of-split-qr'))
    expect([...scans(told.events)[0]!.bytes.subarray(0, 4)]).toEqual([0x02, 0x5a, 0x4a, 0x41])
  })

  it('gives a code up whose next report does not come, and reads the next one', async () => {
    const { desk, told } = await ready({ joinMs: 30 })
    desk.send('hidraw0', recorded('notebook-64').slice(0, 2))
    await told.until((events) => count(events, 'scan-failed') === 1)
    expect(failures(told.events)).toEqual(['timeout'])
    desk.send('hidraw0', recorded('notebook-64'))
    expect(decode(scans(told.events)[0]!.bytes)).toBe(notebook)
  })

  it('says what makes no sense once for each code, and reads the next one', async () => {
    const { desk, told } = await ready()
    const reports = recorded('notebook-64')
    const broken = Uint8Array.from(reports[1]!)
    broken[1] = 57
    desk.send('hidraw0', [reports[0]!, broken, ...reports.slice(2)])
    desk.send('hidraw0', [Uint8Array.of(2, 1), Uint8Array.of()])
    desk.send('hidraw0', reports)
    expect(failures(told.events)).toEqual(['malformed', 'malformed', 'malformed'])
    expect(scans(told.events)).toHaveLength(1)
  })

  it('says that a code is too long and skips it to its end', async () => {
    const { desk, told } = await ready({ maxBytes: 100 })
    desk.send('hidraw0', recorded('notebook-64'))
    expect(failures(told.events)).toEqual(['too-long'])
    expect(scans(told.events)).toHaveLength(0)
    desk.send('hidraw0', recorded('part-of-split-qr'))
    expect(scans(told.events)).toHaveLength(1)
  })

  it('never mixes half a code with the next scanner that is plugged in', async () => {
    const { desk, told } = await ready()
    desk.send('hidraw0', recorded('notebook-64').slice(0, 1))
    desk.unplug('hidraw0')
    await told.until((events) => count(events, 'device-gone') === 1)
    desk.plug('hidraw1')
    await told.until((events) => count(events, 'device-ready') === 2)
    desk.send('hidraw1', recorded('notebook-64'))
    expect(failures(told.events)).toEqual(['timeout'])
    expect(scans(told.events).map(({ device, bytes }) => [device, decode(bytes)])).toEqual([[key, notebook]])
  })

  it('comes back 40 times out of 40', async () => {
    const { desk, told } = await ready()
    for (let time = 1; time <= 40; time += 1) {
      desk.unplug(`hidraw${time - 1}`)
      desk.plug(`hidraw${time}`)
      await told.until((events) => count(events, 'device-ready') === time + 1)
      desk.send(`hidraw${time}`, recorded('part-of-split-qr'))
    }
    expect(scans(told.events)).toHaveLength(40)
    expect(count(told.events, 'device-gone')).toBe(40)
    expect(failures(told.events)).toEqual([])
  })

  it('of a model with its own layout is read by that layout, its status reports passed over', async () => {
    const own: HidLayouts = {
      '0c2e:0b61': { reportId: 5, otherIds: [9], size: 10, length: 9, symbology: 1, data: 4, room: 4, flags: 8 },
    }
    const { desk, told } = await ready({ layouts: own })
    desk.send('hidraw0', [
      Uint8Array.of(9, 1),
      Uint8Array.from([5, ...Buffer.from(']Q1'), ...Buffer.from('abcd'), 1, 4]),
      Uint8Array.from([5, ...Buffer.from(']Q1'), ...Buffer.from('ef'), 0, 0, 0, 2]),
    ])
    expect(failures(told.events)).toEqual([])
    expect(Buffer.from(scans(told.events)[0]!.bytes).toString()).toBe('abcdef')
  })
})

describe('a box without the package node-hid', () => {
  it('says so once and does nothing else', async () => {
    const desk = createDesk()
    desk.plug('hidraw0')
    const told = start(desk, { hasPackage: () => false })
    await told.until((events) => events.length > 0)
    expect(told.events).toEqual([{ type: 'service', at: now(), service: 'hid', state: 'binding-missing' }])
  })

  it('says so when the package is there and cannot be loaded', async () => {
    const desk = createDesk()
    desk.plug('hidraw0')
    const told = start(desk, { loadPort: () => Promise.reject(new Error('no binary for this system')) })
    await told.until((events) => events.length > 1)
    expect(told.events).toMatchObject([{ state: 'ok' }, { service: 'hid', state: 'binding-missing' }])
  })
})

describe('the real node-hid', () => {
  it('is loaded, lists what is there, and ends', async () => {
    const { devDir, plug } = createDesk()
    plug('hidraw0')
    const driver = createHidScanners({ now, devDir })
    const told = listenTo(driver)
    await told.until((events) => events.length > 0)
    expect(told.events[0]).toEqual({ type: 'service', at: now(), service: 'hid', state: 'ok' })
    await driver.stop()
  })
})

describe('reading and joining reports', () => {
  const models: HidLayouts = {}

  function read(reports: Uint8Array[], maxBytes = 10_000): HidCode[] {
    const join = createHidJoin(maxBytes)
    return reports.flatMap((report) => join.push(readReport(report, '0c2e:0b61', models)) ?? [])
  }

  /** A code as reports that hold as many bytes as the test likes. */
  function toReports(code: number[], sizes: number[]): Uint8Array[] {
    const parts: number[][] = []
    for (let at = 0, turn = 0; at < code.length; turn += 1) {
      const size = sizes[turn % sizes.length] ?? 56
      parts.push(code.slice(at, at + size))
      at += size
    }
    return parts.map((part, index) => {
      const report = new Uint8Array(64)
      report.set([2, part.length, ...Buffer.from(']Q1'), ...part])
      report[63] = index < parts.length - 1 ? 1 : 0
      return report
    })
  }

  it('gives the same code however it is spread over reports', () => {
    const code = fc.array(fc.nat(255), { minLength: 1, maxLength: 400 })
    const sizes = fc.array(fc.integer({ min: 1, max: 56 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(code, sizes, (bytes, of) => {
        expect(read(toReports(bytes, of))).toEqual([{ ok: true, symbology: ']Q1', bytes: Uint8Array.from(bytes) }])
      }),
    )
  })

  it('never throws on noise, and never holds more than the limit', () => {
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 70 }),
      fc.uint8Array({ minLength: 62, maxLength: 64 }).map((bytes) => Uint8Array.from([2, ...bytes.subarray(1)])),
    )
    fc.assert(
      fc.property(fc.array(noise, { maxLength: 30 }), (reports) => {
        for (const code of read(reports, 100)) if (code.ok) expect(code.bytes.length).toBeLessThanOrEqual(100)
      }),
    )
  })
})
