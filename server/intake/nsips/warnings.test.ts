import { describe, expect, it } from 'vitest'
import {
  encodeRows,
  sampleBytes,
  sampleRows,
  samples,
  withFields,
  type SampleName,
} from '../../../test/support/nsips-sample.ts'
import { parseNsips } from './parse.ts'

const warningsOf = (bytes: Uint8Array, name: string = samples.new) => {
  const outcome = parseNsips(bytes, name)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues))
  return outcome.record.warnings.map(({ line, column, code }) => [code, line, column])
}
const changed = (sample: SampleName, ...changes: [number, number, string][]) =>
  warningsOf(withFields(sample, ...changes), samples[sample])

describe('what is odd is told and the record stands', () => {
  it('a count of drugs that is not what follows', () => {
    expect(changed('new', [4, 13, '3'])).toEqual([
      ['drug-count-mismatch', 4, 13],
      ['end-missing', 16, 0],
    ])
    expect(changed('new', [4, 13, ''])).toEqual([])
  })

  it('but a count of drugs that is no number says nothing', () => {
    for (const text of ['x', '二', '1.5', '-1', '99999']) expect(changed('new', [4, 13, text])).toEqual([])
  })

  it('a drug that names another Rp than the one above it', () => {
    expect(changed('new', [8, 2, '1'])).toEqual([['rp-number-mismatch', 8, 2]])
    expect(changed('new', [8, 2, '02'])).toEqual([])
    expect(changed('new', [8, 2, ''])).toEqual([])
  })

  it('an Rp number that is none: its position stands in', () => {
    const outcome = parseNsips(withFields('new', [7, 1, 'x'], [8, 2, '']), samples.new)
    expect(outcome.ok && outcome.record.rps.map(({ number }) => number)).toEqual([1, 2, 3])
    expect(changed('new', [7, 1, 'x'], [8, 2, ''])).toEqual([['rp-number-malformed', 7, 1]])
  })

  it('a drug without a name', () => {
    expect(changed('new', [5, 8, ''])).toEqual([['medication-name-missing', 5, 8]])
  })

  it.each([
    ['日回数 of external use', [9, 10, '適量']],
    ['服用回数 of external use', [9, 11, '数回']],
    ['服用回数 of use as needed', [7, 11, '適宜']],
    ['１回服用量 of use as needed', [8, 35, '1/2']],
    ['１回服用量 of external use', [10, 35, '適量']],
    ['不均等 of external use', [10, 11, 'x']],
    ['不均等 of use as needed', [8, 15, 'x']],
  ] as const)('a number that no amount depends on and that is none: %s', (_, [line, column, text]) => {
    const outcome = parseNsips(withFields('new', [line, column, text]), samples.new)
    if (!outcome.ok) throw new Error('refused')
    expect(outcome.record.warnings).toEqual([{ line, column, code: 'number-malformed' }])
    expect(outcome.record.rps.map(({ medications }) => medications.map(({ total }) => total))).toEqual([
      ['84', '56'],
      ['10'],
      ['21'],
    ])
  })

  it.each(['1', '4', '5'])('the same where RP区分 is %s', (form) => {
    const numbers: [number, number, string][] = [10, 11].map((column) => [4, column, 'x'])
    const outcome = parseNsips(withFields('new', [4, 8, form], ...numbers), samples.new)
    if (!outcome.ok) throw new Error('refused')
    expect(outcome.record.warnings.filter(({ code }) => code === 'number-malformed')).toEqual([
      { line: 4, column: 10, code: 'number-malformed' },
      { line: 4, column: 11, code: 'number-malformed' },
    ])
    expect(outcome.record.rps[0]).not.toHaveProperty('count')
    expect(outcome.record.rps[0]).not.toHaveProperty('perDay')
  })

  it('the same on a line that is no drug, and nothing is made of what is left', () => {
    const medicationOf = (...changes: [number, number, string][]) => {
      const outcome = parseNsips(withFields('new', [5, 3, '2'], ...changes), samples.new)
      return outcome.ok ? outcome.record.rps[0]?.medications[0] : undefined
    }
    expect(medicationOf()).toMatchObject({ kind: 'material', perDose: '2', total: '84' })
    expect(medicationOf([5, 35, 'x'])).toMatchObject({ total: '84' })
    expect(medicationOf([5, 35, 'x'])).not.toHaveProperty('perDose')
    const uneven = medicationOf([5, 11, '2'], [5, 12, 'x'])
    expect(uneven).toMatchObject({ total: '84' })
    expect(uneven).not.toHaveProperty('uneven')
    expect(uneven).not.toHaveProperty('perDose')
    expect(medicationOf([5, 16, 'x'])).toBeUndefined()
  })

  it('points that do not add up', () => {
    expect(changed('new', [11, 1, '341'])).toEqual([['money-sum-mismatch', 11, 5]])
    expect(changed('new', [11, 17, '1461'])).toEqual([['money-sum-mismatch', 11, 17]])
    expect(changed('wide', [8, 21, '99'])).toEqual([['money-sum-mismatch', 8, 17]])
    expect(changed('new', [12, 5, '319'])).toEqual([
      ['money-sum-mismatch', 12, 5],
      ['money-sum-mismatch', 12, 7],
    ])
    expect(changed('new', [12, 7, '319'])).toEqual([['money-sum-mismatch', 12, 7]])
  })

  it('but not where a producer puts the sum elsewhere, leaves it out or writes decimals', () => {
    expect(changed('new', [11, 5, '611.8'])).toEqual([])
    expect(changed('new', ...[1, 2, 3, 7, 8, 13].map((at): [number, number, string] => [11, at, '']))).toEqual([])
    expect(changed('new', [12, 3, '21.5'], [12, 5, '325.0'], [12, 7, '325'])).toEqual([])
    expect(changed('new', [11, 1, 'x'], [11, 5, 'x'], [11, 12, 'x'], [12, 2, ''])).toEqual([])
  })

  it('a quantity that is not the days, the times or one', () => {
    expect(changed('new', [12, 4, '15'], [12, 3, '19.6'])).toEqual([['quantity-mismatch', 12, 4]])
    expect(changed('new', [13, 4, '1'], [13, 3, '10'])).toEqual([['quantity-mismatch', 13, 4]])
    expect(changed('new', [14, 4, '2'], [14, 3, '18'])).toEqual([['quantity-mismatch', 14, 4]])
    expect(changed('new', [14, 4, ''])).toEqual([])
  })

  it('a quantity is found by Rp number when lines are missing', () => {
    const rows = sampleRows('new').filter((_, index) => index !== 11)
    expect(warningsOf(encodeRows(rows))).toEqual([['end-missing', 15, 0]])
    rows[11]![4] = '2'
    rows[11]![3] = '5'
    expect(warningsOf(encodeRows(rows))).toEqual([
      ['quantity-mismatch', 12, 4],
      ['end-missing', 15, 0],
    ])
  })

  it('characters that the receipt computer alone can show', () => {
    const bytes = encodeRows(sampleRows('new').map((row) => (row[0] === '1' ? row.with(3, '試\uE000　花子') : row)))
    const outcome = parseNsips(bytes, samples.new)
    expect(outcome.ok && outcome.record.patient?.name).toBe('試\uE000　花子')
    expect(warningsOf(bytes)).toEqual([['private-use-character', 2, 3]])
  })

  it('bytes that are no characters', () => {
    const bytes = Buffer.from(sampleBytes('new'))
    const at = bytes.indexOf(Buffer.from([0x95, 0x94])) // 部 of 腰部, the last character of its field
    bytes[at + 1] = 0x2c
    expect(warningsOf(Buffer.concat([bytes.subarray(0, at + 1), bytes.subarray(at + 2)]))).toEqual([
      ['undecodable', 9, 5],
    ])
  })

  it('in the order of the file', () => {
    expect(changed('new', [12, 7, '319'], [2, 5, 'x'], [4, 13, '3'])).toEqual([
      ['birth-date-malformed', 2, 5],
      ['drug-count-mismatch', 4, 13],
      ['money-sum-mismatch', 12, 7],
      ['end-missing', 16, 0],
    ])
  })

  it('in a list that has an end', () => {
    const rows = [...sampleRows('new'), ...Array.from({ length: 3000 }, () => ['8'])]
    const outcome = parseNsips(encodeRows(rows), samples.new)
    if (!outcome.ok) throw new Error('refused')
    expect(outcome.record.warnings).toHaveLength(201)
    expect(outcome.record.warnings.at(-1)).toEqual({ code: 'more-warnings' })
    expect(outcome.record.unknownRecords).toHaveLength(1000)
  })
})
