import { describe, expect, it } from 'vitest'
import type { Driver, IssueFault, IssueOutcome, ReaderEvent } from '../../drivers/reader.ts'
import { openReaders, pcscInfo, presented, visitsOf } from '../../test/support/readers.ts'
import { openTestStore, readRows } from '../../test/support/store.ts'
import { saveMember } from '../store/members.ts'
import type { Store } from '../store/open.ts'

const makeMember = (store: Store, name = '試験　花子'): string =>
  store.write(() => saveMember(store, { name, kana: 'シケン ハナコ', sex: 'female' }))

/** A driver whose cards answer what they are told to answer. */
function scriptedDriver(answer: () => IssueOutcome | Promise<IssueOutcome>) {
  let tell: ((event: ReaderEvent) => void) | undefined
  const driver: Driver = {
    start(listener) {
      tell = listener
      listener({ type: 'device-ready', at: 0, info: pcscInfo })
    },
    stop: () => Promise.resolve(),
    issue: async () => answer(),
  }
  return { driver, tell: (event: ReaderEvent) => tell?.(event) }
}

describe('issuing a card', () => {
  it('writes on the card that lies there; from its next touch on it is the member’s, by what it says', async () => {
    const store = await openTestStore()
    const { readers, virtual, desk, named } = openReaders(store)
    const memberId = makeMember(store)
    virtual.act({ do: 'insert', card: 'AA00' })
    expect(await readers.issue(named('左').id, memberId)).toEqual({ ok: true, hasRecord: true })
    virtual.act({ do: 'remove' })
    virtual.act({ do: 'tap', card: 'AA00', reader: '右' })
    expect(visitsOf(store).map(({ member }) => member?.id)).toEqual([memberId, undefined])
    expect(desk).toEqual([])
  })

  it('keeps neither the id of the card nor what was written on it, only digests', async () => {
    const store = await openTestStore()
    const { readers, virtual, named } = openReaders(store)
    virtual.act({ do: 'insert', card: 'AA00BB11CC22DD33' })
    await readers.issue(named('左').id, makeMember(store))
    const [card] = readRows(store, 'SELECT id_hash, secret_hash FROM card')
    expect(card).toMatchObject({ id_hash: expect.any(Buffer), secret_hash: expect.any(Buffer) })
    expect((card!['id_hash'] as Buffer).length).toBe(32)
    expect(JSON.stringify(readRows(store, 'SELECT * FROM visit'))).not.toMatch(/AA00BB11/i)
  })

  it('is refused for a card that is somebody’s already, and writes nothing', async () => {
    const store = await openTestStore()
    const { readers, virtual, named } = openReaders(store)
    const [first, second] = ['試験　花子', '架空　太郎'].map((name) => makeMember(store, name))
    virtual.act({ do: 'insert', card: 'AA' })
    await readers.issue(named('左').id, first!)
    for (const memberId of [first!, second!])
      expect(await readers.issue(named('左').id, memberId)).toEqual({ ok: false, code: 'card-in-use' })
    virtual.act({ do: 'tap', card: 'AA' })
    expect(visitsOf(store)[0]).toMatchObject({ member: { id: first } })
  })

  it('from two pages at once makes it one member’s', async () => {
    const store = await openTestStore()
    const { readers, virtual, named } = openReaders(store)
    const members = ['試験　花子', '架空　太郎'].map((name) => makeMember(store, name))
    virtual.act({ do: 'insert', card: 'AA' })
    const outcomes = await Promise.all(members.map((memberId) => readers.issue(named('左').id, memberId)))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    expect(readRows(store, 'SELECT * FROM card')).toHaveLength(1)
    virtual.act({ do: 'remove' })
    virtual.act({ do: 'tap', card: 'AA' })
    const winner = members[outcomes.findIndex(({ ok }) => ok)]
    expect(visitsOf(store)[0]).toMatchObject({ member: { id: winner } })
  })

  it('needs a reader with a card on it, and a member', async () => {
    const store = await openTestStore()
    const { readers, virtual, named } = openReaders(store)
    const memberId = makeMember(store)
    const nobody = '019d50da-a680-7000-8000-2f885d572ee3'
    const { id } = named('左')
    expect(await readers.issue(id, memberId)).toEqual({ ok: false, code: 'no-card' })
    virtual.act({ do: 'tap', card: 'AA' })
    expect(await readers.issue(id, memberId)).toEqual({ ok: false, code: 'no-card' })
    virtual.act({ do: 'mynumber' })
    expect(await readers.issue(id, memberId)).toEqual({ ok: false, code: 'no-card' })
    virtual.act({ do: 'insert', card: 'AA' })
    expect(await readers.issue(id, nobody)).toEqual({ ok: false, code: 'not-found' })
    expect(await readers.issue(nobody, memberId)).toEqual({ ok: false, code: 'not-found' })
    virtual.act({ do: 'unplug' })
    expect(await readers.issue(id, memberId)).toEqual({ ok: false, code: 'no-card' })
  })

  it('at a satellite’s reader is refused for what it is, whether or not a card lies there', async () => {
    const store = await openTestStore()
    const { readers, named } = openReaders(store, { drivers: [] })
    const memberId = makeMember(store)
    const origin = { satellite: '調剤室' }
    readers.take({ type: 'device-ready', at: 0, info: pcscInfo }, origin)
    const { id } = named(pcscInfo.label)
    expect(await readers.issue(id, memberId)).toEqual({ ok: false, code: 'not-at-satellite' })
    readers.take(presented(pcscInfo.device), origin)
    expect(await readers.issue(id, memberId)).toEqual({ ok: false, code: 'not-at-satellite' })
    expect(readRows(store, 'SELECT * FROM card')).toEqual([])
  })

  it('of a card that cannot be written on makes it known by its id alone', async () => {
    for (const code of ['no-memory', 'read-only', 'foreign', 'not-supported'] as const) {
      const store = await openTestStore()
      const { driver, tell } = scriptedDriver(() => ({ ok: false, code }))
      const { readers, named } = openReaders(store, { drivers: [driver] })
      const memberId = makeMember(store)
      tell(presented(pcscInfo.device))
      expect(await readers.issue(named(pcscInfo.label).id, memberId)).toEqual({ ok: true, hasRecord: false })
      tell(presented(pcscInfo.device))
      expect(visitsOf(store)[0]).toMatchObject({ member: { id: memberId } })
    }
  })

  it('that failed is told by its cause, and the card stays nobody’s', async () => {
    const causes: [IssueFault, string][] = [
      ['no-card', 'no-card'],
      ['gone', 'no-card'],
      ['exchanged', 'card-exchanged'],
      ['newer', 'card-newer'],
      ['torn', 'card-not-written'],
      ['compare', 'card-not-written'],
      ['timeout', 'card-not-written'],
      ['transmit', 'card-not-written'],
      ['in-use', 'card-not-written'],
    ]
    const store = await openTestStore()
    let fault: IssueFault = 'torn'
    const { driver, tell } = scriptedDriver(() => ({ ok: false, code: fault }))
    const { readers, named } = openReaders(store, { drivers: [driver] })
    const memberId = makeMember(store)
    tell(presented(pcscInfo.device))
    for (const [cause, code] of causes) {
      fault = cause
      expect(await readers.issue(named(pcscInfo.label).id, memberId), cause).toEqual({ ok: false, code })
    }
    tell(presented(pcscInfo.device))
    expect(visitsOf(store)[0]).toMatchObject({ member: null })
    expect(readRows(store, 'SELECT * FROM card')).toEqual([])
  })
})
