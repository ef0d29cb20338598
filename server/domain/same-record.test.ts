import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Medication } from '../../contract/medication.ts'
import { groupSameRecords, isSameRecord, type ComparableRecord } from './same-record.ts'

const drug = (name: string, more: Partial<Medication> = {}): Medication => ({
  name,
  codes: {},
  total: '84',
  unit: '錠',
  ...more,
})

const record = (
  changes: Partial<ComparableRecord> = {},
  medications = [drug('試験用錠２５０ｍｇ')],
): ComparableRecord => ({
  id: '1',
  isOutside: true,
  dispensedOn: '2026-04-03',
  pharmacy: { code: '9999999', name: '架空薬局　本店' },
  rps: [{ form: 'internal', count: 14, medications }],
  ...changes,
})
const feed = (changes: Partial<ComparableRecord> = {}, medications?: Medication[]) =>
  record({ id: '0', isOutside: false, ...changes }, medications)

describe('two records are one dispensing', () => {
  it('when day, pharmacy code and drugs agree', () => {
    expect(isSameRecord(feed(), record())).toBe(true)
  })
  it('when only the pharmacy name is known, in whatever width and with old forms of its kanji', () => {
    expect(isSameRecord(feed(), record({ pharmacy: { name: '架空薬局 本店' } }))).toBe(true)
    expect(
      isSameRecord(feed({ pharmacy: { code: '1', name: '髙見本薬局' } }), record({ pharmacy: { name: '高見本薬局' } })),
    ).toBe(true)
  })
  it('when a code of the drug agrees, however its name is written', () => {
    const codes = { yj: '1234567F1010' }
    expect(isSameRecord(feed({}, [drug('一', { codes })]), record({}, [drug('二', { codes, total: '1' })]))).toBe(true)
  })
  it('when the drugs come in another order and in other groups', () => {
    const [a, b] = [drug('試験用錠'), drug('検査用散', { unit: 'g' })]
    const split = {
      rps: [b, a].map((medication) => ({ form: 'internal' as const, count: 14, medications: [medication] })),
    }
    expect(isSameRecord(feed({}, [a, b]), record(split))).toBe(true)
  })
  it('when a container is told by one of them only', () => {
    expect(
      isSameRecord(feed({}, [drug('試験用錠'), drug('容器', { kind: 'other' })]), record({}, [drug('試験用錠')])),
    ).toBe(true)
  })
})

describe('two records stay apart', () => {
  it.each([
    ['on different days', { dispensedOn: '2026-04-04' }],
    ['of different pharmacies of one name', { pharmacy: { code: '8888888', name: '架空薬局　本店' } }],
    ['of a pharmacy nobody named', { pharmacy: {} }],
  ])('%s', (_when, changes) => {
    expect(isSameRecord(feed(), record(changes))).toBe(false)
  })
  it('with another amount, another drug, or one drug more', () => {
    expect(isSameRecord(feed(), record({}, [drug('試験用錠２５０ｍｇ', { total: '42' })]))).toBe(false)
    expect(isSameRecord(feed(), record({}, [drug('試験用錠５００ｍｇ')]))).toBe(false)
    expect(isSameRecord(feed(), record({}, [drug('試験用錠２５０ｍｇ'), drug('検査用散')]))).toBe(false)
    expect(isSameRecord(feed({}, [drug('一'), drug('一')]), record({}, [drug('一'), drug('二')]))).toBe(false)
  })
  it('without a day or without any drug', () => {
    const undated = { dispensedOn: undefined }
    expect(isSameRecord(feed(undated), record(undated))).toBe(false)
    expect(isSameRecord(feed({}, []), record({}, []))).toBe(false)
  })
  it('when both are of the own feed: the receipt computer numbered each', () => {
    expect(isSameRecord(feed(), feed({ id: '2' }))).toBe(false)
  })
})

test('the first registered is shown, later ones are kept under it', () => {
  const [paper, qr, portal] = ['1', '2', '3'].map((id) => record({ id }))
  expect(groupSameRecords([portal!, paper!, qr!])).toEqual([{ shown: paper, copies: [qr, portal] }])
  const own = feed({ id: '4' })
  expect(groupSameRecords([own, paper!])).toEqual([{ shown: paper, copies: [own] }])
})

test('grouping loses nothing, doubles nothing, and does not depend on the order it is given', () => {
  const records = fc
    .array(
      fc.record({
        isOutside: fc.boolean(),
        dispensedOn: fc.constantFrom('2026-04-03', '2026-04-04', undefined),
        pharmacy: fc.constantFrom(
          { code: '1' },
          { code: '1', name: '甲' },
          { name: '甲' },
          { code: '2', name: '甲' },
          {},
        ),
        names: fc.array(fc.constantFrom('一', '二'), { maxLength: 3 }),
      }),
      { maxLength: 12 },
    )
    .map((list) =>
      list.map(({ names, ...rest }, index) =>
        record(
          { ...rest, id: String(index).padStart(3, '0') },
          names.map((name) => drug(name)),
        ),
      ),
    )
  fc.assert(
    fc.property(records, fc.infiniteStream(fc.nat()), (list, keys) => {
      const shuffled = list.map((item) => ({ item, key: keys.next().value as number })).sort((a, b) => a.key - b.key)
      const groups = groupSameRecords(list)
      expect(groupSameRecords(shuffled.map(({ item }) => item))).toEqual(groups)
      const ids = groups.flatMap(({ shown, copies }) => [shown, ...copies]).map(({ id }) => id)
      expect(ids.toSorted()).toEqual(list.map(({ id }) => id))
      for (const { shown, copies } of groups) {
        for (const copy of copies) {
          expect(isSameRecord(shown, copy) && isSameRecord(copy, shown)).toBe(true)
          expect(shown.id < copy.id).toBe(true)
        }
        expect([shown, ...copies].filter(({ isOutside }) => !isOutside).length).toBeLessThanOrEqual(1)
      }
    }),
  )
})
