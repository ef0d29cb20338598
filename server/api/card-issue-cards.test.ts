import { describe, expect, it } from 'vitest'
import type { CardIssue, LyingCard } from '../../contract/card-issue.ts'
import { hanako, openWizard } from '../../test/support/card-issues.ts'
import { visitsOf } from '../../test/support/readers.ts'
import {
  createClock,
  morning,
  openTestStore,
  readRows,
  takeIn,
  testFile,
  testPerson,
} from '../../test/support/store.ts'
import { saveCounter } from '../store/counters.ts'
import type { Store } from '../store/open.ts'
import { findPatientByCode } from '../store/patients.ts'
import { editReader } from '../store/readers.ts'

const patientOf = (store: Store, code = testPerson.code) => findPatientByCode(store, '9999999', code)!

describe('the card on the reader', () => {
  it('tells whether it can be issued, and whose it is', async () => {
    const store = await openTestStore()
    const { atCard, write, ask, virtual } = await openWizard(store)
    const lying = async () => {
      const { items } = (await ask('GET', '/api/card-issues/lying-cards')).body as { items: LyingCard[] }
      return items.find(({ label }) => label === '左')
    }
    expect(await lying()).toMatchObject({ state: 'none', holder: null, isOn: true })
    virtual.act({ do: 'insert', card: 'AA' })
    expect(await lying()).toMatchObject({ state: 'blank', holder: null })
    await write(await atCard(), 'AA')
    virtual.act({ do: 'insert', card: 'AA' })
    expect(await lying()).toMatchObject({ state: 'in-use', holder: { name: hanako.name, cards: 1 } })
  })

  it('that is somebody’s blocks, and is not written on', async () => {
    const store = await openTestStore()
    const { atCard, write, deed, readerId, virtual } = await openWizard(store)
    await write(await atCard(), 'AA')
    const other = await atCard({ ...hanako, name: '架空　太郎', sex: 'male' })
    virtual.act({ do: 'insert', card: 'AA' })
    expect(await deed(other, 'card', { readerId })).toMatchObject({ status: 409, body: { code: 'card-in-use' } })
    expect(readRows(store, 'SELECT * FROM member')).toHaveLength(1)
  })

  it('of another pharmacy is said to be one, and issued only without a byte written, when its owner agrees', async () => {
    const store = await openTestStore()
    const { atCard, deed, ask, readerId, virtual } = await openWizard(store)
    const issue = await atCard()
    virtual.act({ do: 'insert', card: 'CC', isElsewhere: true })
    const { items } = (await ask('GET', '/api/card-issues/lying-cards')).body as { items: LyingCard[] }
    expect(items.find((each) => each.readerId === readerId)).toMatchObject({ state: 'elsewhere', holder: null })
    expect(await deed(issue, 'card', { readerId })).toMatchObject({ status: 409, body: { code: 'card-elsewhere' } })
    expect(readRows(store, 'SELECT * FROM member')).toEqual([])
    expect(await deed(issue, 'card', { readerId, byIdAlone: true })).toMatchObject({
      status: 200,
      body: { step: 'link' },
    })
    expect(readRows(store, `SELECT detail FROM trail WHERE what = 'card-issued'`)[0]?.['detail']).toContain('byIdAlone')
  })

  it('of another counter is not offered to this one', async () => {
    const store = await openTestStore()
    const { ask, readers } = await openWizard(store)
    // The first counter takes both readers; one of them moves to the second.
    const [here, there] = ['1番窓口', '2番窓口'].map((name) => {
      const made = saveCounter(store, name)
      if (!made.ok) throw new Error(made.code)
      return made.counter.id
    })
    const right = readers.list().find(({ label }) => label === '右')!
    editReader(store, right.id, { counterId: there!, version: right.version })
    const at = async (counterId: string) => {
      const { items } = (await ask('GET', `/api/card-issues/lying-cards?counterId=${counterId}`)).body as {
        items: LyingCard[]
      }
      return items.map(({ label }) => label)
    }
    expect([await at(here!), await at(there!)]).toEqual([['左'], ['右']])
  })
})

describe('再発行', () => {
  it('revokes the old cards at the moment the new one is proven; touched later, they say so', async () => {
    const store = await openTestStore()
    const { start, deed, atCard, write, virtual, desk } = await openWizard(store)
    const first = await atCard()
    const { memberId } = (await write(first, 'AA')).body as CardIssue
    await deed(first, 'link', { patientId: null })
    await deed(first, 'hand-over')

    const issue = await start({ kind: 'reissue', memberId: memberId! })
    expect(issue).toMatchObject({ step: 'person', memberId, revokes: 1 })
    expect((await deed(issue, 'member', { memberId, reason: 'lost' })).body).toMatchObject({ step: 'card' })
    virtual.act({ do: 'tap', card: 'AA' })
    expect(visitsOf(store)[0]!.member?.id).toBe(memberId)
    expect((await write(issue, 'BB')).body).toMatchObject({ step: 'link', memberId, revokes: 1 })
    virtual.act({ do: 'tap', card: 'BB' })
    expect(visitsOf(store)[0]!.member?.id).toBe(memberId)
    virtual.act({ do: 'tap', card: 'AA' })
    expect(visitsOf(store)[0]!.member).toBeNull()
    expect(desk.at(-1)).toMatchObject({ code: 'card-revoked', text: '使えなくなったカードです' })
  })

  it('undone within the wizard: the old card works again, and the new one is blank', async () => {
    const store = await openTestStore()
    const { start, deed, atCard, write, virtual, ask, desk } = await openWizard(store)
    const first = await atCard()
    const { memberId } = (await write(first, 'AA')).body as CardIssue
    await deed(first, 'link', { patientId: null })
    await deed(first, 'hand-over')
    const issue = await start({ kind: 'reissue', memberId: memberId! })
    await deed(issue, 'member', { memberId, reason: 'damaged' })
    await write(issue, 'BB')
    expect((await deed(issue, 'undo')).body).toMatchObject({ step: 'undone' })
    virtual.act({ do: 'tap', card: 'AA' })
    expect(visitsOf(store)[0]!.member?.id).toBe(memberId)
    virtual.act({ do: 'insert', card: 'BB' })
    expect(visitsOf(store)[0]!.member).toBeNull()
    expect((await ask('GET', '/api/card-issues/lying-cards')).body).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ label: '左', state: 'blank' })]),
    })
    expect(desk.filter(({ code }) => code === 'card-revoked')).toEqual([])
    expect(await deed(issue, 'link', { patientId: null })).toMatchObject({ status: 409, body: { code: 'wrong-step' } })
  })

  it('undone after another re-issue leaves the person with that one card', async () => {
    const store = await openTestStore()
    const { start, deed, atCard, write, virtual } = await openWizard(store)
    const { memberId } = (await write(await atCard(), 'AA')).body as CardIssue
    const [one, other] = [
      await start({ kind: 'reissue', memberId: memberId! }),
      await start({ kind: 'reissue', memberId: memberId! }),
    ]
    for (const [issue, card] of [
      [one, 'BB'],
      [other, 'CC'],
    ] as const) {
      await deed(issue, 'member', { memberId, reason: 'lost' })
      await write(issue, card)
    }
    await deed(one, 'undo')
    for (const [card, whose] of [
      ['CC', memberId],
      ['AA', undefined],
      ['BB', undefined],
    ] as const) {
      virtual.act({ do: 'tap', card })
      expect(visitsOf(store)[0]!.member?.id, card).toBe(whose)
    }
  })
})

describe('undo', () => {
  it('of a new issue leaves no member, no link, and a blank card', async () => {
    const clock = createClock()
    const store = await openTestStore(clock.now)
    takeIn(store, testFile())
    const { start, deed, terms, write, virtual, ask } = await openWizard(store)
    const patient = patientOf(store)
    const issue = await start({ kind: 'new', patientId: patient.id })
    await deed(issue, 'consent', { via: 'screen', termsVersion: (await terms()).version })
    const { memberId } = (await write(issue, 'AA')).body as CardIssue
    await deed(issue, 'link', { patientId: patient.id })
    virtual.act({ do: 'tap', card: 'AA' })
    expect(visitsOf(store)[0]!.member?.id).toBe(memberId)
    clock.set(morning + 60_000)
    expect((await deed(issue, 'undo')).body).toMatchObject({ step: 'undone', person: null, memberId: null })
    expect((await ask('GET', `/api/members/${memberId!}`)).status).toBe(404)
    expect(visitsOf(store)[0]!.member).toBeNull()
    expect(patientOf(store).memberId).toBeNull()
    // The same card, for the next person.
    virtual.act({ do: 'tap', card: 'AA' })
    expect(visitsOf(store)[0]!.member).toBeNull()
    const next = await start({ kind: 'new', patientId: patient.id })
    expect(next.duplicates).toEqual([])
    await deed(next, 'consent', { via: 'screen', termsVersion: 1 })
    expect((await write(next, 'AA')).body).toMatchObject({ step: 'link' })
    virtual.act({ do: 'tap', card: 'AA' })
    expect(visitsOf(store)[0]!.member?.name).toBe(hanako.name)
  })

  it('before the card forgets what was entered', async () => {
    const store = await openTestStore()
    const { atCard, deed } = await openWizard(store)
    const issue = await atCard()
    await deed(issue, 'undo')
    expect(readRows(store, 'SELECT name, kana, birth_on, sex FROM card_issue')).toEqual([
      { name: null, kana: null, birth_on: null, sex: null },
    ])
  })

  it('is refused once the card is handed over', async () => {
    const store = await openTestStore()
    const { atCard, write, deed } = await openWizard(store)
    const issue = await atCard()
    await write(issue, 'AA')
    await deed(issue, 'link', { patientId: null })
    await deed(issue, 'hand-over')
    expect(await deed(issue, 'undo')).toMatchObject({ status: 409, body: { code: 'wrong-step' } })
  })
})
