import { describe, expect, it } from 'vitest'
import { encodeRows, sampleBytes, sampleRows, samples, type SampleName } from '../../../test/support/nsips-sample.ts'
import { parseNsips, readNsips } from './parse.ts'

const names = Object.keys(samples) as SampleName[]
const inUtf8 = (name: SampleName): Buffer =>
  Buffer.from(
    sampleRows(name)
      .map((row) => `${row.join(',')}\r\n`)
      .join(''),
  )
/** As a producer writes it that leaves empty columns out at the end of a row. */
const short = (name: SampleName): Buffer =>
  encodeRows(sampleRows(name).map((row) => row.slice(0, row.findLastIndex((field) => field !== '') + 1)))

describe('a file that is cut off anywhere', () => {
  it.each(
    names.flatMap((name) => [
      { name, shape: 'as written', bytes: sampleBytes(name) },
      { name, shape: 'with LF', bytes: encodeRows(sampleRows(name), '\n') },
      { name, shape: 'in UTF-8', bytes: inUtf8(name) },
      { name, shape: 'with short rows', bytes: short(name) },
    ]),
  )('is refused, warned of, or has all that the whole one has: $name $shape', ({ name, bytes }) => {
    const whole = parseNsips(bytes, samples[name])
    expect(whole).toMatchObject({ ok: true, record: { warnings: [] } })
    for (let size = 0; size < bytes.length; size++) {
      const { outcome, isComplete } = readNsips(bytes.subarray(0, size), samples[name])
      if (outcome.ok && outcome.record.warnings.length === 0) expect(outcome, `${size} bytes`).toEqual(whole)
      else expect(isComplete, `${size} bytes`).toBe(false)
    }
  })
})

describe('the end of a file', () => {
  const rows = sampleRows('new')
  const outcomeOf = (text: string | Buffer, name: string = samples.new) => parseNsips(Buffer.from(text), name)
  const issuesOf = (bytes: Buffer, name?: string) => {
    const outcome = outcomeOf(bytes, name)
    return outcome.ok ? [] : outcome.issues.map(({ code, line, column }) => [code, line, column])
  }
  const warningsOf = (bytes: Buffer) => {
    const outcome = outcomeOf(bytes)
    return outcome.ok ? outcome.record.warnings : ['refused']
  }
  /** Without the line end. */
  const open = (bytes: Buffer): Buffer => bytes.subarray(0, -2)

  it('inside a row is told with its place', () => {
    const bytes = sampleBytes('new')
    expect(issuesOf(bytes.subarray(0, bytes.indexOf('21,1,') + 1))).toEqual([['cut-off', 10, 16]])
    expect(issuesOf(bytes.subarray(0, bytes.length - 5))).toEqual([['cut-off', 16, 4]])
    const deleted = sampleBytes('delete')
    expect(issuesOf(deleted.subarray(0, deleted.length - 3), samples.delete)).toEqual([['cut-off', 3, 40]])
  })

  it.each([
    ['header', 12, rows.slice(0, 1)],
    ['record 1', 49, rows.slice(0, 2)],
    ['record 2', 42, rows.slice(0, 3)],
    ['record 3', 22, rows.slice(0, 4)],
    ['record 4', 41, rows.slice(0, 5)],
    ['record 5', 21, rows.slice(0, 11)],
    ['record 6', 28, rows.slice(0, 12)],
    ['record 7', 6, rows.slice(0, 15)],
  ])('without a line end is inside a row if that has fewer columns than its record: %s, %d', (_, columns, upTo) => {
    const last = upTo.at(-1)!
    const codesAt = (width: number) =>
      issuesOf(open(encodeRows(upTo.with(-1, last.slice(0, width))))).map(([code]) => code)
    expect(last).toHaveLength(columns)
    expect(codesAt(columns - 1)).toContain('cut-off')
    expect(codesAt(columns)).not.toContain('cut-off')
  })

  it('is there when the last row is whole, short with a line end, or closed by Ctrl-Z', () => {
    const whole = outcomeOf(sampleBytes('new'))
    expect(outcomeOf(open(sampleBytes('new')))).toEqual(whole)
    const shortEnd = encodeRows(rows.with(-1, rows.at(-1)!.slice(0, 4)))
    expect(outcomeOf(shortEnd)).toEqual(whole)
    expect(outcomeOf(Buffer.concat([open(shortEnd), Buffer.from('\u001A')]))).toEqual(whole)
    expect(outcomeOf(Buffer.concat([shortEnd, Buffer.from('  ')]))).toEqual(whole)
    expect(issuesOf(open(shortEnd))).toEqual([['cut-off', 16, 3]])
  })

  it('is missing when there is no record 5, or not one record 6 for every record 3', () => {
    const endMissing = (line: number) => [{ line, column: 0, code: 'end-missing' }]
    expect(warningsOf(encodeRows(rows.filter(([id]) => id !== '5')))).toEqual(endMissing(15))
    expect(warningsOf(encodeRows(rows.slice(0, 10)))).toEqual(endMissing(10))
    expect(warningsOf(encodeRows(rows.slice(0, 13)))).toEqual(endMissing(13))
    expect(warningsOf(encodeRows(rows.slice(0, 14)))).toEqual([])
    expect(warningsOf(encodeRows([...rows, rows[13]!]))).toEqual(endMissing(17))
  })

  it('is told even where the list of warnings is full', () => {
    const unknown = Array.from({ length: 300 }, () => ['8'])
    expect(warningsOf(encodeRows([...rows.slice(0, 10), ...unknown]))).toContainEqual(
      expect.objectContaining({ code: 'end-missing' }),
    )
  })

  it('of a delete is not looked for', () => {
    const bytes = encodeRows(
      sampleRows('new')
        .map((row) => (row[0] === '2' ? row.with(3, 'D') : row))
        .slice(0, 6),
    )
    expect(outcomeOf(bytes, samples.delete)).toMatchObject({ ok: true, record: { warnings: [] } })
  })
})
