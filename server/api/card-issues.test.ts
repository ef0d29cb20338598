import { describe, expect, it } from 'vitest'
import type { CardIssue, LyingCard, RecentPatient } from '../../contract/card-issue.ts'
import { signIn } from '../../test/support/box.ts'
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
import { linkPatient, saveMember } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import { findPatientByCode } from '../store/patients.ts'
import { editReader } from '../store/readers.ts'

const patientOf = (store: Store, code = testPerson.code) => findPatientByCode(store, '9999999', code)!
const makeMember = (store: Store, person: object = hanako) =>
  store.write(() => saveMember(store, person as typeof hanako))

describe('新規発行', () => {
  it('goes from the person to the hand-over, and each step is told to every page', async () => {
    const store = await openTestStore()
    const { start, deed, terms, write, ask, desk } = await openWizard(store)
    const issue = await start()
    expect(issue).toMatchObject({ kind: 'new', step: 'person', person: null, memberId: null, startedBy: '事務 員' })
    expect((await deed(issue, 'person', hanako)).body).toMatchObject({ step: 'consent', person: hanako })
    const { version: termsVersion } = await terms()
    const consented = await deed(issue, 'consent', { via: 'paper', termsVersion })
    expect(consented.body).toMatchObject({ step: 'card', consent: { via: 'paper', termsVersion, by: '事務 員' } })
    const written = (await write(issue, 'AA00')).body as CardIssue
    expect(written).toMatchObject({ step: 'link', person: hanako, memberId: expect.any(String), revokes: 0 })
    expect((await deed(issue, 'link', { patientId: null })).body).toMatchObject({ step: 'handover' })
    expect((await deed(issue, 'hand-over')).body).toMatchObject({ step: 'done' })
    expect((await ask('GET', '/api/card-issues')).body).toEqual({ items: [], next: null })
    expect((await ask('GET', `/api/members/${written.memberId!}/consents`)).body).toMatchObject({
      items: [{ termsVersion, via: 'paper', by: '事務 員' }],
    })
    expect(desk).toEqual([])
    const told = readRows(store, `SELECT row_id FROM change WHERE noun = 'card-issue'`)
    expect(told.length).toBeGreaterThanOrEqual(6)
    expect(told.every(({ row_id }) => row_id === issue.id)).toBe(true)
  })

  it('makes no member before the card is proven', async () => {
    const store = await openTestStore()
    const { atCard, virtual, deed, readerId } = await openWizard(store)
    const issue = await atCard()
    expect(await deed(issue, 'card', { readerId })).toMatchObject({ status: 409, body: { code: 'no-card' } })
    expect(readRows(store, 'SELECT * FROM member')).toEqual([])
    virtual.act({ do: 'insert', card: 'AA' })
    await deed(issue, 'card', { readerId })
    expect(readRows(store, 'SELECT id FROM member')).toHaveLength(1)
  })

  it('is prefilled from the feed, newest file first, and links that patient on one press', async () => {
    const store = await openTestStore()
    takeIn(
      store,
      testFile(),
      testFile({
        number: '260403000013001',
        person: { ...testPerson, code: '00000077', name: '架空　太郎', kana: 'ｶｸｳ ﾀﾛｳ', sex: '1' },
      }),
    )
    const { ask, start, deed, terms, write } = await openWizard(store)
    const recent = (await ask('GET', '/api/card-issues/recent-patients')).body as { items: RecentPatient[] }
    expect(recent.items.map(({ patient }) => patient.name)).toEqual(['架空　太郎', '試験　花子'])
    const issue = await start({ kind: 'new', patientId: patientOf(store).id })
    expect(issue).toMatchObject({ step: 'consent', person: hanako, patient: { code: testPerson.code } })
    await deed(issue, 'consent', { via: 'screen', termsVersion: (await terms()).version })
    await write(issue, 'AA')
    const linked = await deed(issue, 'link', { patientId: patientOf(store).id })
    expect(linked.body).toMatchObject({ step: 'handover', linked: [{ code: testPerson.code }] })
    const again = (await ask('GET', '/api/card-issues/recent-patients')).body as { items: RecentPatient[] }
    expect(again.items.map(({ holder }) => holder?.cards)).toEqual([undefined, 1])
  })

  it('asks about those who may be the same person, and remembers 別の方です', async () => {
    const store = await openTestStore()
    const same = makeMember(store)
    const alike = makeMember(store, { ...hanako, name: '試験花子' })
    makeMember(store, { ...hanako, sex: 'male' })
    const { start, deed, ask } = await openWizard(store)
    const issue = await start()
    const asked = (await deed(issue, 'person', hanako)).body as CardIssue
    expect(asked).toMatchObject({ step: 'duplicates' })
    expect(asked.duplicates.map(({ holder, strength, reasons }) => [holder.memberId, strength, reasons])).toEqual([
      [same, 'exact', []],
      [alike, 'maybe', ['spaces']],
    ])
    expect(await deed(issue, 'consent', { via: 'screen', termsVersion: 1 })).toMatchObject({
      status: 409,
      body: { code: 'wrong-step' },
    })
    expect((await deed(issue, 'others', { memberIds: [same] })).body).toMatchObject({ step: 'duplicates' })
    expect((await deed(issue, 'others', { memberIds: [alike] })).body).toMatchObject({ step: 'consent' })
    expect(readRows(store, `SELECT what FROM trail WHERE what = 'card-issue-not-duplicate'`)).toHaveLength(2)
    // What changes who it is for is asked anew.
    expect((await deed(issue, 'person', hanako)).body).toMatchObject({ step: 'duplicates' })
    expect((await ask('GET', '/api/card-issues')).body).toMatchObject({ items: [{ id: issue.id, step: 'duplicates' }] })
  })

  it('asks also where the birth date of one of the two is not known, and the names are the same', async () => {
    const store = await openTestStore()
    const { atCard, write, start, deed } = await openWizard(store)
    await write(await atCard(), 'AA')
    const undated = { name: '試験花子', kana: hanako.kana, sex: hanako.sex }
    const first = await deed(await start(), 'person', undated)
    expect(first.body).toMatchObject({
      step: 'duplicates',
      duplicates: [{ strength: 'maybe', reasons: ['spaces', 'birth-unknown'] }],
    })
    const other = { name: '架空　次郎', kana: 'カクウ ジロウ', sex: 'male' }
    await write(await atCard(other), 'BB')
    const second = await deed(await start(), 'person', { ...other, birthOn: '1950-01-02' })
    expect(second.body).toMatchObject({ duplicates: [{ strength: 'maybe', reasons: ['birth-unknown'] }] })
  })

  it('for a patient who has a card already is steered to 再発行, or lets go of the patient', async () => {
    const store = await openTestStore()
    takeIn(store, testFile())
    const { start, deed, atCard, write } = await openWizard(store)
    const first = await atCard()
    const { memberId } = (await write(first, 'AA')).body as CardIssue
    await deed(first, 'link', { patientId: patientOf(store).id })
    await deed(first, 'hand-over')

    const second = await start({ kind: 'new', patientId: patientOf(store).id })
    expect(second).toMatchObject({
      step: 'duplicates',
      duplicates: [{ strength: 'linked', isOther: false, holder: { memberId, cards: 1, cardSince: store.now() } }],
    })
    const steered = await deed(second, 'member', { memberId, reason: 'lost' })
    // The consent from the first card still stands.
    expect(steered.body).toMatchObject({
      kind: 'reissue',
      step: 'card',
      memberId,
      revokes: 1,
      consent: { termsVersion: 1 },
    })

    const third = await start({ kind: 'new', patientId: patientOf(store).id })
    expect((await deed(third, 'others', { memberIds: [memberId!] })).body).toMatchObject({ patient: null })
  })

  it('says that another PC is at the same person', async () => {
    const store = await openTestStore()
    const { start, deed } = await openWizard(store)
    const [one, other] = [await start(), await start()]
    await deed(one, 'person', hanako)
    const second = (await deed(other, 'person', hanako)).body as CardIssue
    expect(second.alsoOpen).toEqual([one.id])
    await deed(one, 'undo')
    expect((await deed(other, 'person', hanako)).body).toMatchObject({ alsoOpen: [] })
  })

  it('refuses what another page has overtaken, and shows how it stands', async () => {
    const store = await openTestStore()
    const { start, ask } = await openWizard(store)
    const issue = await start()
    const url = `/api/card-issues/${issue.id}/person`
    const typed = { version: issue.version, name: hanako.name, kana: hanako.kana, sex: hanako.sex, birth: 'S43.4.7' }
    await ask('POST', url, typed)
    expect(await ask('POST', url, { ...typed, name: '架空　太郎' })).toMatchObject({
      status: 409,
      body: { code: 'stale-version', current: { person: hanako } },
    })
  })

  it('reads a birth date as it is usually typed, and refuses one that is none or lies ahead', async () => {
    const store = await openTestStore()
    const { start, ask } = await openWizard(store)
    const { id, version } = await start()
    const type = (birth: string) =>
      ask('POST', `/api/card-issues/${id}/person`, { version, name: '試験　花子', kana: '', sex: 'female', birth })
    for (const birth of ['昭和99年13月1日', '2026-04-04', 'きのう'])
      expect(await type(birth), birth).toMatchObject({ status: 422, body: { code: 'date-not-read' } })
    expect(await type('昭和４３年４月７日')).toMatchObject({ status: 200, body: { person: { birthOn: '1968-04-07' } } })
  })

  it('asks for consent to the text that is shown', async () => {
    const store = await openTestStore()
    const { start, deed, terms, app } = await openWizard(store)
    const issue = await start()
    await deed(issue, 'person', hanako)
    const { version } = await terms()
    const admin = await signIn(app, 'kanri')
    const payload = { version, body: '新しい規約' }
    await app.inject({ method: 'POST', url: '/api/terms', headers: { cookie: admin }, payload })
    expect(await deed(issue, 'consent', { via: 'screen', termsVersion: version })).toMatchObject({
      status: 409,
      body: { code: 'terms-changed' },
    })
    expect((await deed(issue, 'consent', { via: 'screen', termsVersion: version + 1 })).status).toBe(200)
  })
})

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

describe('お薬自動登録 in the wizard', () => {
  it('never takes a patient from another member', async () => {
    const store = await openTestStore()
    takeIn(store, testFile())
    const patient = patientOf(store)
    store.write(() => {
      linkPatient(store, saveMember(store, { name: '架空　太郎', kana: '', sex: 'male' }), patient.id)
    })
    const { atCard, write, deed } = await openWizard(store)
    const issue = await atCard()
    await write(issue, 'AA')
    expect(await deed(issue, 'link', { patientId: patient.id })).toMatchObject({
      status: 409,
      body: { code: 'patient-linked-elsewhere' },
    })
  })
})

it('a maintainer sees no draft and no terms are changed by a clerk', async () => {
  const store = await openTestStore()
  const { app, cookie } = await openWizard(store)
  const maintainer = await signIn(app, 'hoshu')
  for (const url of [
    '/api/card-issues',
    '/api/card-issues/recent-patients',
    '/api/card-issues/lying-cards',
    '/api/terms',
  ])
    expect((await app.inject({ url, headers: { cookie: maintainer } })).statusCode, url).toBe(403)
  const payload = { version: 1, body: '別の規約' }
  const clerk = await app.inject({ method: 'POST', url: '/api/terms', headers: { cookie }, payload })
  expect(clerk.statusCode).toBe(403)
})

it('nothing of a person is logged or broadcast', async () => {
  const store = await openTestStore()
  const { atCard, write, deed, log } = await openWizard(store)
  const issue = await atCard()
  await write(issue, 'AA00BB11')
  await deed(issue, 'undo')
  const written = [
    ...log,
    JSON.stringify(readRows(store, 'SELECT * FROM change')),
    JSON.stringify(readRows(store, 'SELECT * FROM trail')),
  ]
  expect(written.join('\n')).not.toMatch(/試験　花子|シケン|1968-04-07|AA00BB11/)
})
