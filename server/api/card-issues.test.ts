import { describe, expect, it } from 'vitest'
import type { CardIssue, RecentPatient } from '../../contract/card-issue.ts'
import { signIn } from '../../test/support/box.ts'
import { hanako, openWizard } from '../../test/support/card-issues.ts'
import { openTestStore, readRows, takeIn, testFile, testPerson } from '../../test/support/store.ts'
import { linkPatient, saveMember } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import { findPatientByCode } from '../store/patients.ts'

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
