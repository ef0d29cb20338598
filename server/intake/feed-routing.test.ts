import { describe, expect, test } from 'vitest'
import { openTestStore, readRows, takeBytes } from '../../test/support/store.ts'
import { newFile, oldCode, oldFile, person, pharmacyCode, usualPharmacy } from '../../test/support/two-computers.ts'
import { freezeFeed, resumeFeed } from '../store/feed-freeze.ts'
import { findFeedProfile } from '../store/feed-profiles.ts'
import { linkPatient, saveMember } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import { findPatientByCode } from '../store/patients.ts'
import { findStaffByLogin } from '../store/staff.ts'

const people = 25

async function pharmacy(linked: readonly number[] = [0]) {
  const store = await openTestStore()
  const members = usualPharmacy(store, people, linked)
  return { store, members, staffId: findStaffByLogin(store, 'yaku')!.id }
}

/** Whose names the prescriptions in this notebook carry. */
const shownTo = (store: Store, memberId: string): unknown[] =>
  readRows(
    store,
    `SELECT patient.name, dispensing.content FROM dispensing JOIN patient ON patient.id = dispensing.patient_id
     JOIN auto_registration link ON link.patient_id = patient.id AND link.removed_at IS NULL
     WHERE link.member_id = '${memberId}' AND dispensing.removed_at IS NULL ORDER BY dispensing.inbound_seq`,
  ).map(({ name, content }) => {
    const { patient } = JSON.parse(content as string) as { patient: { name: string } }
    return patient.name === name ? name : [name, patient.name]
  })

const notices = (store: Store) =>
  readRows(store, `SELECT source_key FROM notice WHERE source_key LIKE 'stray-%'`).map(({ source_key }) => source_key)

/** Person `who` under the code of person `at`. */
const stranger = (at: number, who: number, changes: Parameters<typeof oldFile>[1] = {}) =>
  oldFile(at, { person: { ...person(who), code: oldCode(at) }, ...changes })

/** Whoever was put aside under this code, set up by hand for a member of their own. */
function linkStray(store: Store, at: number, system = '1'): string {
  const stray = findPatientByCode(store, pharmacyCode, oldCode(at), system)!
  return store.write(() => {
    const memberId = saveMember(store, stray)
    linkPatient(store, memberId, stray.id)
    return memberId
  })
}

describe('somebody else under a known code', () => {
  test('is taken as a patient apart, and everybody is told, without a name', async () => {
    const { store, members } = await pharmacy()
    takeBytes(store, stranger(0, 50))
    expect(shownTo(store, members.get(0)!)).toEqual([person(0).name])
    expect(notices(store)).toEqual([`stray-${pharmacyCode}-${oldCode(0)}`])
    expect(JSON.stringify(readRows(store, 'SELECT * FROM notice'))).not.toContain(person(50).name)
  })

  test('is told of no more once a person has set them up', async () => {
    const { store } = await pharmacy()
    takeBytes(store, stranger(0, 50))
    const memberId = linkStray(store, 0)
    const before = readRows(store, 'SELECT * FROM notice')
    takeBytes(store, stranger(0, 50))
    expect(shownTo(store, memberId)).toEqual([person(50).name, person(50).name])
    expect(readRows(store, 'SELECT * FROM notice')).toEqual(before)
  })

  test('never comes under a third person who was put aside under that code before', async () => {
    const { store } = await pharmacy()
    takeBytes(store, stranger(0, 50))
    const memberId = linkStray(store, 0)
    takeBytes(store, stranger(0, 60))
    expect(shownTo(store, memberId)).toEqual([person(50).name])
    expect(findPatientByCode(store, pharmacyCode, oldCode(0), '1')).toMatchObject({
      name: person(60).name,
      memberId: null,
    })
  })

  test('stays what they were when nothing changed, and is nobody of the next receipt computer', async () => {
    const { store, staffId } = await pharmacy()
    takeBytes(store, stranger(0, 50))
    const memberId = linkStray(store, 0)
    freezeFeed(store, staffId, pharmacyCode)
    expect(resumeFeed(store, staffId, pharmacyCode).ok).toBe(true)
    expect(findFeedProfile(store, pharmacyCode).aside).toBe('2')
    takeBytes(store, stranger(0, 60))
    expect(shownTo(store, memberId)).toEqual([person(50).name])
  })

  test('and then the known person, both while all is put aside: nobody is lost when it is taken up again', async () => {
    const { store, members, staffId } = await pharmacy()
    freezeFeed(store, staffId, pharmacyCode)
    takeBytes(store, oldFile(0), stranger(0, 50), oldFile(0))
    resumeFeed(store, staffId, pharmacyCode)
    expect(shownTo(store, members.get(0)!)).toEqual(Array(3).fill(person(0).name))
    const apart = readRows(store, `SELECT system FROM patient WHERE name = '${person(50).name}'`)
    expect(apart).toHaveLength(1)
    expect(notices(store)).toEqual([`stray-${pharmacyCode}-${oldCode(0)}`])
    expect(apart[0]?.system).not.toBe('')
  })
})

describe('the first patient of a prescription that was typed wrong', () => {
  const number = '260403099990001'
  const wrong = oldFile(90, { number })
  const changed = { ...person(95), code: oldCode(90) }

  test('is corrected by the same prescription: one patient, one prescription, nobody aside', async () => {
    const { store } = await pharmacy()
    takeBytes(
      store,
      wrong,
      oldFile(90, { number, person: changed, sentAt: '20260403110000' }),
      oldFile(90, { person: changed }),
    )
    const patients = readRows(store, `SELECT name, system FROM patient WHERE code = '${oldCode(90)}'`)
    expect(patients).toEqual([{ name: person(95).name, system: '' }])
    expect(readRows(store, `SELECT id FROM dispensing WHERE prescription_number = '${number}'`)).toHaveLength(1)
    expect(notices(store)).toEqual([])
  })

  test.each([
    ['that day is another', [wrong], { dispensedOn: '20260404' }],
    ['the patient has more prescriptions', [wrong, oldFile(90)], {}],
  ])('is not corrected without a person where %s', async (_name, before, changes) => {
    const { store } = await pharmacy()
    takeBytes(store, ...before, oldFile(90, { number, person: changed, sentAt: '20260404110000', ...changes }))
    expect(findPatientByCode(store, pharmacyCode, oldCode(90))?.name).toBe(person(90).name)
    expect(notices(store)).toHaveLength(1)
  })
})

test('the freeze happens although the number of an early file of the new kind was put aside before', async () => {
  const { store, staffId } = await pharmacy()
  const number = '260403088880001'
  takeBytes(store, stranger(0, 50, { number }), newFile(40, { number }))
  takeBytes(store, ...[41, 42, 43, 44, 45].map((at) => newFile(at)))
  expect(findFeedProfile(store, pharmacyCode).freeze).toMatchObject({ why: 'new-kind' })
  expect(readRows(store, `SELECT name FROM inbound WHERE state <> 'done'`)).toEqual([])
  // Two people, two prescriptions, whatever is decided.
  resumeFeed(store, staffId, pharmacyCode)
  const owners = readRows(
    store,
    `SELECT patient.name FROM dispensing JOIN patient ON patient.id = patient_id WHERE prescription_number = '${number}' ORDER BY inbound_seq`,
  )
  expect(owners).toEqual([{ name: person(50).name }, { name: person(40).name }])
})
