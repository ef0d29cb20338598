import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { felicaCard } from './support/card-reader.ts'
import { buildReaderDriver, daemon, idm, listen, rcS300, rcS300Key, withReader } from './support/pcsc-box.ts'
import { childrenRunning } from './support/processes.ts'
import { plugUsb, unplugUsb } from './support/usb-tree.ts'

/** Readers that come and go under Debian's own pcscd. */

buildReaderDriver()

const acr = { vendor: '072f', product: '2200' }
const acrKey = 'usb:072f:2200'

describe('readers', () => {
  it('are known by USB, each by its own, whatever the daemon calls them', async () => {
    const pcscd = daemon()
    const first = pcscd.addReader(rcS300)
    const second = pcscd.addReader({ vendor: '072f', product: '2200', port: '1-2.4' })
    first.plug()
    await pcscd.start()
    const box = listen(pcscd)
    await box.next('device-ready')
    second.plug()
    const { info } = await box.next('device-ready')
    expect(info).toEqual({
      device: 'usb:072f:2200@1-2.4',
      kind: 'pcsc',
      label: 'ACS ACR122U',
      usb: { port: '1-2.4', hubs: 1, speedMbps: 12, devnum: 2 },
    })
    first.lay(felicaCard(idm(1)))
    expect(await box.next('card-presented')).toMatchObject({ device: rcS300Key, card: { idm: idm(1) } })
    second.lay(felicaCard(idm(2)))
    expect(await box.next('card-presented')).toMatchObject({ device: info.device, card: { idm: idm(2) } })
    first.unplug()
    expect(await box.next('device-gone')).toMatchObject({ device: rcS300Key })
    second.lift()
    expect(await box.next('card-removed')).toMatchObject({ device: info.device })
  })

  it('keep their key in another port when they have a serial number', async () => {
    const pcscd = daemon()
    const here = pcscd.addReader(rcS300)
    const there = pcscd.addReader({ ...rcS300, port: '1-7' })
    await pcscd.start()
    const box = listen(pcscd)
    await box.service('ok')
    here.plug()
    expect((await box.next('device-ready')).info.device).toBe(rcS300Key)
    here.unplug()
    await box.next('device-gone')
    there.plug()
    const { info } = await box.next('device-ready')
    expect([info.device, info.usb?.port]).toEqual([rcS300Key, '1-7'])
  })

  it('of one kind without serial numbers keep their keys, also when the watching begins anew', async () => {
    const pcscd = daemon()
    // The daemon numbers them in this order, which is not that of their ports.
    const [second, first] = [pcscd.addReader({ ...acr, port: '1-2' }), pcscd.addReader({ ...acr, port: '1-1' })]
    await pcscd.start()
    const box = listen(pcscd)
    await box.service('ok')
    second.plug()
    expect((await box.next('device-ready')).info.device).toBe(`${acrKey}@1-2`)
    first.plug()
    expect((await box.next('device-ready')).info.device).toBe(`${acrKey}@1-1`)
    for (const pid of childrenRunning('pcsc/child.ts')) process.kill(pid, 'SIGKILL')
    await box.next('restarted')
    const both = [await box.next('device-ready'), await box.next('device-ready')]
    expect(both.map(({ info }) => info.device).toSorted()).toEqual([`${acrKey}@1-1`, `${acrKey}@1-2`])
    first.lay(felicaCard(idm(1)))
    expect(await box.next('card-presented')).toMatchObject({ device: `${acrKey}@1-1` })
    second.lay(felicaCard(idm(2)))
    expect(await box.next('card-presented')).toMatchObject({ device: `${acrKey}@1-2` })
  })

  it('of one kind without serial numbers that are there from the start are one, until one of them is plugged in anew', async () => {
    const pcscd = daemon()
    const [first, second] = [pcscd.addReader({ ...acr, port: '1-1' }), pcscd.addReader({ ...acr, port: '1-2' })]
    first.plug()
    second.plug()
    await pcscd.start()
    const box = listen(pcscd, { settings: { lookMs: 50 } })
    expect((await box.next('device-ready')).info.device).toBe('pcsc:acs-acr122u')
    expect(await box.next('link')).toMatchObject({ device: 'pcsc:acs-acr122u', code: 'alike' })
    first.unplug()
    expect((await box.next('device-ready')).info.device).toBe(`${acrKey}@1-2`)
    first.plug()
    expect((await box.next('device-ready')).info.device).toBe(`${acrKey}@1-1`)
    second.lay(felicaCard(idm(2)))
    expect(await box.next('card-presented')).toMatchObject({ device: `${acrKey}@1-2` })
    first.lay(felicaCard(idm(1)))
    expect(await box.next('card-presented')).toMatchObject({ device: `${acrKey}@1-1` })
  })

  it.each([
    [40, 'tells of changes by itself', true],
    [10, 'is asked every now and then', false],
  ])(
    '%i times with a card lying on them: served to the end, opened once, one word about the cable; a reader that %s',
    async (count, _name, hasEvents) => {
      const { reader, box } = await withReader({}, { hasEvents })
      reader.lay(felicaCard(idm(1)))
      expect(await box.tap()).toBe(idm(1))
      for (let times = 1; times <= count; times++) {
        reader.unplug()
        await box.next('link', ({ code }) => code === 'unplugged')
        reader.plug()
        await box.next('link', ({ code }) => code === 'plugged')
      }
      // No exchange here: after the last plugging nothing tells whether the first card was looked at already.
      reader.lift()
      await box.next('card-removed')
      reader.lay(felicaCard(idm(2)))
      expect(await box.tap()).toBe(idm(2))
      expect(box.taps()).toEqual([idm(1), idm(2)])
      expect(box.all('link').filter(({ code }) => code === 'flapping')).toHaveLength(1)
      expect(box.all('restarted')).toEqual([])
      // The first two removals are told; from the third on it is a flapping reader.
      expect(box.all('device-gone')).toHaveLength(2)
    },
  )

  it('that flapped and stay away are told to be gone after all', async () => {
    const { reader, box } = await withReader()
    for (let times = 1; times <= 3; times++) {
      if (times > 1) reader.plug()
      if (times > 1) await box.next('link', ({ code }) => code === 'plugged')
      reader.unplug()
      await box.next('link', ({ code }) => code === 'unplugged')
    }
    expect(box.all('device-gone')).toHaveLength(2)
    await box.next('device-gone')
  })

  it('are gone when the daemon cannot reach them any more, and ready when it can', async () => {
    const { reader, box } = await withReader()
    reader.setBroken(true)
    expect(await box.next('device-gone')).toMatchObject({ device: rcS300Key })
    reader.setBroken(false)
    expect((await box.next('device-ready')).info.device).toBe(rcS300Key)
  })

  it('are missed when USB has one and the daemon has not', async () => {
    const { pcscd, box } = await withReader({ settings: { lookMs: 20, stuckMs: 50 } })
    const sys = join(pcscd.sysfs, '../../..')
    const other = { vendor: '054c', product: '0dc9', serial: '7', port: '1-3' }
    plugUsb(sys, other, 90)
    await box.service('stuck')
    unplugUsb(sys, other)
    await box.service('ok')
  })
})
