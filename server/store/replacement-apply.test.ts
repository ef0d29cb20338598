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
import { findFeedProfile } from './feed-profiles.ts'
import { linkPatient, saveMember } from './members.ts'
import type { Store } from './open.ts'
import { findPatientByCode } from './patients.ts'
import { applyReplacement, rollBackReplacement } from './replacement-apply.ts'
import { startMatch } from './replacement-match.ts'
import { editReplacement, findReplacement, removeReplacement, saveReplacement } from './replacements.ts'
import { findStaffByLogin } from './staff.ts'

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
