import { expect, test } from 'vitest'
import { buildTestApp, signIn } from '../../test/support/box.ts'
import { drug } from '../../test/support/hints.ts'
import { openTestStore, readRows, takeIn, testFile, testPerson } from '../../test/support/store.ts'
import { linkPatient, saveMember } from '../store/members.ts'
import { findPatientByCode } from '../store/patients.ts'

async function open() {
  const store = await openTestStore()
  takeIn(store, testFile({ drugs: [drug('見本錠５ｍｇ「架空」')] }))
  const memberId = store.write(() => {
    const patient = findPatientByCode(store, '9999999', testPerson.code)!
    const id = saveMember(store, patient)
    linkPatient(store, id, patient.id)
    return id
  })
  const { app } = buildTestApp(store)
  const as = async (login: string) => {
    const cookie = await signIn(app, login)
    return async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) => {
      const response = await app.inject({ method, url, headers: { cookie }, ...(payload && { payload }) })
      return { status: response.statusCode, body: response.body === '' ? undefined : response.json() }
    }
  }
  const ask = await as('yaku')
  return { store, memberId, as, ask, list: `/api/members/${memberId}/leftovers` }
}

test('a count is proposed, read, saved, corrected with every version kept, removed and brought back; all of it in the trail', async () => {
  const { store, ask, list, memberId } = await open()
  const draft = await ask('GET', `${list}/draft`)
  expect(draft.body).toMatchObject({ today: '2026-04-03', drugs: [{ perDay: '3', guess: '42', given: '42' }] })
  const lines = [{ drug: draft.body.drugs[0], counted: '１３', countedIn: 'amount', isGuess: false, expiresOn: '' }]
  const typed = { fromOn: '2026/4/3', goal: { kind: 'next-visit', on: 'R8.5.1' }, lines, note: '' }
  const read = await ask('POST', '/api/leftovers/plan', typed)
  expect(read.body).toMatchObject({
    wrong: [],
    plan: { endOn: '2026-04-30', days: 28, results: [{ days: 4, rest: '1', lessDays: 4, prescribeDays: 24 }] },
  })
  const { count } = read.body
  const saved = await ask('POST', list, count)
  expect(saved).toMatchObject({ status: 201, body: { version: 1, by: '薬剤 師', count, plan: read.body.plan } })
  const one = `/api/leftovers/${saved.body.id as string}`
  const corrected = await ask('PATCH', one, { count: { ...count, note: '直した' }, version: 1 })
  expect(corrected).toMatchObject({ status: 200, body: { version: 2, count: { note: '直した' } } })
  expect(await ask('PATCH', one, { count, version: 1 })).toMatchObject({
    status: 409,
    body: { code: 'stale-version', current: corrected.body },
  })
  const revisions = await ask('GET', `${one}/revisions`)
  expect(revisions.body.items).toMatchObject([
    { version: 2, count: { note: '直した' } },
    { version: 1, count },
  ])
  expect(await ask('DELETE', `${one}?version=2`)).toMatchObject({ status: 200, body: { version: 3 } })
  expect((await ask('GET', list)).body.items).toEqual([])
  expect(await ask('PATCH', one, { count, version: 3 })).toMatchObject({ status: 404 })
  expect(await ask('POST', `${one}/restore`, { version: 3 })).toMatchObject({ status: 200, body: { version: 4 } })
  expect((await ask('GET', list)).body).toMatchObject({ items: [{ version: 4 }], next: null })
  expect(readRows(store, `SELECT what, member_id FROM trail WHERE what LIKE 'leftovers%'`)).toEqual(
    ['saved', 'corrected', 'removed', 'restored'].map((deed) => ({ what: `leftovers-${deed}`, member_id: memberId })),
  )
})

test('counts are told in pages, each once, newest first', async () => {
  const { ask, list } = await open()
  const count = { fromOn: '2026-04-03', goal: null, lines: [], note: '' }
  for (let n = 0; n < 25; n++) await ask('POST', list, { ...count, note: String(n) })
  const first = await ask('GET', list)
  const second = await ask('GET', `${list}?cursor=${first.body.next as string}`)
  const notes = [...first.body.items, ...second.body.items].map((item: { count: { note: string } }) => item.count.note)
  expect(notes).toEqual(Array.from({ length: 25 }, (_, n) => String(24 - n)))
  expect(second.body.next).toBeNull()
})

test('an interaction table is previewed, imported, and every version is kept; one is in use at most', async () => {
  const { store, as, ask } = await open()
  const path = '/api/interaction-tables'
  const file = (text: string, fileName = '見本.csv') => ({ fileName, text })
  const first = file('薬見本,薬例示,注意,一\n薬架空,薬例示,禁忌,二\n')
  expect(await ask('POST', `${path}/preview`, first)).toMatchObject({ status: 200, body: { rows: 2, issues: [] } })
  expect((await ask('GET', path)).body.items).toEqual([])
  const one = await ask('POST', path, first)
  expect(one).toMatchObject({ status: 201, body: { rows: 2, isUsed: true, by: '薬剤 師' } })
  const next = file('薬例示,薬見本,禁忌,変\n薬新規,薬例示,参考,\n')
  expect((await ask('POST', `${path}/preview`, next)).body.change).toEqual({ added: 1, removed: 1, kept: 1 })
  const two = await ask('POST', path, next)
  const used = async () =>
    (await ask('GET', path)).body.items
      .filter(({ isUsed }: { isUsed: boolean }) => isUsed)
      .map(({ id }: { id: string }) => id)
  expect(await used()).toEqual([two.body.id])
  expect(await ask('DELETE', `${path}/use`)).toMatchObject({ status: 204 })
  expect(await used()).toEqual([])
  expect(await ask('POST', `${path}/${one.body.id as string}/use`)).toMatchObject({ status: 200 })
  expect(await used()).toEqual([one.body.id])
  // A file with a mistake changes nothing, and says where it is.
  const wrong = await ask('POST', path, file('薬見本,薬例示,重い,一\n'))
  expect(wrong).toMatchObject({ status: 409, body: { current: { issues: [{ line: 1, column: 3 }] } } })
  expect(await used()).toEqual([one.body.id])
  expect(await (await as('hoshu'))('POST', path, first)).toMatchObject({ status: 403 })
  expect(readRows(store, `SELECT what FROM trail WHERE what LIKE 'interaction%'`)).toEqual(
    ['imported', 'imported', 'disused', 'used'].map((deed) => ({ what: `interaction-table-${deed}` })),
  )
})
