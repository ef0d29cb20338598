import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openTestStore, takeBytes, takeIn, testFile, testPerson } from '../../test/support/store.ts'
import { writeNsipsFile, type WrittenFile } from '../demo/nsips-file.ts'
import { findDispensing, findDispensingByNumber, listDispensingsOfDay, listRevisions } from '../store/dispensings.ts'
import { countInbound, listRejected } from '../store/inbound.ts'
import type { Store } from '../store/open.ts'
import { findPatientByCode } from '../store/patients.ts'

const number = '260403000012001'
const first = testFile()
const update = testFile({
  action: 'U',
  revision: 1,
  sentAt: '20260403104210',
  drugs: [{ ...first.drugs[0]!, count: 28 }],
})
const removal = testFile({ action: 'D', revision: 2, sentAt: '20260403110005' })
const again = testFile({
  action: 'U',
  revision: 3,
  sentAt: '20260403113000',
  drugs: [{ ...first.drugs[0]!, count: 7 }],
})

/** What the screen would show: days of the one drug, or nothing. */
function shown(store: Store): number | undefined | null {
  const row = findDispensingByNumber(store, '9999999', number)
  return row ? (findDispensing(store, row.id)?.rps[0]?.count ?? null) : undefined
}

test('an update replaces the new one, a delete takes it away, a later file brings it back', async () => {
  const store = await openTestStore()
  const states = [first, update, removal, again].map((file) => {
    takeIn(store, file)
    return shown(store)
  })
  expect(states).toEqual([14, 28, null, 7])
})

test('a new one that arrives after its update changes nothing, but is kept in the history', async () => {
  const store = await openTestStore()
  takeIn(store, update, first)
  expect(shown(store)).toBe(28)
  const { id } = findDispensingByNumber(store, '9999999', number)!
  expect(listRevisions(store, id)).toMatchObject([
    { action: 'new', isCurrent: false },
    { action: 'update', isCurrent: true },
  ])
})

test('a delete that comes before anything else keeps what comes late from showing', async () => {
  const store = await openTestStore()
  takeIn(store, removal)
  expect(listDispensingsOfDay(store, '2026-04-03', 1000, 10).items).toEqual([])
  takeIn(store, first)
  expect(shown(store)).toBe(null)
  takeIn(store, again)
  expect(shown(store)).toBe(7)
})

test('whatever the order of arrival, the same files leave the same state', async () => {
  const files = [first, update, removal, again, testFile({ action: 'U', revision: 1, sentAt: '20260403104500' })]
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(files, { minLength: files.length }), async (order) => {
      const store = await openTestStore()
      takeIn(store, ...order)
      expect(shown(store)).toBe(7)
      const { id } = findDispensingByNumber(store, '9999999', number)!
      expect(listRevisions(store, id)).toHaveLength(files.length)
    }),
    { numRuns: 20 },
  )
})

test('a new one sent again under the number of its update does not take the update back; a delete between them does', async () => {
  const store = await openTestStore()
  const unnumbered = { ...update, revision: 0 }
  const sentAgain = testFile({ sentAt: '20260403200000', receipt: 99 })
  takeIn(store, first, unnumbered, sentAgain)
  expect(shown(store)).toBe(28)
  const { id } = findDispensingByNumber(store, '9999999', number)!
  expect(listRevisions(store, id)[0]).toMatchObject({ warnings: [{ code: 'superseded-although-sent-later' }] })
  // The delete that had been on its way makes the file sent again the latest word: it is read from its kept bytes.
  takeIn(store, testFile({ action: 'D', revision: 0, sentAt: '20260403110005' }))
  expect(shown(store)).toBe(14)
  expect(listRevisions(store, id).filter(({ isCurrent }) => isCurrent)).toMatchObject([
    { action: 'new', inboundSeq: 3 },
  ])
})

test('a file without any date shows on the day it came', async () => {
  const store = await openTestStore()
  takeIn(store, testFile({ dispensedOn: '', sentAt: '' }))
  expect(listDispensingsOfDay(store, '2026-04-03', 1000, 10).items).toHaveLength(1)
})

test('a file that could not be read is settled when a later file of the same prescription is read', async () => {
  const store = await openTestStore()
  takeBytes(store, { name: 'A26040300001200100000.txt', bytes: Buffer.from('garbage') })
  takeBytes(store, { name: 'A26040300001300100000.txt', bytes: Buffer.from('garbage') })
  takeIn(store, update)
  expect(listRejected(store, 1000, 10).items.map(({ name }) => name)).toEqual(['A26040300001300100000.txt'])
  expect(listRejected(store, 1000, 10, 'dismissed').items).toMatchObject([
    { name: 'A26040300001200100000.txt', hasBytes: true },
  ])
})

test('the same file twice is one row and changes nothing', async () => {
  const store = await openTestStore()
  takeIn(store, first)
  const before = findDispensingByNumber(store, '9999999', number)
  takeIn(store, first)
  expect(findDispensingByNumber(store, '9999999', number)).toEqual(before)
  expect(listRevisions(store, before!.id)).toHaveLength(1)
})

test('the same number at another pharmacy is another dispensing', async () => {
  const store = await openTestStore()
  takeIn(store, first)
  const { name, bytes } = writeNsipsFile(first)
  takeBytes(store, { name, bytes: Buffer.from(bytes.toString('latin1').replace('9999999', '8888888'), 'latin1') })
  expect(listDispensingsOfDay(store, '2026-04-03', 1000, 10).items.map(({ pharmacy }) => pharmacy.code)).toEqual([
    '8888888',
    '9999999',
  ])
})

test('a number that turns up under another patient moves to that patient and says so', async () => {
  const store = await openTestStore()
  const other = { ...testPerson, code: '00005678', name: '試験　一郎', kana: 'ｼｹﾝ ｲﾁﾛｳ' }
  takeIn(store, first, { ...update, person: other })
  const [dispensing] = listDispensingsOfDay(store, '2026-04-03', 1000, 10).items
  expect(dispensing?.patient?.code).toBe('00005678')
  expect(dispensing?.warnings).toContainEqual({ code: 'patient-changed' })
  expect(dispensing?.patientId).toBe(findPatientByCode(store, '9999999', '00005678')?.id)
})

test('an older file never takes back a corrected name, and a blank never erases a known one', async () => {
  const store = await openTestStore()
  const named = (name: string, sentAt: string, file: Partial<WrittenFile>): WrittenFile =>
    testFile({ ...file, sentAt, person: { ...testPerson, name } })
  takeIn(
    store,
    named('旧姓　花子', '20260403100000', { number: '260403000000001' }),
    named('新姓　花子', '20260403120000', { number: '260403000000002' }),
    named('新姓　花子', '20260403150000', { number: '260403000000003' }),
    named('旧姓　花子', '20260403130000', { number: '260403000000004' }),
    named('', '20260403160000', { number: '260403000000005' }),
  )
  expect(findPatientByCode(store, '9999999', testPerson.code)?.name).toBe('新姓　花子')
})

test('one bad file never stops the next one', async () => {
  const store = await openTestStore()
  const good = writeNsipsFile(first)
  takeBytes(
    store,
    { name: 'A26040300000000100000.txt', bytes: Buffer.from('garbage') },
    { name: 'A26040300000000200000.txt', bytes: Buffer.from([0xff, 0xfe, 0x00, 0x81, 0x0d]) },
    good,
  )
  expect(countInbound(store, 'queued')).toBe(0)
  expect(listRejected(store, 1000, 10).items.map(({ name }) => name)).toEqual([
    'A26040300000000200000.txt',
    'A26040300000000100000.txt',
  ])
  expect(shown(store)).toBe(14)
})
