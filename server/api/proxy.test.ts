import { expect, test } from 'vitest'
import { buildTestApp, getJson, signIn } from '../../test/support/box.ts'
import { openTestStore, presentNotebook, readRows, takeIn, testFile, testPerson } from '../../test/support/store.ts'
import { linkPatient, saveMember } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import { findPatientByCode } from '../store/patients.ts'
import { endStaff, findStaffByLogin } from '../store/staff.ts'

const nobody = '019d50da-a680-7000-8000-2f885d572ee3'

/** A member, and a clerk at the counter. */
async function openDesk(who = 'jimu') {
  const store = await openTestStore()
  const { app } = buildTestApp(store)
  takeIn(store, testFile())
  const memberId = store.write(() => {
    const patient = findPatientByCode(store, '9999999', testPerson.code)!
    const id = saveMember(store, patient)
    linkPatient(store, id, patient.id)
    return id
  })
  presentNotebook(store, memberId)
  const cookie = await signIn(app, who)
  const send = async (method: 'POST' | 'PATCH', url: string, payload: object) => {
    const response = await app.inject({ method, url, payload, headers: { cookie } })
    return { status: response.statusCode, body: response.json<Record<string, unknown>>() }
  }
  const ids = Object.fromEntries(
    ['kanri', 'jimu', 'yaku', 'hoshu'].map((login) => [login, findStaffByLogin(store, login)!.id]),
  )
  const get = (url: string) => getJson(app, cookie, url)
  return { store, send, get, ids, memberId, of: `/api/members/${memberId}` }
}

const memo = { origin: 'this-pharmacy', text: '見本のメモ' }
const contents: Record<string, object> = {
  memos: memo,
  'body-notes': { kind: 'allergy', text: 'ペニシリン系', source: 'patient' },
  otc: { name: '見本胃腸薬', startOn: '2026/4/1' },
  'outside-dispensings': {
    dispensedOn: '2026/4/1',
    drugs: [{ name: '他施設用錠５ｍｇ', form: 'internal', usage: '１日１回朝食後', dose: '1', unit: '錠', count: '3' }],
  },
}
const proxyRows = (store: Store, memberId: string) =>
  readRows(
    store,
    `SELECT what, staff_id, on_behalf_of, trail_seq IS NOT NULL AS is_deed FROM audit
     WHERE member_id = '${memberId}' AND on_behalf_of IS NOT NULL ORDER BY seq`,
  )

test('a clerk may type in the name of whoever answers for the pharmacy, never of clerks, maintainers, leavers or themselves', async () => {
  const { store, get, ids } = await openDesk()
  const named = async () => ((await get('/api/staff/principals')).body.items as { id: string }[]).map(({ id }) => id)
  expect((await named()).sort()).toEqual([ids['kanri'], ids['yaku']].sort())
  endStaff(store, ids['yaku']!, null, ids['kanri']!)
  expect(await named()).toEqual([ids['kanri']])
  const { get: getAsYaku, ids: others } = await openDesk('yaku')
  expect((await getAsYaku('/api/staff/principals')).body.items).toEqual([{ id: others['kanri'], name: '管理 者' }])
})

test.each(Object.keys(contents))(
  '%s typed for another keep both names: in the record, its history and both rows of the audit trail',
  async (path) => {
    const { store, send, get, ids, memberId, of } = await openDesk()
    const added = await send('POST', `${of}/${path}`, { content: contents[path], onBehalfOf: ids['yaku'] })
    expect(added).toMatchObject({ status: 201, body: { by: '事務 員', addedFor: '薬剤 師', onBehalfOf: '薬剤 師' } })
    const url = `${of}/${path}/${String(added.body['id'])}`
    // Corrected in one's own name: only the first revision is another's.
    const own = await send('PATCH', url, { version: 1, content: contents[path] })
    expect(own.body).toMatchObject({ by: '事務 員', addedFor: '薬剤 師' })
    expect(own.body).not.toHaveProperty('onBehalfOf')
    const { body } = await get(`${url}/revisions`)
    expect(body.items).toMatchObject([{ deed: 'corrected' }, { deed: 'added', by: '事務 員', onBehalfOf: '薬剤 師' }])
    const [deed, request] = proxyRows(store, memberId)
    const both = { staff_id: ids['jimu'], on_behalf_of: ids['yaku'] }
    expect(deed).toMatchObject({ ...both, is_deed: 1 })
    expect(request).toMatchObject({ ...both, is_deed: 0 })
    const trail = (await get(`${of}/trail`)).body.items as { what: string; onBehalfOf?: string }[]
    expect(trail.find(({ what }) => what === deed!['what'])).toMatchObject({ by: '事務 員', onBehalfOf: '薬剤 師' })
  },
)

test('a count of what is left at home keeps both names, and each version its own', async () => {
  const { store, send, get, ids, memberId, of } = await openDesk()
  const count = { fromOn: '2026-04-03', goal: null, lines: [], note: '' }
  const saved = await send('POST', `${of}/leftovers`, { ...count, onBehalfOf: ids['yaku'] })
  expect(saved).toMatchObject({ status: 201, body: { by: '事務 員', onBehalfOf: '薬剤 師' } })
  const url = `/api/leftovers/${String(saved.body['id'])}`
  expect((await send('PATCH', url, { count, version: 1 })).body).not.toHaveProperty('onBehalfOf')
  expect((await send('PATCH', url, { count, version: 2, onBehalfOf: ids['kanri'] })).body).toMatchObject({
    by: '事務 員',
    onBehalfOf: '管理 者',
  })
  const { body } = await get(`${url}/revisions`)
  expect((body.items as { onBehalfOf?: string }[]).map(({ onBehalfOf }) => onBehalfOf)).toEqual([
    '管理 者',
    undefined,
    '薬剤 師',
  ])
  expect(proxyRows(store, memberId).map(({ on_behalf_of: id }) => id)).toEqual([
    ids['yaku'],
    ids['yaku'],
    ids['kanri'],
    ids['kanri'],
  ])
})

test('a name that may not be used is refused at its field, nothing is written, and the trail holds the refusal', async () => {
  const { store, send, ids, of } = await openDesk()
  for (const onBehalfOf of [ids['hoshu'], ids['jimu'], nobody]) {
    const { status, body } = await send('POST', `${of}/memos`, { content: memo, onBehalfOf })
    expect(status).toBe(400)
    expect(body['fields']).toEqual([{ path: 'body/onBehalfOf', message: 'not-answerable' }])
  }
  expect(readRows(store, 'SELECT * FROM notebook_entry')).toEqual([])
  expect(
    readRows(store, "SELECT result, on_behalf_of FROM audit WHERE what = 'memos-edit' AND trail_seq IS NULL"),
  ).toEqual(Array.from({ length: 3 }, () => ({ result: 'invalid-request', on_behalf_of: null })))
})
