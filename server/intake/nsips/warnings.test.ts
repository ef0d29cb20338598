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
    expect(changed('new', [4, 13, '3'])).toEqual([['drug-count-mismatch', 4, 13]])
    expect(changed('new', [4, 13, ''])).toEqual([])
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
    expect(warningsOf(encodeRows(rows))).toEqual([])
    rows[11]![4] = '2'
    rows[11]![3] = '5'
    expect(warningsOf(encodeRows(rows))).toEqual([['quantity-mismatch', 12, 4]])
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
