import { describe, expect, it } from 'vitest'
import { idm, openReaders, pcscInfo, presented, visitsOf } from '../../test/support/readers.ts'
import { createClock, morning, openTestStore } from '../../test/support/store.ts'
import { listChanges } from '../store/changes.ts'
import { saveCounter } from '../store/counters.ts'
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
