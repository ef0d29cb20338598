import { describe, expect, it } from 'vitest'
import { idm, openReaders, pcscInfo, presented, scannerInfo, visitsOf } from '../../test/support/readers.ts'
import { morning, openTestStore } from '../../test/support/store.ts'
import type { ReaderEvent } from '../../drivers/reader.ts'
import { removeCounter, restoreCounter, saveCounter } from '../store/counters.ts'
import type { Store } from '../store/open.ts'
import { listReaderDays, listReaderEvents } from '../store/reader-days.ts'
import { editReader } from '../store/readers.ts'

const today = '2026-04-03'

function makeCounter(store: Store, name: string): string {
  const made = saveCounter(store, name)
  if (!made.ok) throw new Error(made.code)
  return made.counter.id
}

describe('a reader', () => {
  it('that is new belongs to the only counter, and to none when there are several', async () => {
    const store = await openTestStore()
    const { virtual, named } = openReaders(store)
    expect(named('左').counterId).toBeNull()
    const first = makeCounter(store, '1番窓口')
    // The first counter takes what stands about.
    expect([named('左').counterId, named('右').counterId]).toEqual([first, first])
    virtual.act({ do: 'plug', reader: '中' })
    expect(named('中').counterId).toBe(first)
    makeCounter(store, '2番窓口')
    virtual.act({ do: 'plug', reader: '奥' })
    expect(named('奥').counterId).toBeNull()
  })

  it('keeps its counter, its setting and its history when it is plugged in anew', async () => {
    const store = await openTestStore()
    const { virtual, named } = openReaders(store)
    const [, second] = ['1番', '2番'].map((name) => makeCounter(store, name))
    const { id, version } = named('左')
    editReader(store, id, { counterId: second!, version })
    virtual.act({ do: 'unplug' })
    virtual.act({ do: 'plug' })
    expect(named('左')).toMatchObject({ id, counterId: second, version: version + 1 })
    expect(listReaderDays(store, id, today)).toMatchObject([{ connects: 2, disconnects: 1 }])
  })

  it('loses its counter with it, and has it back with it', async () => {
    const store = await openTestStore()
    const { virtual, named } = openReaders(store)
    const counterId = makeCounter(store, '1番')
    const { version } = named('左')
    removeCounter(store, counterId, 1)
    expect(named('左')).toMatchObject({ counterId: null, version: version + 1 })
    virtual.act({ do: 'tap', card: idm })
    // Switched OFF and ON meanwhile: that has nothing to do with the counter.
    editReader(store, named('左').id, { isWanted: false, version: version + 1 })
    restoreCounter(store, counterId)
    expect(named('左')).toMatchObject({ counterId, isWanted: false })
    expect(visitsOf(store)).toMatchObject([{ counterId: null }])
  })

  it('is plugged in where its driver says; what the kernel says of that port, or of a hub before it, is its trouble', async () => {
    const store = await openTestStore()
    const { readers, named } = openReaders(store)
    // A new reader tells its link before it tells who it is.
    readers.take({ type: 'link', at: morning, device: pcscInfo.device, code: 'plugged' })
    readers.take({ type: 'device-ready', at: morning, info: pcscInfo })
    const { id } = named(pcscInfo.label)
    const trouble = (port: string, code: 'reset' | 'signal' | 'disconnect') =>
      readers.take({ type: 'usb-trouble', at: morning, port, code })
    trouble('1-2.3', 'reset')
    trouble('1-2', 'signal')
    trouble('1-2.33', 'signal')
    trouble('1-1', 'signal')
    readers.take({ type: 'link', at: morning, device: pcscInfo.device, code: 'unplugged' })
    readers.take({ type: 'link', at: morning, device: pcscInfo.device, code: 'flapping' })
    // A dying service takes the reader with it and is no loose cable.
    readers.take({ type: 'device-gone', at: morning, device: pcscInfo.device })
    trouble('1-2.3', 'disconnect')
    trouble('1-2.3', 'signal')
    expect(listReaderDays(store, id, today)).toMatchObject([
      { connects: 1, disconnects: 1, flaps: 1, kernelResets: 1, kernelErrors: 2 },
    ])
    expect(readers.live(id)).toMatchObject({ isConnected: false, usb: pcscInfo.usb })
  })

  it('is told of by its service: no reader, no history; the state is there for all', async () => {
    const store = await openTestStore()
    const { readers, named, told } = openReaders(store)
    readers.take({ type: 'device-ready', at: morning, info: pcscInfo })
    const before = told.statuses
    readers.take({ type: 'service', at: morning, service: 'pcsc', state: 'no-daemon' })
    readers.take({ type: 'service', at: morning, service: 'usb', state: 'no-kernel-log' })
    readers.take({ type: 'restarted', at: morning, service: 'pcsc' })
    expect(readers.services()).toEqual([
      { service: 'pcsc', state: 'no-daemon' },
      { service: 'usb', state: 'no-kernel-log' },
    ])
    expect(told.statuses).toBe(before + 2)
    expect(listReaderEvents(store, named(pcscInfo.label).id, 9).map(({ code }) => code)).toEqual([
      ...['restarted', 'service-no-daemon'],
    ])
    expect(listReaderEvents(store, named('左').id, 9).map(({ code }) => code)).toEqual(['plugged'])
  })

  it('of a scanner is plugged in when it is ready', async () => {
    const store = await openTestStore()
    const { readers, named } = openReaders(store)
    readers.take({ type: 'device-ready', at: morning, info: scannerInfo })
    readers.take({ type: 'device-gone', at: morning, device: scannerInfo.device })
    readers.take({ type: 'device-gone', at: morning, device: scannerInfo.device })
    expect(listReaderDays(store, named(scannerInfo.label).id, today)).toMatchObject([{ connects: 1, disconnects: 1 }])
  })

  it('is judged again when something was counted, and not before', async () => {
    const store = await openTestStore()
    const judged: string[] = []
    const { virtual, readers, named } = openReaders(store, {
      judge: ({ label }) => {
        judged.push(label)
        return 'ok'
      },
    })
    readers.list()
    readers.list()
    expect(judged).toEqual(['左', '右'])
    virtual.act({ do: 'tap', card: idm })
    readers.list()
    readers.judgeAgain(named('右').id)
    readers.list()
    expect(judged).toEqual(['左', '右', '左', '右'])
  })

  it('that is virtual is shown only while there are virtual readers', async () => {
    const store = await openTestStore()
    openReaders(store)
    expect(openReaders(store, { drivers: [] }).readers.list()).toEqual([])
  })
})

describe('what a satellite tells', () => {
  const satellite = { satellite: '調剤室' }
  const ready: ReaderEvent = { type: 'device-ready', at: morning, info: pcscInfo }

  it('is of readers of its own, even where a device has the same key', async () => {
    const store = await openTestStore()
    const { readers } = openReaders(store)
    readers.take(ready)
    for (const name of ['調剤室', '相談室']) readers.take(ready, { satellite: name })
    const same = readers.list().filter(({ label }) => label === pcscInfo.label)
    expect(same.map((reader) => [reader.satellite, reader.isOn])).toEqual([
      [undefined, true],
      ['調剤室', true],
      ['相談室', true],
    ])
    readers.take({ type: 'device-gone', at: morning, device: pcscInfo.device }, satellite)
    expect(readers.list().filter(({ label, isOn }) => label === pcscInfo.label && isOn)).toHaveLength(2)
  })

  it('twice is taken once', async () => {
    const store = await openTestStore()
    const { readers } = openReaders(store)
    readers.take(ready, satellite)
    const touch = (touchKey: string) => readers.take(presented(pcscInfo.device), { ...satellite, touchKey })
    expect([touch('s/1/1'), touch('s/1/1'), touch('s/1/2')]).toEqual(['taken', 'repeat', 'taken'])
    expect(visitsOf(store)).toHaveLength(2)
  })

  it('of a reader nobody has heard of is not guessed at', async () => {
    const store = await openTestStore()
    const { readers } = openReaders(store)
    expect(readers.take(presented('usb:dead:beef'), satellite)).toBe('unknown-reader')
    expect(readers.take({ type: 'card-failed', at: 0, device: 'x', code: 'mute' }, satellite)).toBe('unknown-reader')
    expect(visitsOf(store)).toEqual([])
  })

  it('too late is not taken, and its counter is told', async () => {
    const store = await openTestStore()
    const { readers, desk } = openReaders(store)
    const counterId = makeCounter(store, '1番')
    readers.take(ready, satellite)
    readers.refuseTouch(pcscInfo.device, '調剤室', 'touch-late')
    readers.refuseTouch('never-seen', '調剤室', 'touch-lost')
    expect(desk).toMatchObject([
      { code: 'touch-late', counterId, level: 'warning' },
      { code: 'touch-lost', counterId: null, readerId: null },
    ])
  })

  it('falling silent is no cable pulled: its scanners are gone, nothing is counted', async () => {
    const store = await openTestStore()
    const { readers, named } = openReaders(store)
    readers.take({ type: 'device-ready', at: morning, info: scannerInfo }, satellite)
    readers.take({ type: 'device-gone', at: morning, device: scannerInfo.device }, { ...satellite, isSilent: true })
    expect(named(scannerInfo.label).isOn).toBe(false)
    expect(listReaderDays(store, named(scannerInfo.label).id, today)).toMatchObject([{ disconnects: 0 }])
  })

  it('of its service says nothing of the readers of the box', async () => {
    const store = await openTestStore()
    const { readers, named } = openReaders(store)
    readers.take({ type: 'service', at: morning, service: 'pcsc', state: 'ok' })
    readers.take(ready)
    readers.take({ type: 'service', at: morning, service: 'pcsc', state: 'stuck' }, satellite)
    expect(readers.services()).toEqual([
      { service: 'pcsc', state: 'ok' },
      { satellite: '調剤室', service: 'pcsc', state: 'stuck' },
    ])
    expect(listReaderEvents(store, named(pcscInfo.label).id, 9)).toEqual([])
  })

  it('of how its services stand replaces what it told before, and is announced only when it is news', async () => {
    const store = await openTestStore()
    const { readers, named, told } = openReaders(store)
    readers.take(ready, satellite)
    readers.take({ type: 'service', at: morning, service: 'serial', state: 'stuck' }, satellite)
    const before = told.statuses
    for (const time of [1, 2]) {
      readers.setServices('調剤室', [{ service: 'pcsc', state: 'no-daemon' }])
      expect(told.statuses, String(time)).toBe(before + 1)
    }
    readers.setServices('相談室', [])
    expect(told.statuses).toBe(before + 1)
    expect(readers.services()).toEqual([{ satellite: '調剤室', service: 'pcsc', state: 'no-daemon' }])
    readers.setServices('調剤室', [])
    expect([readers.services(), told.statuses]).toEqual([[], before + 2])
    expect(listReaderEvents(store, named(pcscInfo.label).id, 9)).toEqual([])
  })
})
