import { describe, expect, it } from 'vitest'
import { recordElsewhere } from '../../drivers/virtual/virtual-driver.ts'
import type { CardRecord, Driver, IssueFault, IssueOutcome, ReaderEvent } from '../../drivers/reader.ts'
import { openReaders, pcscInfo, presented, visitsOf } from '../../test/support/readers.ts'
import { openTestStore, readRows } from '../../test/support/store.ts'
import * as deeds from '../store/card-issue-deeds.ts'
import { findIssue } from '../store/card-issues.ts'
import type { Store } from '../store/open.ts'
import { findStaffByLogin } from '../store/staff.ts'
import { newestTerms } from '../store/terms.ts'
import type { DraftToIssue } from './issue-card.ts'

const done = (outcome: ReturnType<typeof deeds.startIssue>) => {
  if (!outcome.ok) throw new Error(outcome.code)
  return outcome.issue
}

/** The draft of an issue that waits for its card. */
function makeDraft(store: Store, name = '試験　花子'): DraftToIssue {
  const staffId = findStaffByLogin(store, 'jimu')!.id
  const person = { name, kana: 'シケン', sex: 'female' } as const
  const { id } = done(deeds.startIssue(store, { kind: 'new' }, staffId))
  const { version } = done(deeds.setPerson(store, id, { version: 1, ...person }, staffId))
  const consent = { version, via: 'screen', termsVersion: newestTerms(store).version } as const
  return { issueId: id, version: done(deeds.takeConsent(store, id, consent, staffId)).version, staffId }
}

/** Whose card it became. */
const memberOf = (store: Store, { issueId }: DraftToIssue) => findIssue(store, issueId)?.memberId

/** A driver whose cards answer what they are told to answer. */
function scriptedDriver(answer: (replaces: string | undefined, record: CardRecord) => IssueOutcome) {
  let tell: ((event: ReaderEvent) => void) | undefined
  const driver: Driver = {
    start(listener) {
      tell = listener
      listener({ type: 'device-ready', at: 0, info: pcscInfo })
    },
    stop: () => Promise.resolve(),
    issue: async (_device, record, _idm, replaces) => answer(replaces, record),
  }
  return { driver, tell: (event: ReaderEvent) => tell?.(event) }
}

describe('issuing a card', () => {
  it('writes on the card that lies there; from its next touch on it is the member’s, by what it says', async () => {
    const store = await openTestStore()
    const { readers, virtual, desk, named } = openReaders(store)
    const draft = makeDraft(store)
    virtual.act({ do: 'insert', card: 'AA00' })
    expect(await readers.issueDraft(named('左').id, draft)).toEqual({ ok: true, hasRecord: true })
    virtual.act({ do: 'remove' })
    virtual.act({ do: 'tap', card: 'AA00', reader: '右' })
    expect(visitsOf(store).map(({ member }) => member?.id)).toEqual([memberOf(store, draft), undefined])
    expect(desk).toEqual([])
  })

  it('keeps neither the id of the card nor what was written on it, only digests', async () => {
    const store = await openTestStore()
    const { readers, virtual, named } = openReaders(store)
    virtual.act({ do: 'insert', card: 'AA00BB11CC22DD33' })
    await readers.issueDraft(named('左').id, makeDraft(store))
    const [card] = readRows(store, 'SELECT id_hash, secret_hash FROM card')
    expect(card).toMatchObject({ id_hash: expect.any(Buffer), secret_hash: expect.any(Buffer) })
    expect((card!['id_hash'] as Buffer).length).toBe(32)
    expect(JSON.stringify(readRows(store, 'SELECT * FROM visit'))).not.toMatch(/AA00BB11/i)
  })

  it('is refused for a card that is somebody’s already, and writes nothing', async () => {
    const store = await openTestStore()
    const { readers, virtual, named } = openReaders(store)
    const [first, second] = ['試験　花子', '架空　太郎'].map((name) => makeDraft(store, name))
    virtual.act({ do: 'insert', card: 'AA' })
    await readers.issueDraft(named('左').id, first!)
    for (const draft of [first!, second!])
      expect(await readers.issueDraft(named('左').id, draft)).toEqual({ ok: false, code: 'card-in-use' })
    virtual.act({ do: 'tap', card: 'AA' })
    expect(visitsOf(store)[0]).toMatchObject({ member: { id: memberOf(store, first!) } })
  })

  it('from two pages at once makes it one member’s', async () => {
    const store = await openTestStore()
    const { readers, virtual, named } = openReaders(store)
    const drafts = ['試験　花子', '架空　太郎'].map((name) => makeDraft(store, name))
    virtual.act({ do: 'insert', card: 'AA' })
    const outcomes = await Promise.all(drafts.map((draft) => readers.issueDraft(named('左').id, draft)))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    expect(readRows(store, 'SELECT * FROM card')).toHaveLength(1)
    virtual.act({ do: 'remove' })
    virtual.act({ do: 'tap', card: 'AA' })
    const winner = memberOf(store, drafts[outcomes.findIndex(({ ok }) => ok)]!)
    expect(visitsOf(store)[0]).toMatchObject({ member: { id: winner } })
  })

  it('needs a reader with a card on it, and a member', async () => {
    const store = await openTestStore()
    const { readers, virtual, named } = openReaders(store)
    const draft = makeDraft(store)
    const nobody = '019d50da-a680-7000-8000-2f885d572ee3'
    const { id } = named('左')
    expect(await readers.issueDraft(id, draft)).toEqual({ ok: false, code: 'no-card' })
    virtual.act({ do: 'tap', card: 'AA' })
    expect(await readers.issueDraft(id, draft)).toEqual({ ok: false, code: 'no-card' })
    virtual.act({ do: 'mynumber' })
    expect(await readers.issueDraft(id, draft)).toEqual({ ok: false, code: 'no-card' })
    virtual.act({ do: 'insert', card: 'AA' })
    expect(await readers.issueDraft(id, { ...draft, issueId: nobody })).toEqual({ ok: false, code: 'not-found' })
    expect(await readers.issueDraft(nobody, draft)).toEqual({ ok: false, code: 'not-found' })
    virtual.act({ do: 'unplug' })
    expect(await readers.issueDraft(id, draft)).toEqual({ ok: false, code: 'no-card' })
  })

  it('at a satellite’s reader is refused for what it is, whether or not a card lies there', async () => {
    const store = await openTestStore()
    const { readers, named } = openReaders(store, { drivers: [] })
    const draft = makeDraft(store)
    const origin = { satellite: '調剤室' }
    readers.take({ type: 'device-ready', at: 0, info: pcscInfo }, origin)
    const { id } = named(pcscInfo.label)
    expect(await readers.issueDraft(id, draft)).toEqual({ ok: false, code: 'not-at-satellite' })
    readers.take(presented(pcscInfo.device), origin)
    expect(await readers.issueDraft(id, draft)).toEqual({ ok: false, code: 'not-at-satellite' })
    expect(readRows(store, 'SELECT * FROM card')).toEqual([])
  })

  it('of a card that cannot be written on makes it known by its id alone', async () => {
    for (const code of ['no-memory', 'read-only', 'foreign', 'not-supported'] as const) {
      const store = await openTestStore()
      const { driver, tell } = scriptedDriver(() => ({ ok: false, code }))
      const { readers, named } = openReaders(store, { drivers: [driver] })
      const draft = makeDraft(store)
      tell(presented(pcscInfo.device))
      expect(await readers.issueDraft(named(pcscInfo.label).id, draft)).toEqual({ ok: true, hasRecord: false })
      tell(presented(pcscInfo.device))
      expect(visitsOf(store)[0]).toMatchObject({ member: { id: memberOf(store, draft) } })
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
    const draft = makeDraft(store)
    tell(presented(pcscInfo.device))
    for (const [cause, code] of causes) {
      fault = cause
      expect(await readers.issueDraft(named(pcscInfo.label).id, draft), cause).toEqual({ ok: false, code })
    }
    tell(presented(pcscInfo.device))
    expect(visitsOf(store)[0]).toMatchObject({ member: null })
    expect(readRows(store, 'SELECT * FROM card')).toEqual([])
  })
})

describe('a card with the record of another pharmacy', () => {
  const words = { code: 'card-elsewhere', text: '他の薬局で発行されたカードです' }

  it('is told as such when it is touched, and shows nobody', async () => {
    const store = await openTestStore()
    const { readers, virtual, desk } = openReaders(store)
    virtual.act({ do: 'insert', card: 'CC', isElsewhere: true })
    expect(desk).toMatchObject([words])
    expect(visitsOf(store)).toMatchObject([{ member: null }])
    expect(readers.lying()[0]).toMatchObject({ state: 'elsewhere', holder: null })
  })

  it('is never written on; with its owner’s consent it works by its id alone, and there as before', async () => {
    const store = await openTestStore()
    const { readers, virtual, desk, named } = openReaders(store)
    const draft = makeDraft(store)
    virtual.act({ do: 'insert', card: 'CC', isElsewhere: true })
    const { id } = named('左')
    expect(await readers.issueDraft(id, draft)).toEqual({ ok: false, code: 'card-elsewhere' })
    expect(readRows(store, 'SELECT * FROM card_write')).toEqual([])
    expect(await readers.issueDraft(id, { ...draft, byIdAlone: true })).toEqual({ ok: true, hasRecord: false })
    desk.length = 0
    virtual.act({ do: 'tap', card: 'CC', reader: '右' })
    expect(visitsOf(store)[0]).toMatchObject({ member: { id: memberOf(store, draft) } })
    expect(desk).toEqual([])
    // What it says is still the other pharmacy's.
    expect(await virtual.issue('virtual:左', { ...recordElsewhere, memberId: draft.issueId }, 'CC')).toEqual({
      ok: false,
      code: 'occupied',
      record: recordElsewhere,
    })
  })

  it('that lay there before the box could read it is found out by the writing, which leaves it alone', async () => {
    const store = await openTestStore()
    const asked: (string | undefined)[] = []
    const { driver, tell } = scriptedDriver((replaces) => {
      asked.push(replaces)
      return { ok: false, code: 'occupied', record: recordElsewhere }
    })
    const { readers, named } = openReaders(store, { drivers: [driver] })
    tell({ type: 'card-lying', at: 0, device: pcscInfo.device, idm: 'CC' })
    expect(readers.lying()[0]).toMatchObject({ state: 'blank' })
    const { id } = named(pcscInfo.label)
    const draft = makeDraft(store)
    expect(await readers.issueDraft(id, draft)).toEqual({ ok: false, code: 'card-elsewhere' })
    expect(asked).toEqual([undefined])
    expect(readers.lying()[0]).toMatchObject({ state: 'elsewhere' })
    expect(await readers.issueDraft(id, { ...draft, byIdAlone: true })).toEqual({ ok: true, hasRecord: false })
    expect(asked).toEqual([undefined])
  })

  it('does not take a card of this box for one: what an undone issue left on it gives way', async () => {
    const store = await openTestStore()
    const { readers, virtual, desk, named } = openReaders(store)
    const first = makeDraft(store)
    virtual.act({ do: 'insert', card: 'AA' })
    await readers.issueDraft(named('左').id, first)
    done(deeds.undoIssue(store, first.issueId, findIssue(store, first.issueId)!.version, first.staffId))
    virtual.act({ do: 'remove' })
    virtual.act({ do: 'insert', card: 'AA' })
    expect(desk).toEqual([])
    expect(readers.lying()[0]).toMatchObject({ state: 'blank' })
    expect(await readers.issueDraft(named('左').id, makeDraft(store))).toEqual({ ok: true, hasRecord: true })
  })

  it('nor one on which an issue broke off whose person was then entered anew', async () => {
    const store = await openTestStore()
    let written: CardRecord | undefined
    const { driver, tell } = scriptedDriver((replaces, record) => {
      if (written && written.memberId !== replaces) return { ok: false, code: 'occupied', record: written }
      const isFirst = written === undefined
      written = record
      return isFirst ? { ok: false, code: 'timeout' } : { ok: true }
    })
    const { readers, named } = openReaders(store, { drivers: [driver] })
    tell(presented(pcscInfo.device))
    const draft = makeDraft(store)
    const { id } = named(pcscInfo.label)
    expect(await readers.issueDraft(id, draft)).toMatchObject({ code: 'card-not-written' })
    const person = { name: '架空　太郎', kana: 'カクウ', sex: 'male' } as const
    const { version } = done(
      deeds.setPerson(store, draft.issueId, { version: draft.version, ...person }, draft.staffId),
    )
    expect(await readers.issueDraft(id, { ...draft, version })).toEqual({ ok: true, hasRecord: true })
  })
})
