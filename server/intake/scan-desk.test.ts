import { afterEach, describe, expect, it } from 'vitest'
import { createScanDesk, type ScanDesk } from './scan-desk.ts'
import { defaultScanSettings, type UnfinishedScan } from './scans.ts'

const part = (number: number, id = 'A'): { bytes: Uint8Array } => ({
  bytes: Buffer.from(`JAHISTC08,1\r\n5,2026040${number},1\r\n911,${id},2,${number}\r\n`),
})

let desk: ScanDesk | undefined
afterEach(() => desk?.stop())

function open(
  windowMs: number,
  onUnfinished: (device: string, scan: UnfinishedScan) => void,
  clock = { at: 0 },
): ScanDesk {
  desk = createScanDesk({ now: () => clock.at, settingsOf: () => ({ ...defaultScanSettings, windowMs }), onUnfinished })
  return desk
}

describe('scanners at several counters', () => {
  it('do not mix: each collects its own parts', () => {
    const scans = open(60_000, () => undefined)
    expect(scans.take('left', part(1))).toMatchObject({ state: 'collecting', missing: [2] })
    expect(scans.take('right', part(2))).toMatchObject({ state: 'collecting', missing: [1] })
    expect(scans.take('left', part(2))).toMatchObject({ state: 'complete', of: 2 })
  })

  it('begin anew where somebody closed the window', () => {
    const scans = open(60_000, () => undefined)
    scans.take('left', part(1))
    scans.forget('left')
    expect(scans.take('left', part(2))).toMatchObject({ state: 'collecting', missing: [1] })
  })

  it('say by themselves that the rest did not come in time', async () => {
    const told = await new Promise((resolve) => {
      const clock = { at: 0 }
      const scans = open(20, (device, scan) => resolve({ device, scan }), clock)
      scans.take('left', part(1))
      clock.at = 20
    })
    expect(told).toEqual({ device: 'left', scan: { state: 'timed-out', of: 2, missing: [2] } })
  })

  it('never add a late part to what has run out, even before the timer says so', () => {
    const told: UnfinishedScan[] = []
    const clock = { at: 0 }
    const scans = open(60_000, (_device, scan) => told.push(scan), clock)
    scans.take('left', part(1))
    clock.at = 60_000
    expect(scans.take('left', part(2))).toMatchObject({ state: 'collecting', missing: [1] })
    expect(told).toEqual([{ state: 'timed-out', of: 2, missing: [2] }])
  })
})
