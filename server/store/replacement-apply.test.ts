import { expect, test } from 'vitest'
import { openTestStore, readRows, takeBytes } from '../../test/support/store.ts'
import {
  newCode,
  newFile,
  oldCode,
  oldFile,
  person,
  pharmacyCode,
  usualPharmacy,
} from '../../test/support/two-computers.ts'
import { freezeFeed } from './feed-freeze.ts'
import { findFeedProfile } from './feed-profiles.ts'
import { linkPatient, saveMember } from './members.ts'
import type { Store } from './open.ts'
import { findPatientByCode } from './patients.ts'
import { applyReplacement, rollBackReplacement } from './replacement-apply.ts'
import { startMatch } from './replacement-match.ts'
import { editReplacement, findReplacement, removeReplacement, saveReplacement } from './replacements.ts'
import { findStaffByLogin } from './staff.ts'
import { keepStray, listStrays } from './strays.ts'

const people = 25
const start = { facilityName: '見本薬局', oldMaker: '見本社', pharmacyCode }
const items = { ...start, plannedOn: null, newMaker: '別見本社', contactName: '', contactPhone: '', contactMail: '' }

async function pharmacy() {
  const store = await openTestStore()
  usualPharmacy(store, people, [0, 1, 5])
  return { store, staffId: findStaffByLogin(store, 'yaku')!.id }
}

const version = (store: Store, id: string): number => findReplacement(store, id)!.version

function planned(store: Store, staffId: string, idsChange: 'yes' | 'no' = 'yes'): string {
  const { id } = saveReplacement(store, staffId, start)
  editReplacement(store, staffId, id, { ...items, idsChange, version: 1 })
  return id
}

/** @param csv a list `old,new`; null: by the files that came */
async function matched(store: Store, id: string, csv: string | null = null): Promise<void> {
  const started = startMatch(store, id, csv)
  if (!started.ok) throw new Error(started.code)
  await started.isDone
}

const apply = (store: Store, staffId: string, id: string) => applyReplacement(store, staffId, id, version(store, id))
const rollBack = (store: Store, staffId: string, id: string) =>
  rollBackReplacement(store, staffId, id, version(store, id))

test('what the list of one receipt computer promised is not kept by the next one, whose codes mean others', async () => {
  const { store, staffId } = await pharmacy()
  const first = planned(store, staffId)
  await matched(store, first, `${oldCode(5)},${newCode(5)}\n`)
  expect(apply(store, staffId, first)).toMatchObject({ ok: true })
  const second = planned(store, staffId)
  await matched(store, second, '旧,新\n99999999,88888\n')
  expect(apply(store, staffId, second)).toMatchObject({ ok: true })
  expect(findFeedProfile(store, pharmacyCode).system).toBe('2')
  takeBytes(store, newFile(80, { person: { ...person(80), code: newCode(5) } }))
  expect(findPatientByCode(store, pharmacyCode, newCode(5), '2')).toMatchObject({
    name: person(80).name,
    memberId: null,
  })
})

test('only the newest change goes back, and an older one moves nothing more', async () => {
  const { store, staffId } = await pharmacy()
  const first = planned(store, staffId)
  await matched(store, first, `${oldCode(5)},${newCode(5)}\n`)
  apply(store, staffId, first)
  const second = planned(store, staffId)
  await matched(store, second, `${oldCode(5)},${newCode(5)}\n`)
  apply(store, staffId, second)
  takeBytes(store, newFile(80, { person: { ...person(80), code: newCode(5) } }))
  const before = readRows(store, 'SELECT * FROM auto_registration')
  expect(rollBack(store, staffId, first)).toEqual({ ok: false, code: 'replacement-done' })
  expect(apply(store, staffId, first)).toEqual({ ok: false, code: 'replacement-done' })
  expect(readRows(store, 'SELECT * FROM auto_registration')).toEqual(before)
  expect(rollBack(store, staffId, second)).toMatchObject({ ok: true })
  expect(rollBack(store, staffId, first)).toMatchObject({ ok: true })
  expect(findFeedProfile(store, pharmacyCode).system).toBe('')
})

test('a dry run of receipt computers that are no longer the old and the new one has to be made anew', async () => {
  const { store, staffId } = await pharmacy()
  const [one, other] = [planned(store, staffId), planned(store, staffId)]
  await matched(store, one)
  await matched(store, other)
  expect(apply(store, staffId, one)).toMatchObject({ ok: true })
  expect(apply(store, staffId, other)).toEqual({ ok: false, code: 'replacement-unfinished' })
  expect(findFeedProfile(store, pharmacyCode).system).toBe('1')
  await matched(store, other)
  expect(apply(store, staffId, other)).toMatchObject({ ok: true })
})

test('a dry run of another pharmacy code has to be made anew', async () => {
  const { store, staffId } = await pharmacy()
  const id = planned(store, staffId)
  await matched(store, id)
  editReplacement(store, staffId, id, {
    ...items,
    idsChange: 'yes',
    pharmacyCode: '8888888',
    version: version(store, id),
  })
  expect(apply(store, staffId, id)).toEqual({ ok: false, code: 'replacement-unfinished' })
})

test('what is corrected or taken away while a dry run goes on stays so', async () => {
  const { store, staffId } = await pharmacy()
  const [corrected, removed] = [planned(store, staffId), planned(store, staffId)]
  const runs = [matched(store, corrected), matched(store, removed)]
  editReplacement(store, staffId, corrected, { ...items, idsChange: 'yes', newMaker: '三代目見本社', version: 2 })
  removeReplacement(store, staffId, removed, 2)
  await Promise.all(runs)
  expect(findReplacement(store, corrected)).toMatchObject({ newMaker: '三代目見本社', matchedFrom: 'files' })
  expect(findReplacement(store, removed)).toMatchObject({ state: 'removed', matchedAt: null })
})

test('codes do not change, somebody said, and they do: nobody’s facts are written over, and it freezes', async () => {
  const { store, staffId } = await pharmacy()
  expect(apply(store, staffId, planned(store, staffId, 'no'))).toMatchObject({ ok: true })
  const files = [0, 1, 2, 3].map((at) => newFile(at, { person: { ...person(at + 50), code: oldCode(at) } }))
  takeBytes(store, ...files)
  expect(findFeedProfile(store, pharmacyCode).freeze).toMatchObject({ why: 'codes-reassigned' })
  expect([0, 1, 2, 3].map((at) => findPatientByCode(store, pharmacyCode, oldCode(at))?.name)).toEqual(
    [0, 1, 2, 3].map((at) => person(at).name),
  )
})

test('somebody put aside whom a person has set up is not a patient of the new receipt computer', async () => {
  const { store, staffId } = await pharmacy()
  takeBytes(store, oldFile(0, { person: { ...person(50), code: oldCode(0) } }))
  const stray = findPatientByCode(store, pharmacyCode, oldCode(0), '1')!
  store.write(() => {
    linkPatient(store, saveMember(store, stray), stray.id)
  })
  const id = planned(store, staffId)
  await matched(store, id)
  expect(apply(store, staffId, id)).toMatchObject({ ok: true })
  takeBytes(store, newFile(60, { person: { ...person(60), code: oldCode(0) } }))
  expect(findPatientByCode(store, pharmacyCode, oldCode(0), '1')).toMatchObject({
    name: person(60).name,
    memberId: null,
  })
  expect(readRows(store, `SELECT name FROM patient WHERE id = '${stray.id}'`)).toEqual([{ name: person(50).name }])
})

/** Somebody else under the code of person 0, put aside. */
const stranger = (who: number) => oldFile(0, { person: { ...person(who), code: oldCode(0) } })
const open = (store: Store) => listStrays(store).items.filter(({ decision }) => decision === null)

test('where codes do not change, whoever was put aside is still to be decided, and is found again', async () => {
  const { store, staffId } = await pharmacy()
  takeBytes(store, stranger(50))
  expect(apply(store, staffId, planned(store, staffId, 'no'))).toMatchObject({ ok: true })
  const [stray] = open(store)
  expect(stray).toMatchObject({ person: { name: person(50).name }, known: { name: person(0).name } })
  const { id, version: seen } = stray!.person
  expect(keepStray(store, id, { staffId, version: seen })).toMatchObject({ ok: true })
  takeBytes(store, stranger(50))
  expect(readRows(store, `SELECT id FROM patient WHERE name = '${person(50).name}'`)).toEqual([{ id }])
  expect(open(store)).toEqual([])
})

test.each(['open', 'other'])(
  'nobody put aside by the old receipt computer (%s) is a patient of the new one',
  async (kind) => {
    const { store, staffId } = await pharmacy()
    takeBytes(store, stranger(50))
    const { id, version: seen } = open(store)[0]!.person
    if (kind === 'other') keepStray(store, id, { staffId, version: seen })
    const change = planned(store, staffId)
    // At the new one the code is person 5's.
    await matched(store, change, `${oldCode(5)},${oldCode(0)}\n`)
    expect(apply(store, staffId, change)).toMatchObject({ ok: true })
    expect(
      readRows(store, `SELECT id FROM auto_registration WHERE patient_id = '${id}' AND removed_at IS NULL`),
    ).toEqual([])
    takeBytes(store, newFile(5, { person: { ...person(5), code: oldCode(0) } }))
    expect(findPatientByCode(store, pharmacyCode, oldCode(0), '1')).toMatchObject({ name: person(5).name })
    // Shown beside whom it was put aside from, not beside who has that code today.
    expect(listStrays(store).items).toMatchObject([{ person: { id }, known: { name: person(0).name } }])
  },
)

test('what a list promised is not kept for somebody whose file says that they are another person', async () => {
  const { store, staffId } = await pharmacy()
  const change = planned(store, staffId)
  await matched(store, change, `${oldCode(5)},${newCode(5)}\n`)
  expect(apply(store, staffId, change)).toMatchObject({ ok: true })
  takeBytes(store, newFile(80, { person: { ...person(80), code: newCode(5) } }))
  expect(findPatientByCode(store, pharmacyCode, newCode(5), '1')).toMatchObject({
    name: person(80).name,
    memberId: null,
  })
})

test('before a freeze or after it: whoever was there before is not mixed with the new receipt computer’s, nor is one lost that goes back', async () => {
  const { store, staffId } = await pharmacy()
  const number = '260403077770001'
  takeBytes(store, oldFile(0, { number, person: { ...person(50), code: oldCode(0) } }))
  freezeFeed(store, staffId, pharmacyCode)
  takeBytes(store, newFile(60, { number, person: { ...person(60), code: newCode(6) } }))
  const owners = () =>
    readRows(
      store,
      `SELECT patient.name FROM dispensing JOIN patient ON patient.id = patient_id
       WHERE prescription_number = '${number}' AND removed_at IS NULL ORDER BY patient.name`,
    ).map(({ name }) => name)
  expect(owners()).toEqual([person(50).name, person(60).name])
  const change = planned(store, staffId)
  await matched(store, change)
  expect(apply(store, staffId, change)).toMatchObject({ ok: true })
  expect(findPatientByCode(store, pharmacyCode, oldCode(0), '1')).toBeUndefined()
  // Put aside by the new one, which goes back: no code of it is met by one of the old.
  takeBytes(store, newFile(61, { person: { ...person(61), code: newCode(6) } }))
  expect(rollBack(store, staffId, change)).toMatchObject({ ok: true })
  expect(readRows(store, `SELECT id FROM patient WHERE system LIKE '2%'`)).toEqual([])
  expect(owners()).toEqual([person(50).name, person(60).name])
})
