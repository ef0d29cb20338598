import { describe, expect, it } from 'vitest'
import { idm, openReaders, pcscInfo, presented, scannerInfo, visitsOf } from '../../test/support/readers.ts'
import { createClock, morning, openTestStore } from '../../test/support/store.ts'
import type { ReaderEvent } from '../../drivers/reader.ts'
import { listChanges } from '../store/changes.ts'
import { removeCounter, restoreCounter, saveCounter } from '../store/counters.ts'
import { saveCard } from '../store/cards.ts'
import { saveMember } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import { listReaderDays, listReaderEvents } from '../store/reader-days.ts'
import { editReader } from '../store/readers.ts'

const today = '2026-04-03'

function makeCounter(store: Store, name: string): string {
  const made = saveCounter(store, name)
  if (!made.ok) throw new Error(made.code)
  return made.counter.id
}

/** A member who carries the card `idm`; with a secret, the box wrote on it. */
const makeMember = (store: Store, secret?: string): string =>
  store.write(() => {
    const memberId = saveMember(store, { name: '試験　花子', kana: 'シケン ハナコ', sex: 'female' })
    saveCard(store, memberId, idm, secret)
    return memberId
  })

describe('a touch', () => {
  it('is a visit at the counter of its reader, of the member the card points to', async () => {
    const store = await openTestStore()
    const { virtual, readers, named } = openReaders(store)
    const counterId = makeCounter(store, '1番窓口')
    const memberId = makeMember(store)
    virtual.act({ do: 'tap', card: idm, latencyMs: 30 })
    expect(visitsOf(store)).toMatchObject([
      { on: today, via: 'card', reader: '左', counterId, member: { id: memberId }, presentedAt: morning },
    ])
    expect(named('左')).toMatchObject({ lastUsedAt: morning, lastTouchMs: 30, isOn: true })
    expect(readers.list()).toHaveLength(2)
  })

  it('is one row and its counts in one transaction, and no other news', async () => {
    const store = await openTestStore()
    const { virtual } = openReaders(store)
    const before = listChanges(store, 0, 100).length
    let commits = 0
    store.onCommit(() => commits++)
    virtual.act({ do: 'tap', card: idm })
    expect(
      listChanges(store, 0, 100)
        .slice(before)
        .map(({ noun }) => noun),
    ).toEqual(['visit'])
    expect(commits).toBe(1)
  })

  it('of a card that was torn while it was to be issued is a visit, and the counter is told to issue it again', async () => {
    const store = await openTestStore()
    const { readers, desk } = openReaders(store)
    readers.take({ type: 'device-ready', at: morning, info: pcscInfo })
    const { device } = pcscInfo
    const card = { kind: 'felica', idm, record: { state: 'torn' } } as const
    readers.take({ type: 'card-presented', at: morning, device, card, latencyMs: 9 })
    expect(visitsOf(store)).toHaveLength(1)
    expect(desk.map(({ code }) => code)).toEqual(['card-torn'])
  })

  it('is not made of a card that already lay there: it can be written on, and the counter gets a hint', async () => {
    const store = await openTestStore()
    const { readers, desk } = openReaders(store)
    readers.take({ type: 'device-ready', at: morning, info: pcscInfo })
    const { device } = pcscInfo
    const { id } = readers.list().find(({ label }) => label === pcscInfo.label)!
    readers.take({ type: 'card-lying', at: morning, device, idm })
    expect(visitsOf(store)).toEqual([])
    expect(listReaderDays(store, id, today).map(({ touches }) => touches)).not.toContain(1)
    expect(desk).toMatchObject([{ code: 'card-lying', level: 'info', readerId: id }])
    expect(readers.live(id)?.lyingIdm).toBe(idm)
    readers.take({ type: 'card-removed', at: morning, device })
    expect(readers.live(id)?.lyingIdm).toBeUndefined()
  })

  it('of a card the box wrote shows its member only when the card says the same', async () => {
    const store = await openTestStore()
    const { readers, desk, named } = openReaders(store)
    const [secret, other] = ['00'.repeat(16), 'ff'.repeat(16)]
    const memberId = makeMember(store, secret)
    const touch = (record: { memberId: string; secret: string } | 'none' | 'torn' | 'unreadable') =>
      readers.take({
        ...{ type: 'card-presented', at: morning, device: 'virtual:左', latencyMs: 1 },
        card: {
          kind: 'felica',
          idm,
          record: typeof record === 'string' ? { state: record } : { state: 'present', version: 1, ...record },
        },
      })
    touch({ memberId, secret })
    // Not every reader can read the record, and a card may be lifted too soon.
    for (const state of ['none', 'torn', 'unreadable'] as const) touch(state)
    expect(visitsOf(store).map(({ member }) => member?.id)).toEqual([memberId, memberId, memberId, memberId])
    expect(desk).toEqual([])

    touch({ memberId, secret: other })
    touch({ memberId: '019d50da-a680-7000-8000-2f885d572ee3', secret })
    expect(
      visitsOf(store)
        .slice(0, 2)
        .map(({ member }) => member),
    ).toEqual([null, null])
    expect(desk.map(({ code, readerId }) => [code, readerId])).toEqual([
      ['card-mismatch', named('左').id],
      ['card-mismatch', named('左').id],
    ])
  })

  it('of a card that is no member card makes no visit: the counter is told what to do instead', async () => {
    const store = await openTestStore()
    const { virtual, desk, named } = openReaders(store)
    virtual.act({ do: 'mynumber' })
    virtual.act({ do: 'other' })
    expect(visitsOf(store)).toEqual([])
    expect(desk.map(({ code, level }) => [code, level])).toEqual([
      ['my-number', 'info'],
      ['other-card', 'info'],
    ])
    expect(desk[0]!.next).toMatch('顔認証付きカードリーダー')
    // One line on the screen, the newest.
    expect(new Set(desk.map(({ key }) => key)).size).toBe(1)
    expect(listReaderDays(store, named('左').id, today)).toMatchObject([{ wrongCards: 2, touches: 0 }])
  })

  it('that fails is said at that counter, in words of its own, and counted', async () => {
    const store = await openTestStore()
    const counters = ['1番', '2番'].map((name) => makeCounter(store, name))
    const { virtual, desk, named } = openReaders(store)
    editReader(store, named('右').id, { counterId: counters[1]!, version: named('右').version })
    for (const failure of ['mute', 'transmit', 'moved', 'in-use'] as const) virtual.act({ do: failure, reader: '右' })
    expect(desk.map(({ code, level, counterId }) => [code, level, counterId])).toEqual(
      Array(4).fill(['card-failed', 'warning', counters[1]]),
    )
    expect(new Set(desk.map(({ text }) => text)).size).toBe(4)
    expect(listReaderDays(store, named('右').id, today)).toMatchObject([
      { mute: 1, transmitErrors: 1, moved: 1, inUse: 1, touches: 0 },
    ])
    expect(listReaderEvents(store, named('右').id, 4).map(({ code }) => code)).toEqual([
      ...['card-in-use', 'card-moved', 'card-transmit', 'card-mute'],
    ])
  })

  it('tried in vain again and again is a run given up, until a card is read after all', async () => {
    const clock = createClock()
    const store = await openTestStore(clock.now)
    const { virtual, readers, named } = openReaders(store)
    const days = () => listReaderDays(store, named('左').id, today)[0]
    virtual.act({ do: 'mute' })
    expect(days()).toMatchObject({ mute: 1, givenUp: 0 })
    virtual.act({ do: 'mute' })
    expect(days()).toMatchObject({ mute: 2, givenUp: 1 })
    virtual.act({ do: 'tap', card: idm })
    expect(days()).toMatchObject({ mute: 2, givenUp: 0, touches: 1 })
    expect(readers.live(named('左').id)?.run.failures).toBe(0)
  })

  it('that cannot be kept is told at its counter, and is no visit', async () => {
    const store = await openTestStore()
    const { readers, desk, errors, named } = openReaders(store)
    const write = store.write.bind(store)
    store.write = () => {
      throw new Error('disk full')
    }
    expect(readers.take(presented('virtual:左'))).toBe('failed')
    store.write = write
    expect(desk).toMatchObject([{ code: 'card-failed', readerId: named('左').id }])
    expect(errors).toHaveLength(1)
    expect(visitsOf(store)).toEqual([])
  })
})

describe('ON and OFF', () => {
  it('a reader is ON as long as it is plugged in, by itself', async () => {
    const store = await openTestStore()
    const { virtual, told, named } = openReaders(store)
    expect(named('左')).toMatchObject({ isConnected: true, isWanted: true, isOn: true })
    const before = told.statuses
    virtual.act({ do: 'unplug' })
    expect(named('左')).toMatchObject({ isConnected: false, isWanted: true, isOn: false })
    virtual.act({ do: 'plug' })
    expect(named('左')).toMatchObject({ isConnected: true, isOn: true })
    expect(told.statuses).toBe(before + 2)
  })

  it('switched OFF by a person it stays OFF, plugged in anew or after a restart, and says so at each touch', async () => {
    const store = await openTestStore()
    const { virtual, desk, named } = openReaders(store)
    expect(editReader(store, named('左').id, { isWanted: false, version: 1 })).toEqual({ ok: true })
    virtual.act({ do: 'unplug' })
    virtual.act({ do: 'plug' })
    expect(named('左')).toMatchObject({ isConnected: true, isWanted: false, isOn: false })
    virtual.act({ do: 'tap', card: idm })
    virtual.act({ do: 'mute' })
    virtual.act({ do: 'scan', text: 'JAHISTC08,1\r\n' })
    expect(desk.map(({ code }) => code)).toEqual(['reader-off', 'reader-off', 'reader-off'])
    expect(visitsOf(store)).toEqual([])
    // What is switched OFF is not judged: nothing of it counts.
    expect(listReaderDays(store, named('左').id, today)).toMatchObject([
      { touches: 0, mute: 0, scans: 0, scanErrors: 0 },
    ])
    const again = openReaders(store)
    expect(again.named('左')).toMatchObject({ isConnected: true, isOn: false })
  })
})

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
