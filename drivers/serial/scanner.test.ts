import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ReaderEvent } from '../reader.ts'
import { listSerialPorts } from './find-scanners.ts'
import { createSerialScanners, type SerialScannerOptions, type SerialSettings } from './scanner.ts'
import { createBench, holdExclusively, listenTo, type Bench, type Told } from './scanner-test-rig.ts'

const now = (): number => 1_775_200_000_000
const key = 'usb:0c2e:0901:MIHON-1'

function start(bench: Bench, options: Partial<SerialScannerOptions> = {}): Told {
  const { sysDir, devDir } = bench
  return listenTo(createSerialScanners({ now, sysDir, devDir, retry: { retryMs: [20] }, settingsOf: calm, ...options }))
}

/** The default pause, longer: the machine that runs this test may hold the sender up between two chunks. */
const calm = (): Partial<SerialSettings> => ({ framing: { by: 'idle', idleMs: 500 } })

const scans = (events: ReaderEvent[]) => events.filter((event) => event.type === 'scanned')
const readies = (events: ReaderEvent[]) => events.filter((event) => event.type === 'device-ready')
const isReady = (events: ReaderEvent[]): boolean => readies(events).length > 0
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** A notebook text in CP932 (試験　花子, ムコダイン錠): its bytes are full of CR LF, and of second halves that look like ASCII. */
const notebook = Buffer.concat(
  Array.from({ length: 40 }, (_, index) =>
    Buffer.concat([
      Buffer.from(`201,${index},`),
      Buffer.from('8e8e8cb181408963815c835c83808352835f8343839392f9', 'hex'),
      Buffer.from('\r\n'),
    ]),
  ),
)

describe('a scanner in USB-COM mode', () => {
  it('hands over every byte as the code has it, line ends and all', async () => {
    const bench = createBench()
    const scanner = await bench.plug({ name: 'ttyACM0' })
    const told = start(bench)
    await told.until(isReady)
    const sent = Buffer.concat([Buffer.from('JAHISTC08,1\r\n'), notebook])
    await scanner.send(Buffer.concat([Buffer.from(']Q1'), sent]))
    await told.until((events) => scans(events).length === 1)
    const [scan] = scans(told.events)
    expect(scan).toMatchObject({ device: key, symbology: ']Q1', at: now() })
    expect(sha256(scan!.bytes)).toBe(sha256(sent))
    expect(told.events.map(({ type }) => type)).toEqual(['service', 'device-ready', 'scanned'])
    const usb = { port: '1-2.3', hubs: 1 }
    expect(readies(told.events)[0]?.info).toEqual({ device: key, kind: 'serial', label: 'Mihon Scanner', usb })
  })

  it('keeps two codes apart by the pause between them', async () => {
    const bench = createBench()
    const scanner = await bench.plug({ name: 'ttyACM0' })
    const told = start(bench)
    await told.until(isReady)
    await scanner.send(Buffer.from('first\r\n'))
    await told.until((events) => scans(events).length === 1)
    await scanner.send(Buffer.from('second'))
    await told.until((events) => scans(events).length === 2)
    expect(scans(told.events).map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(['first\r\n', 'second'])
  })

  it('that is set up in another way is read that way from its next code on, without being plugged in anew', async () => {
    const bench = createBench()
    const scanner = await bench.plug({ name: 'ttyACM0' })
    let by: 'idle' | 'stx-etx' = 'idle'
    const told = start(bench, { settingsOf: () => ({ framing: { by, idleMs: 500 } }) })
    await told.until(isReady)
    await scanner.send(Buffer.from('first'))
    await told.until((events) => scans(events).length === 1)
    by = 'stx-etx'
    await scanner.send(Buffer.from('\x02second\x03\x02third\x03'))
    await told.until((events) => scans(events).length === 3)
    expect(scans(told.events).map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(['first', 'second', 'third'])
    expect(readies(told.events)).toHaveLength(1)
  })

  it('keeps codes apart by STX and ETX without any pause where the scanner is set up so', async () => {
    const bench = createBench()
    const scanner = await bench.plug({ name: 'ttyUSB0' })
    const told = start(bench, { settingsOf: () => ({ framing: { by: 'stx-etx', idleMs: 1000 }, hasSymbology: false }) })
    await told.until(isReady)
    await scanner.send(Buffer.concat([Buffer.from('\x02'), notebook, Buffer.from('\x03\r\n\x02]Q1two\x03')]))
    await told.until((events) => scans(events).length === 2)
    expect(scans(told.events).map(({ bytes }) => sha256(bytes))).toEqual([
      sha256(notebook),
      sha256(Buffer.from(']Q1two')),
    ])
    expect(scans(told.events).every((scan) => !('symbology' in scan))).toBe(true)
  })

  it('that puts STX and ETX around its codes is understood without being set up so, even when it pauses in between', async () => {
    const bench = createBench()
    const scanner = await bench.plug({ name: 'ttyACM0' })
    const told = start(bench, { settingsOf: () => ({ framing: { by: 'idle', idleMs: 20 } }) })
    await told.until(isReady)
    await scanner.send(Buffer.concat([Buffer.from('\x02]Q1'), notebook, Buffer.from('\x03\r\n')]))
    await told.until((events) => scans(events).length === 1)
    expect(scans(told.events)).toMatchObject([{ symbology: ']Q1' }])
    expect(scans(told.events).map(({ bytes }) => sha256(bytes))).toEqual([sha256(notebook)])
    // Without its end, it is told when the wait for one is over.
    await scanner.send(Buffer.from('\x02half'))
    await told.until((events) => scans(events).length === 2)
    expect(
      scans(told.events)
        .map(({ bytes }) => Buffer.from(bytes).toString())
        .at(-1),
    ).toBe('\x02half')
  })

  it('says that a code is too long and reads the next one', async () => {
    const bench = createBench()
    const scanner = await bench.plug({ name: 'ttyACM0' })
    const told = start(bench, { settingsOf: () => ({ maxBytes: 200, framing: { by: 'stx-etx', idleMs: 1000 } }) })
    await told.until(isReady)
    await scanner.send(Buffer.from(`\x02${'x'.repeat(500)}\x03\x02short\x03`))
    await told.until((events) => scans(events).length === 1)
    expect(told.events.slice(2)).toMatchObject([
      { type: 'scan-failed', device: key, code: 'too-long' },
      { type: 'scanned', device: key },
    ])
  })

  it('comes back by itself when it is plugged in again, at another node', async () => {
    const bench = createBench()
    const first = await bench.plug({ name: 'ttyACM0' })
    const told = start(bench)
    await told.until(isReady)
    await first.unplug()
    await told.until((events) => events.some(({ type }) => type === 'device-gone'))
    const second = await bench.plug({ name: 'ttyACM1' })
    await told.until((events) => readies(events).length === 2)
    await second.send(Buffer.from('again'))
    await told.until((events) => scans(events).length === 1)
    expect(told.events.map((event) => ('device' in event ? event.device : event.type))).toEqual([
      'service',
      'device-ready',
      key,
      'device-ready',
      key,
    ])
  })

  it('comes back 10 times out of 10 at the same node', async () => {
    const bench = createBench()
    const told = start(bench, { settingsOf: () => ({ framing: { by: 'stx-etx', idleMs: 20_000 } }) })
    for (let time = 1; time <= 10; time += 1) {
      const scanner = await bench.plug({ name: 'ttyACM0' })
      await told.until((events) => readies(events).length === time)
      await scanner.send(Buffer.from('\x02code\x03'))
      await told.until((events) => scans(events).length === time)
      await scanner.unplug()
      await told.until((events) => events.filter(({ type }) => type === 'device-gone').length === time)
    }
    expect(told.events.some(({ type }) => type === 'scan-failed')).toBe(false)
  })

  it('never takes half a code of a scanner that was pulled out for a code', async () => {
    const bench = createBench()
    const scanner = await bench.plug({ name: 'ttyACM0' })
    const told = start(bench, { settingsOf: () => ({ framing: { by: 'stx-etx', idleMs: 20_000 } }) })
    await told.until(isReady)
    // A whole code and the beginning of the next: when the first was told, the second is being held.
    await scanner.send(Buffer.from('\x02whole\x03\x02JAHISTC08,1\r\n1,'))
    await told.until((events) => scans(events).length === 1)
    await scanner.unplug()
    await told.until((events) => events.some(({ type }) => type === 'device-gone'))
    expect(scans(told.events)).toHaveLength(1)
    expect(told.events).toContainEqual({ type: 'scan-failed', at: now(), device: key, code: 'timeout' })
  })

  it('is found when it is plugged in after the start, two of them by their serial numbers', async () => {
    const bench = createBench()
    const told = start(bench)
    await told.until((events) => events.length === 1)
    const left = await bench.plug({ name: 'ttyACM0', serial: 'LEFT', port: '1-1' })
    const right = await bench.plug({ name: 'ttyACM1', serial: 'RIGHT', port: '1-2' })
    await told.until((events) => readies(events).length === 2)
    await right.send(Buffer.from('right'))
    await told.until((events) => scans(events).length === 1)
    await left.send(Buffer.from('left'))
    await told.until((events) => scans(events).length === 2)
    expect(scans(told.events).map(({ device }) => device)).toEqual(['usb:0c2e:0901:RIGHT', 'usb:0c2e:0901:LEFT'])
  })

  it('that another program holds is told as stuck, and serves as soon as it is let go', async () => {
    const bench = createBench()
    await bench.plug({ name: 'ttyACM0' })
    const letGo = await holdExclusively(join(bench.devDir, 'ttyACM0'))
    // The clock of this test stands still: how long it has been there is not told by the time of day.
    const told = start(bench, { retry: { retryMs: [20], stuckAfterMs: 30 } })
    await told.until((events) => events.some((event) => event.type === 'service' && event.state === 'stuck'))
    expect(readies(told.events)).toHaveLength(0)
    await letGo()
    await told.until(isReady)
    await told.until((events) => events.at(-1)?.type === 'service')
    expect(told.events.at(-1)).toMatchObject({ type: 'service', service: 'serial', state: 'ok' })
  })

  it('is the only kind of serial device that is opened: a modem is left alone', async () => {
    const bench = createBench()
    await bench.plug({ name: 'ttyACM0', vendor: '1199', label: 'Mobile Broadband', serial: 'MODEM', port: '1-1' })
    await bench.plug({ name: 'ttyACM1', vendor: '4321', label: '2D Barcode Reader', serial: '', port: '1-2' })
    const told = start(bench)
    await told.until(isReady)
    expect(readies(told.events).map(({ info }) => info.device)).toEqual(['usb:4321:0901@1-2'])
    // The doctor can name what was left alone.
    expect(await listSerialPorts(bench.sysDir)).toEqual([
      { name: 'ttyACM0', label: 'Mobile Broadband', model: '1199:0901', isScanner: false },
      { name: 'ttyACM1', label: '2D Barcode Reader', model: '4321:0901', isScanner: true },
    ])
  })
})

describe('a box without the package serialport', () => {
  it('says so once and does nothing else', async () => {
    const bench = createBench()
    await bench.plug({ name: 'ttyACM0' })
    const told = start(bench, { hasPackage: () => false })
    await told.until((events) => events.length > 0)
    expect(told.events).toEqual([{ type: 'service', at: now(), service: 'serial', state: 'binding-missing' }])
  })

  it('says so when the package is there and cannot be loaded', async () => {
    const bench = createBench()
    await bench.plug({ name: 'ttyACM0' })
    const told = start(bench, { loadBinding: () => Promise.reject(new Error('no binary for this system')) })
    await told.until((events) => events.length > 1)
    expect(told.events).toMatchObject([{ state: 'ok' }, { service: 'serial', state: 'binding-missing' }])
  })
})
