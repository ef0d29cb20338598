import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { plugUsb, type Plug } from '../serial/scanner-test-rig.ts'
import { deviceKey, findUsbPlace, listClass, tellApart, usbFacts } from './place.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function sysWith(...plugs: Plug[]): string {
  const sysDir = mkdtempSync(join(tmpdir(), 'sys-'))
  folders.push(sysDir)
  for (const plug of plugs) plugUsb(sysDir, 'hidraw', plug)
  return sysDir
}

async function keyOf(plug: Plug): Promise<string> {
  const place = await findUsbPlace(sysWith(plug), 'hidraw', plug.name)
  return deviceKey(place!)
}

describe('the key of a USB device', () => {
  it('is its serial number, wherever it is plugged in', async () => {
    const here = { name: 'hidraw0', vendor: '0C2E', product: '0B61', serial: 'S-77', port: '1-1' }
    const there = { ...here, name: 'hidraw9', port: '2-4.1' }
    expect(await keyOf(here)).toBe('usb:0c2e:0b61:S-77')
    expect(await keyOf(there)).toBe('usb:0c2e:0b61:S-77')
  })

  it('is its port where it has no serial number, or one that the maker gave to every piece', async () => {
    for (const serial of ['', '000000000', '0123456789AB']) {
      expect(await keyOf({ name: 'hidraw0', serial, port: '1-2.3' })).toBe('usb:0c2e:0901@1-2.3')
    }
  })

  it('carries nothing that is not plain to see', async () => {
    expect(await keyOf({ name: 'hidraw0', serial: 'a b\tc' })).toBe('usb:0c2e:0901:a-b-c')
  })

  it('tells two devices apart that claim the same serial number', () => {
    const place = { vendor: '0c2e', product: '0901', serial: 'SAME' }
    const found = tellApart([{ place: { ...place, port: '1-1' } }, { place: { ...place, port: '1-2' } }])
    expect(found.map(({ device }) => device)).toEqual(['usb:0c2e:0901@1-1', 'usb:0c2e:0901@1-2'])
  })

  it('is the same for two nodes of one device', () => {
    const place = { vendor: '0c2e', product: '0901', serial: 'ONE', port: '1-1' }
    expect(tellApart([{ place }, { place }]).map(({ device }) => device)).toEqual([
      'usb:0c2e:0901:ONE',
      'usb:0c2e:0901:ONE',
    ])
  })
})

describe('how a device is plugged in', () => {
  it('is told by its port, with the hubs in between, its speed and how often the kernel has counted', async () => {
    expect(usbFacts('1-2', '12', '7')).toEqual({ port: '1-2', hubs: 0, speedMbps: 12, devnum: 7 })
    expect(usbFacts('3-1.4.2', '1.5', undefined)).toEqual({ port: '3-1.4.2', hubs: 2, speedMbps: 1.5 })
    expect(usbFacts('1-10', 'unknown', '0')).toEqual({ port: '1-10', hubs: 0 })
    const place = await findUsbPlace(sysWith({ name: 'hidraw0', port: '1-2.3' }), 'hidraw', 'hidraw0')
    expect(place?.facts).toEqual({ port: '1-2.3', hubs: 1 })
  })
})

describe('what is not on USB', () => {
  it('has no place', async () => {
    const sysDir = sysWith()
    expect(await findUsbPlace(sysDir, 'tty', 'ttyS0')).toBeUndefined()
    expect(await listClass(sysDir, 'tty')).toEqual([])
  })
})
