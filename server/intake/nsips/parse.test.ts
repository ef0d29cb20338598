import { describe, expect, it } from 'vitest'
import type { DispensingRecord } from '../../../contract/dispensing.ts'
import { samples, withFields } from '../../../test/support/nsips-sample.ts'
import { parseNsips } from './parse.ts'

const recordOf = (bytes: Uint8Array, name: string): DispensingRecord => {
  const outcome = parseNsips(bytes, name)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues))
  return outcome.record
}
const changed = (...changes: [number, number, string][]): DispensingRecord =>
  recordOf(withFields('new', ...changes), samples.new)
/** The first Rp (lines 4–6 of the sample) after changes. */
const firstRp = (...changes: [number, number, string][]) => changed(...changes).rps[0]!
const firstMedication = (...changes: [number, number, string][]) => firstRp(...changes).medications[0]!

describe('any version', () => {
  it.each(['VER010401', 'VER010501', 'VER010601', 'VER010602', 'VER010603', 'VER999999'])(
    'any version is read: %s',
    (version) => {
      expect(changed([1, 0, version]).format).toBe(version)
    },
  )
})

describe('amounts', () => {
  it.each([
    ['6.00', '6', '84', '2'],
    ['0.50', '0.5', '7', undefined],
    ['.3', '0.3', '4.2', '0.1'],
    ['611.8', '611.8', '8565.2', undefined],
    ['０６', '6', '84', '2'],
    ['1', '1', '14', undefined],
    ['0', '0', '0', '0'],
    ['', undefined, undefined, undefined],
  ])('服用量 %j', (written, dose, total, perDose) => {
    const medication = firstMedication([5, 16, written], [5, 35, ''])
    expect([medication.dose, medication.total, medication.perDose]).toEqual([dose, total, perDose])
  })

  it('one dose is what the file states, unless it states zero or doses differ', () => {
    expect(firstMedication([5, 35, '3']).perDose).toBe('3')
    expect(firstMedication([5, 35, '0']).perDose).toBe('2')
    expect(firstMedication([5, 35, '3'], [5, 14, '1']).perDose).toBeUndefined()
  })

  it.each([10, 11, 12, 13, 14])('uneven doses are told when any part is above zero (column %d)', (column) => {
    const { uneven } = firstMedication([5, column, '1.50'])
    const key = ['wake', 'morning', 'noon', 'evening', 'bed'][column - 10]!
    expect(uneven).toEqual({ wake: '0', morning: '0', noon: '0', evening: '0', bed: '0', [key]: '1.5' })
  })

  it('the reserve slot of uneven doses is told only when it is used', () => {
    expect(firstMedication([5, 15, '2']).uneven).toEqual({
      wake: '0',
      morning: '0',
      noon: '0',
      evening: '0',
      bed: '0',
      spare: '2',
    })
    expect(firstMedication([5, 11, '2'], [5, 10, '']).uneven).not.toHaveProperty('spare')
    expect(
      firstMedication(...[10, 11, 12, 13, 14, 15].map((at): [number, number, string] => [5, at, ''])),
    ).not.toHaveProperty('uneven')
  })

  it.each([
    ['1', 'drops', '6'],
    ['2', 'internal', '84'],
    ['3', 'prn', '84'],
    ['4', 'external', '6'],
    ['5', 'injection', '6'],
    ['２', 'internal', '84'],
  ])('RP区分 %s is %s', (code, form, total) => {
    const rp = firstRp([4, 8, code])
    expect([rp.form, rp.medications[0]?.total]).toEqual([form, total])
  })

  it.each([
    ['2233002F1174', 'other', undefined],
    ['2492499G1010', 'injection', '6'],
    ['2492400G1010', 'injection', '6'],
    ['2492399G1010', 'other', undefined],
    ['2492699G1010', 'injection', '6'],
    ['2649700S1015', 'external', '6'],
    ['2649999S1015', 'external', '6'],
    ['', 'other', undefined],
  ])('without RP区分 the route of YJ code %j makes it %s', (yj, form, total) => {
    const record = changed([4, 8, ''], [5, 4, yj], [6, 4, ''])
    expect([record.rps[0]?.form, record.rps[0]?.medications[0]?.total]).toEqual([form, total])
    expect(record.rps[0]?.lastOn).toBeNull()
    expect(record.warnings).toContainEqual({ line: 4, column: 8, code: 'rp-class-unknown' })
  })

  it('zero and empty differ', () => {
    expect(firstRp([4, 10, '0'], [4, 11, '0'])).toMatchObject({ count: 0, perDay: 0, lastOn: null })
    const rp = firstRp([4, 10, ''], [4, 11, ''])
    expect(rp).not.toHaveProperty('count')
    expect(rp).not.toHaveProperty('perDay')
    expect(rp.lastOn).toBeNull()
    expect(rp.medications[0]).not.toHaveProperty('total')
  })
})

describe('days', () => {
  it('start on the dispensing date when the file does not say', () => {
    expect(firstRp([4, 12, ''])).toMatchObject({ startOn: '2026-04-03', lastOn: '2026-04-16' })
    expect(firstRp([4, 12, '00000000'])).toMatchObject({ startOn: '2026-04-03', lastOn: '2026-04-16' })
    expect(firstRp([4, 12, '20260410'])).toMatchObject({ startOn: '2026-04-10', lastOn: '2026-04-23' })
  })

  it('have no end that can be computed when days are left out', () => {
    expect(firstRp([4, 3, '隔日　朝食後']).lastOn).toBeNull()
    expect(firstRp([4, 16, '週３回透析後']).lastOn).toBeNull()
    expect(firstRp([4, 4, 'W0100100']).lastOn).toBeNull()
    expect(firstRp([4, 4, 'I1100000']).lastOn).toBeNull()
    expect(firstRp([4, 2, '*1000']).lastOn).toBe('2026-04-16')
  })
})

describe('text', () => {
  it('of usage and notes is joined from what is there', () => {
    const rp = firstRp([4, 5, ' 腰部 '], [4, 7, '混合'], [4, 16, '要冷蔵'], [4, 18, ''], [4, 21, ' 遮光 '])
    expect(rp.usage).toBe('１日３回毎食後　腰部　混合')
    expect(rp.notes).toEqual(['要冷蔵', '遮光'])
    expect(firstMedication([5, 27, 'い'], [5, 36, 'ろ'], [5, 39, 'は']).notes).toEqual(['い', 'ろ', 'は'])
    expect(firstRp([4, 3, ''])).not.toHaveProperty('usage')
  })

  it('that is empty leaves its key out', () => {
    const { prescription, patient, pharmacy } = changed(
      [1, 2, ''],
      [1, 4, ''],
      [1, 7, ''],
      [2, 2, ''],
      [2, 3, ''],
      [2, 4, ''],
      [2, 5, ''],
      [3, 2, ''],
      [3, 4, ''],
      [3, 12, ''],
      [3, 14, ''],
      [3, 19, ''],
      [3, 23, ''],
      [3, 24, ''],
    )
    expect(pharmacy).toEqual({ code: '9999999' })
    expect(patient).toEqual({ code: '00001234', sex: 'unknown' })
    expect(prescription).toEqual({ number: '260403000012001', dispensedOn: '2026-04-03' })
  })

  it('of a prescriber without kanji is the kana', () => {
    expect(changed([3, 24, '']).prescription.prescriber).toBe('カクウ タロウ')
  })

  it.each([
    ['1', 'male'],
    ['2', 'female'],
    ['0', 'unknown'],
    ['', 'unknown'],
    ['9', 'unknown'],
    ['１', 'male'],
  ])('sex %j is %s', (code, sex) => {
    expect(changed([2, 4, code]).patient?.sex).toBe(sex)
  })

  it.each([
    ['1', undefined],
    ['', undefined],
    ['2', 'material'],
    ['3', 'other'],
    ['9', 'other'],
  ])('情報区分 %j is kind %s', (code, kind) => {
    expect(firstMedication([5, 3, code]).kind).toBe(kind)
  })

  it('of a birth date that is none is left out, and the record stands', () => {
    const record = changed([2, 5, '19681399'])
    expect(record.patient).not.toHaveProperty('birthOn')
    expect(record.warnings).toEqual([{ line: 2, column: 5, code: 'birth-date-malformed' }])
    expect(changed([2, 5, '00000000']).warnings).toEqual([])
  })
})
