import { describe, expect, test } from 'vitest'
import type { Stray } from '../../contract/stray.ts'
import { buildTestApp, signIn } from '../../test/support/box.ts'
import { morning, openTestStore, readRows, takeBytes } from '../../test/support/store.ts'
import { newFile, oldCode, oldFile, person, pharmacyCode, usualPharmacy } from '../../test/support/two-computers.ts'
import { freezeFeed, resumeFeed } from '../store/feed-freeze.ts'
import { findFeedProfile } from '../store/feed-profiles.ts'
import { setLink } from '../store/links.ts'
import { editImage, saveImage } from '../store/images.ts'
import { findMember, linkPatient, saveMember } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import { findPatientByCode } from '../store/patients.ts'
import { indexMore } from '../store/search-index.ts'
import { findStaffByLogin } from '../store/staff.ts'
import { listStrays, undoStray } from '../store/strays.ts'

async function pharmacy(linked: readonly number[] = [0, 1]) {
  let at = morning
  // No two deeds happen at one instant.
  const store = await openTestStore(() => at++)
  const clock = {
    set(next: number) {
      at = next
    },
  }
  const members = usualPharmacy(store, 25, linked)
  const { app } = buildTestApp(store)
  const as = async (login: string) => {
    const cookie = await signIn(app, login)
    return async (method: 'GET' | 'POST', url: string, payload?: object) => {
      const response = await app.inject({ method, url, headers: { cookie }, ...(payload && { payload }) })
      return { status: response.statusCode, body: response.json<Stray & { code: string; items: Stray[] }>() }
    }
  }
  const ask = await as('yaku')
  const list = async () => (await ask('GET', '/api/strays')).body.items
  const same = async ({ person: stray, known }: Stray) =>
    ask('POST', `/api/strays/${stray.id}/same`, {
      version: stray.version,
      knownId: known!.id,
      knownVersion: known!.version,
    })
  const other = async ({ person: stray }: Stray) =>
    ask('POST', `/api/strays/${stray.id}/other`, { version: stray.version })
  const undo = async ({ decision }: Stray) => ask('POST', `/api/strays/${decision!.id}/undo`)
  return { store, clock, members, as, ask, list, same, other, undo, staffId: findStaffByLogin(store, 'yaku')!.id }
}

/** Person `who` under the code of person `at`. */
const stranger = (at: number, who: number, changes: Parameters<typeof oldFile>[1] = {}) =>
  oldFile(at, { person: { ...person(who), code: oldCode(at) }, ...changes })

/** Prescriptions in this notebook, by number. */
const shownTo = (store: Store, memberId: string): unknown[] =>
  readRows(
    store,
    `SELECT dispensing.prescription_number AS number FROM dispensing
     JOIN auto_registration link ON link.patient_id = dispensing.patient_id AND link.removed_at IS NULL
     WHERE link.member_id = '${memberId}' AND dispensing.removed_at IS NULL ORDER BY number`,
  ).map(({ number }) => number)

/** All that a person could see of patients and prescriptions, but for rooms and versions. */
const everything = (store: Store) => [
  readRows(store, `SELECT id, code, name, kana, sex, birth_on, phones FROM patient WHERE code <> '' ORDER BY id`),
  readRows(
    store,
    'SELECT id, patient_id, content, inbound_seq, action, revision, removed_at FROM dispensing ORDER BY id',
  ),
  readRows(store, 'SELECT id, patient_id FROM image'),
  readRows(store, 'SELECT inbound_seq, dispensing_id FROM dispensing_revision ORDER BY inbound_seq'),
  readRows(store, 'SELECT member_id, patient_id FROM auto_registration WHERE removed_at IS NULL ORDER BY patient_id'),
]
/** A 処方箋 of this patient. */
function giveImage(store: Store, patientId: string): void {
  const bytes = Buffer.from('見本')
  const facts = { uploadKey: 'a', source: 'file', ticketId: null, staffId: null, memberId: null } as const
  const image = saveImage(store, { ...facts, width: 1, height: 1, jpeg: bytes, thumbnail: bytes })
  editImage(store, image!.id, { version: image!.version, owner: { patientId } }, findStaffByLogin(store, 'yaku')!.id)
}

/** Whose prescriptions of this number are shown, by who they are named after. */
const ownersOf = (store: Store, number: string): unknown[] =>
  readRows(
    store,
    `SELECT patient.name FROM dispensing JOIN patient ON patient.id = patient_id
     WHERE prescription_number = '${number}' AND removed_at IS NULL ORDER BY patient.name`,
  ).map(({ name }) => name)

const notices = (store: Store) =>
  readRows(store, `SELECT id FROM notice WHERE source_key = 'stray-${pharmacyCode}-${oldCode(0)}'`).length

describe('somebody who came under the code of somebody else', () => {
  test('stands beside who has the code, until a person decides', async () => {
    const { store, list } = await pharmacy()
    expect(await list()).toEqual([])
    takeBytes(store, stranger(0, 50))
    expect(await list()).toMatchObject([
      {
        code: oldCode(0),
        person: { name: person(50).name, memberId: null, dispensings: 1 },
        known: { name: person(0).name, dispensings: 1 },
        decision: null,
      },
    ])
  })

  test('同じ方: shows in the notebook, now and with every later file, and the notice is settled', async () => {
    const { store, members, list, same } = await pharmacy()
    takeBytes(store, stranger(0, 50, { sentAt: '20260404101530' }))
    const [stray] = await list()
    expect(await same(stray!)).toMatchObject({ status: 200, body: { decision: { kind: 'same', by: '薬剤 師' } } })
    expect(shownTo(store, members.get(0)!)).toHaveLength(2)
    expect(notices(store)).toBe(0)
    // Written the new way or still the old one.
    takeBytes(store, stranger(0, 50, { sentAt: '20260405101530' }), oldFile(0, { sentAt: '20260406101530' }))
    takeBytes(store, stranger(0, 50, { sentAt: '20260407101530' }))
    expect(shownTo(store, members.get(0)!)).toHaveLength(5)
    expect(notices(store)).toBe(0)
    expect(await list()).toMatchObject([{ decision: { kind: 'same' } }])
  })

  test('同じ方 with one prescription under both: it shows once, as last written; taken back, all is as it was', async () => {
    const { store, members, list, same, undo } = await pharmacy()
    const number = '260403077770001'
    takeBytes(store, oldFile(0, { number }))
    takeBytes(store, stranger(0, 50, { number, action: 'U', revision: 1, sentAt: '20260404101530' }), stranger(0, 50))
    const [first] = await list()
    giveImage(store, first!.person.id)
    const before = everything(store)
    const [stray] = await list()
    const { body } = await same(stray!)
    expect(shownTo(store, members.get(0)!)).toHaveLength(3)
    expect(readRows(store, 'SELECT patient_id FROM image')).toEqual([{ patient_id: stray!.known!.id }])
    expect(await undo(body)).toMatchObject({ status: 200, body: { decision: null } })
    expect(everything(store)).toEqual(before)
    expect(await list()).toMatchObject([{ person: { id: stray!.person.id, dispensings: 2 }, decision: null }])
  })

  test('同じ方 taken back: what has come since goes to whom its files name', async () => {
    const { store, members, list, same, undo } = await pharmacy()
    takeBytes(store, stranger(0, 50, { sentAt: '20260404101530' }))
    const { body } = await same((await list())[0]!)
    takeBytes(store, stranger(0, 50, { sentAt: '20260405101530' }), oldFile(0, { sentAt: '20260406101530' }))
    expect(shownTo(store, members.get(0)!)).toHaveLength(4)
    await undo(body)
    expect(shownTo(store, members.get(0)!)).toHaveLength(2)
    expect(findPatientByCode(store, pharmacyCode, oldCode(0))?.name).toBe(person(0).name)
    expect(await list()).toMatchObject([{ person: { name: person(50).name, dispensings: 2 }, decision: null }])
  })

  test('taken back although a third person has come with the number: each keeps their own', async () => {
    const { store, list, same, undo } = await pharmacy()
    const number = '260403077770001'
    const changed = (revision: number, sentAt: string) => ({ number, action: 'U' as const, revision, sentAt })
    takeBytes(store, oldFile(0, { number }), stranger(0, 50, changed(1, '20260404101530')))
    const { body } = await same((await list())[0]!)
    takeBytes(store, stranger(0, 60, changed(2, '20260405101530')))
    expect(await undo(body)).toMatchObject({ status: 200 })
    expect(ownersOf(store, number)).toEqual([0, 50, 60].map((at) => person(at).name))
  })

  test('a correction or a deletion reaches the prescription in whichever room it is', async () => {
    const { store, list, same, undo, staffId } = await pharmacy()
    const [joined, left] = ['260403077770001', '260403077770002']
    takeBytes(store, stranger(0, 50, { number: joined }), stranger(0, 50, { number: left }))
    await undo((await same((await list())[0]!)).body)
    takeBytes(store, stranger(0, 50, { number: joined, action: 'U', revision: 1, sentAt: '20260404101530' }))
    expect(ownersOf(store, joined)).toEqual([person(50).name])
    const stray = (await list())[0]!
    store.write(() => {
      linkPatient(store, saveMember(store, { name: '架空', kana: 'カクウ', sex: 'unknown' }), stray.person.id)
    })
    freezeFeed(store, staffId, pharmacyCode)
    resumeFeed(store, staffId, pharmacyCode)
    takeBytes(store, stranger(0, 50, { number: left, action: 'D', revision: 1, sentAt: '20260405101530' }))
    expect(ownersOf(store, left)).toEqual([])
    expect(readRows(store, `SELECT id FROM dispensing WHERE prescription_number = '${left}'`)).toHaveLength(1)
  })

  test('taken back although an earlier word has come late: a medicine that is deleted stays deleted', async () => {
    const { store, list, same, undo } = await pharmacy()
    const number = '260403077770001'
    takeBytes(
      store,
      oldFile(0, { number }),
      stranger(0, 50, { number, action: 'U', revision: 3, sentAt: '20260405101530' }),
    )
    const { body } = await same((await list())[0]!)
    takeBytes(store, oldFile(0, { number, action: 'D', revision: 1, sentAt: '20260404101530' }))
    await undo(body)
    expect(ownersOf(store, number)).toEqual([person(50).name])
  })

  test('two joins with one patient are taken back newest first, and the patient is who it was', async () => {
    const { store, list, same, undo } = await pharmacy()
    takeBytes(store, stranger(0, 50, { sentAt: '20260404101530' }))
    const first = (await same((await list())[0]!)).body
    takeBytes(store, stranger(0, 60, { sentAt: '20260405101530' }))
    const second = (await same((await list()).find(({ decision }) => decision === null)!)).body
    expect(await undo(first)).toMatchObject({ status: 409, body: { code: 'stray-undo-order' } })
    expect(await undo(second)).toMatchObject({ status: 200 })
    expect(findPatientByCode(store, pharmacyCode, oldCode(0))?.name).toBe(person(50).name)
    expect(await undo(first)).toMatchObject({ status: 200 })
    expect(findPatientByCode(store, pharmacyCode, oldCode(0))?.name).toBe(person(0).name)
  })

  test('別の方 holds through 再開, also of somebody with the same facts', async () => {
    const { store, list, other, staffId } = await pharmacy()
    const number = '260403077770001'
    takeBytes(store, oldFile(1, { number }), newFile(0, { number, person: { ...person(0), code: oldCode(0) } }))
    const stray = (await list())[0]!
    await other(stray)
    freezeFeed(store, staffId, pharmacyCode)
    resumeFeed(store, staffId, pharmacyCode)
    expect(await list()).toMatchObject([{ person: { id: stray.person.id }, decision: { kind: 'other' } }])
  })

  test('who became another row is found nowhere, and nobody is linked to it', async () => {
    const { store, list, same, staffId } = await pharmacy()
    takeBytes(store, stranger(0, 50))
    const stray = (await list())[0]!
    await same(stray)
    while (indexMore(store));
    expect(readRows(store, `SELECT * FROM search_person WHERE person_id = '${stray.person.id}'`)).toEqual([])
    const memberId = store.write(() => saveMember(store, { name: '架空', kana: 'カクウ', sex: 'unknown' }))
    const act = { memberId, patientId: stray.person.id, version: findMember(store, memberId)!.version, staffId }
    expect(setLink(store, act)).toEqual({ ok: false, code: 'not-found' })
  })

  test('of hundreds the first are listed, and it is said that there are more', async () => {
    const { store, ask, staffId } = await pharmacy()
    const many = Array.from({ length: 110 }, (_, at) => at + 30)
    takeBytes(store, ...many.map((at) => oldFile(at)))
    freezeFeed(store, staffId, pharmacyCode)
    takeBytes(store, ...many.map((at) => stranger(at, at + 43)))
    resumeFeed(store, staffId, pharmacyCode)
    const { body } = await ask('GET', '/api/strays')
    expect(body).toMatchObject({ isCut: true })
    expect(body.items).toHaveLength(100)
  })

  test('別の方: stays a patient of its own, and nobody is told again, also after 再開', async () => {
    const { store, members, list, other, undo, staffId } = await pharmacy()
    takeBytes(store, stranger(0, 50))
    const { body } = await other((await list())[0]!)
    expect(body).toMatchObject({ decision: { kind: 'other' } })
    freezeFeed(store, staffId, pharmacyCode)
    resumeFeed(store, staffId, pharmacyCode)
    takeBytes(store, stranger(0, 50), stranger(0, 50))
    expect(notices(store)).toBe(0)
    expect(shownTo(store, members.get(0)!)).toHaveLength(1)
    expect(readRows(store, `SELECT id FROM patient WHERE name = '${person(50).name}'`)).toHaveLength(1)
    expect(await list()).toMatchObject([{ person: { dispensings: 3 }, decision: { kind: 'other' } }])
    await undo(body)
    expect(await list()).toMatchObject([{ decision: null }])
    takeBytes(store, stranger(0, 50))
    expect(notices(store)).toBe(1)
  })

  test('linked by hand stays linked when files are put into another room after 再開', async () => {
    const { store, list, staffId } = await pharmacy()
    takeBytes(store, stranger(0, 50))
    const stray = findPatientByCode(store, pharmacyCode, oldCode(0), '1')!
    const memberId = store.write(() => {
      const made = saveMember(store, stray)
      linkPatient(store, made, stray.id)
      return made
    })
    for (let freezes = 0; freezes < 2; freezes++) {
      freezeFeed(store, staffId, pharmacyCode)
      resumeFeed(store, staffId, pharmacyCode)
      takeBytes(store, stranger(0, 50), stranger(0, 60), stranger(0, 50))
    }
    expect(shownTo(store, memberId)).toHaveLength(5)
    expect(await list()).toMatchObject([{ person: { name: person(60).name, dispensings: 2 } }])
  })

  test('who are settled freeze nothing, however many come within a day', async () => {
    const { store, list, other } = await pharmacy()
    takeBytes(store, stranger(0, 50), stranger(1, 51))
    for (const stray of await list()) await other(stray)
    takeBytes(store, stranger(0, 50), stranger(1, 51), stranger(2, 52))
    expect(findFeedProfile(store, pharmacyCode).freeze).not.toBeNull()
  })
})

describe('a decision', () => {
  test('is refused when another PC was quicker, or has seen something else', async () => {
    const { store, list, same, other } = await pharmacy()
    takeBytes(store, stranger(0, 50))
    const [stray] = await list()
    const stale = { ...stray!, known: { ...stray!.known!, version: 99 } }
    expect(await same(stale)).toMatchObject({ status: 409, body: { code: 'stale-version' } })
    await other(stray!)
    expect(await same(stray!)).toMatchObject({ status: 409, body: { code: 'stray-decided' } })
  })

  test('同じ方 is refused for two who flow into the notebooks of two members', async () => {
    const { store, list, same } = await pharmacy()
    takeBytes(store, stranger(0, 50))
    const [stray] = await list()
    store.write(() => {
      linkPatient(store, saveMember(store, { name: '架空', kana: 'カクウ', sex: 'unknown' }), stray!.person.id)
    })
    const { version } = findPatientVersion(store, stray!.person.id)
    expect(await same({ ...stray!, person: { ...stray!.person, version } })).toMatchObject({
      status: 409,
      body: { code: 'patient-linked-elsewhere' },
    })
  })

  test('is a pharmacist’s, waits while auto-registration is frozen, and can be taken back for 30 days', async () => {
    const { store, clock, as, list, other, staffId } = await pharmacy()
    takeBytes(store, stranger(0, 50))
    const [stray] = await list()
    const asClerk = await as('jimu')
    expect(await asClerk('GET', '/api/strays')).toMatchObject({ status: 200 })
    const body = { version: stray!.person.version }
    expect(await asClerk('POST', `/api/strays/${stray!.person.id}/other`, body)).toMatchObject({ status: 403 })
    freezeFeed(store, staffId, pharmacyCode)
    expect(await list()).toEqual([])
    expect(await other(stray!)).toMatchObject({ status: 409, body: { code: 'feed-frozen' } })
    resumeFeed(store, staffId, pharmacyCode)
    const decided = (await other((await list())[0]!)).body
    clock.set(store.now() + 31 * 24 * 60 * 60 * 1000)
    expect(undoStray(store, decided.decision!.id, staffId)).toEqual({ ok: false, code: 'stray-too-old' })
    expect(listStrays(store).items).toEqual([])
  })

  test('of somebody who is no stray is refused', async () => {
    const { store, ask } = await pharmacy()
    const known = findPatientByCode(store, pharmacyCode, oldCode(0))!
    expect(await ask('POST', `/api/strays/${known.id}/other`, { version: 1 })).toMatchObject({ status: 404 })
  })
})

const findPatientVersion = (store: Store, id: string) => ({
  version: Number(readRows(store, `SELECT version FROM patient WHERE id = '${id}'`)[0]?.['version']),
})
