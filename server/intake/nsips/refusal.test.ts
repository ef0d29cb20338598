import { describe, expect, it } from 'vitest'
import { encodeRows, sampleBytes, sampleRows, samples, withFields } from '../../../test/support/nsips-sample.ts'
import { maxBytes, parseNsips } from './parse.ts'

const issuesOf = (bytes: Uint8Array, name: string = samples.new) => {
  const outcome = parseNsips(bytes, name)
  return outcome.ok ? [] : outcome.issues
}
const placesOf = (bytes: Uint8Array, name?: string) =>
  issuesOf(bytes, name).map(({ line, column, code }) => [code, line, column])
const without = (...lines: number[]) => encodeRows(sampleRows('new').filter((_, index) => !lines.includes(index + 1)))

describe('a file is refused', () => {
  const rows = sampleRows('new')

  it('when it is empty or something else', () => {
    const missing = [['header-missing', 1, 0]]
    expect(placesOf(Buffer.alloc(0))).toEqual(missing)
    expect(placesOf(Buffer.from('\r\n\r\n'))).toEqual(missing)
    expect(placesOf(Buffer.from('%PDF-1.7 binary'))).toEqual(missing)
    expect(placesOf(Buffer.alloc(5000))).toEqual(missing)
  })

  it('without a header', () => {
    expect(placesOf(without(1))).toEqual([['header-missing', 1, 0]])
  })

  it.each(['VER01040', 'VER0104011', 'VERabcdef', 'VERSION'])('with the malformed header %s', (version) => {
    expect(placesOf(withFields('new', [1, 0, version]))).toEqual([['header-malformed', 1, 0]])
  })

  it('without a pharmacy code', () => {
    expect(placesOf(withFields('new', [1, 6, ' ']))).toEqual([['pharmacy-code-missing', 1, 6]])
    expect(placesOf(withFields('delete', [1, 6, '']), samples.delete)).toEqual([['pharmacy-code-missing', 1, 6]])
  })

  it('when nobody can tell who', () => {
    expect(placesOf(without(2))).toEqual([['patient-record-missing', 15, 0]])
    expect(placesOf(withFields('new', [2, 1, '']))).toEqual([['patient-code-missing', 2, 1]])
    expect(placesOf(encodeRows([...rows, rows[1]!]))).toEqual([['second-patient-record', 17, 0]])
    expect(placesOf(withFields('new', [2, 1, '1'.repeat(65)]))).toEqual([['identifier-malformed', 2, 1]])
  })

  it('when a code has characters that cannot be read', () => {
    const bytes = Buffer.from(sampleBytes('new'))
    bytes[bytes.indexOf('00001234')] = 0xff
    expect(placesOf(bytes)).toEqual([['identifier-malformed', 2, 1]])
  })

  it('when nobody can tell which prescription', () => {
    expect(placesOf(without(3))).toEqual([['prescription-record-missing', 15, 0]])
    expect(placesOf(withFields('new', [3, 1, '']))).toEqual([['prescription-number-missing', 3, 1]])
    expect(placesOf(withFields('delete', [3, 1, '']), samples.delete)).toEqual([['prescription-number-missing', 3, 1]])
    expect(placesOf(encodeRows([...rows, rows[2]!]))).toEqual([['second-prescription-record', 17, 0]])
  })

  it('when two files are in one', () => {
    expect(placesOf(Buffer.concat([sampleBytes('new'), sampleBytes('wide')]))).toEqual([
      ['second-header', 17, 0],
      ['second-patient-record', 18, 0],
      ['second-prescription-record', 19, 0],
    ])
  })

  it('when nobody can tell whether it is new, an update or a delete', () => {
    expect(placesOf(withFields('new', [3, 3, '']), 'renamed.txt')).toEqual([['action-unknown', 3, 3]])
    expect(placesOf(withFields('new', [3, 3, 'Z']), '')).toEqual([['action-unknown', 3, 3]])
  })

  it('when it holds no medication', () => {
    expect(placesOf(encodeRows(rows.slice(0, 3)))).toEqual([['no-rp', 3, 0]])
    expect(placesOf(encodeRows(rows.filter(([id]) => id !== '4')))).toEqual([['no-medication', 4, 0]])
    expect(placesOf(without(4))).toEqual([
      ['drug-before-rp', 4, 0],
      ['drug-before-rp', 5, 0],
    ])
  })

  it.each([
    [3, 4, '20260230'],
    [3, 7, '2026/04/03'],
    [3, 7, 'R080403'],
    [4, 12, '20261301'],
  ])('with the date on line %d column %d written %s', (line, column, text) => {
    expect(placesOf(withFields('new', [line, column, text]))).toEqual([['date-malformed', line, column]])
  })

  it('with a date of reception that is none, but only when it is needed', () => {
    expect(placesOf(withFields('new', [3, 6, 'x']))).toEqual([])
    expect(placesOf(withFields('new', [3, 6, 'x'], [3, 7, '']))).toEqual([['date-malformed', 3, 6]])
  })

  it.each([
    [4, 10, '十四'],
    [4, 10, '1.5'],
    [4, 10, '-1'],
    [4, 10, '10000'],
    [4, 10, '1e3'],
    [4, 11, 'x'],
    [5, 10, 'x'],
    [5, 11, '-1'],
    [5, 15, '?'],
    [5, 16, '6錠'],
    [5, 16, '1234567890'],
    [5, 16, '1'.repeat(3000)],
    [5, 16, '1/2'],
    [5, 35, '１／２'],
    [7, 10, 'x'],
    [10, 16, 'x'],
  ])('with the number on line %d column %d written %s', (line, column, text) => {
    expect(placesOf(withFields('new', [line, column, text]))).toEqual([['number-malformed', line, column]])
  })

  it('with every issue at once, in the order of the file', () => {
    const bytes = withFields('new', [1, 6, ''], [2, 1, ''], [3, 7, 'x'], [4, 10, 'x'], [5, 16, 'x'], [8, 16, 'x'])
    expect(placesOf(bytes)).toEqual([
      ['pharmacy-code-missing', 1, 6],
      ['patient-code-missing', 2, 1],
      ['date-malformed', 3, 7],
      ['number-malformed', 4, 10],
      ['number-malformed', 5, 16],
      ['number-malformed', 8, 16],
    ])
  })

  it('with a list of issues that has an end', () => {
    const bad = rows[4]!.with(16, 'x')
    const issues = issuesOf(encodeRows([...rows, ...Array.from({ length: 300 }, () => bad)]))
    expect(issues).toHaveLength(201)
    expect(issues.at(-1)?.code).toBe('more-issues')
  })

  it('above 4 MiB, without reading it', () => {
    expect(maxBytes).toBe(4 * 1024 * 1024)
    expect(placesOf(new Uint8Array(maxBytes + 1))).toEqual([['file-too-large', 1, 0]])
    expect(placesOf(new Uint8Array(50_000_000))).toEqual([['file-too-large', 1, 0]])
    expect(placesOf(new Uint8Array(maxBytes))).toEqual([['header-missing', 1, 0]])
  })

  it('with more rows than any prescription has', () => {
    expect(placesOf(Buffer.from('\n'.repeat(60_000)))).toEqual([['too-many-rows', 1, 0]])
  })

  it('in words for the person at the counter, which quote nothing of the file', () => {
    const bytes = withFields('new', [2, 1, ''], [3, 7, 'SECRET'], [5, 16, 'SECRET'])
    for (const { message } of issuesOf(bytes)) {
      expect(message).toMatch(/[ぁ-ん].*。$/)
      expect(message).not.toMatch(/SECRET|試験|ﾃｽﾄ|テスト/)
    }
  })
})
