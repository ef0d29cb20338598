import { describe, expect, it } from 'vitest'
import type { DispensingRecord } from '../../../contract/dispensing.ts'
import {
  encodeRows,
  sampleBytes,
  sampleRows,
  samples,
  withFields,
  type SampleName,
} from '../../../test/support/nsips-sample.ts'
import { maxBytes, parseNsips, peekSentAt, readNsips } from './parse.ts'

const recordOf = (bytes: Uint8Array, name: string): DispensingRecord => {
  const outcome = parseNsips(bytes, name)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues))
  return outcome.record
}
const sampleRecord = (name: SampleName): DispensingRecord => recordOf(sampleBytes(name), samples[name])
const revisionOf = (bytes: Uint8Array, name: string): number => {
  const outcome = parseNsips(bytes, name)
  return outcome.ok ? outcome.revision : NaN
}
const changed = (...changes: [number, number, string][]): DispensingRecord =>
  recordOf(withFields('new', ...changes), samples.new)

describe('the shape of a file', () => {
  const rows = sampleRows('new')
  const expected = sampleRecord('new')

  it.each([
    ['CRLF', '\r\n'],
    ['LF', '\n'],
    ['CR', '\r'],
  ])('may have %s line ends', (_, lineEnd) => {
    expect(recordOf(encodeRows(rows, lineEnd), samples.new)).toEqual(expected)
  })

  it('may be UTF-8', () => {
    const text = rows.map((row) => row.join(',')).join('\r\n')
    expect(recordOf(Buffer.from(text), samples.new)).toEqual(expected)
    expect(recordOf(Buffer.from(`\uFEFF${text}`), samples.new)).toEqual(expected)
  })

  it('may have blanks before a record id, blank lines and a closing Ctrl-Z', () => {
    const bytes = encodeRows(rows.map(([id, ...rest]) => [` \u3000${id}`, ...rest]))
    expect(recordOf(bytes, samples.new)).toEqual(expected)
    expect(
      recordOf(Buffer.concat([Buffer.from('\r\n'), sampleBytes('new'), Buffer.from('\r\n\u001A')]), samples.new),
    ).toEqual(expected)
  })

  it('may have records 1 and 2 in any order', () => {
    const swapped = [...rows]
    ;[swapped[1], swapped[2]] = [swapped[2]!, swapped[1]!]
    expect(recordOf(encodeRows(swapped), samples.new)).toEqual(expected)
  })

  it('may have short rows and long rows', () => {
    const short = rows.map((row) => row.slice(0, row.findLastIndex((field) => field !== '') + 1))
    expect(recordOf(encodeRows(short), samples.new)).toEqual(expected)
    expect(recordOf(encodeRows(rows.map((row) => [...row, 'x', 'y'])), samples.new)).toEqual(expected)
  })

  it('links drugs by position when Rp numbers repeat', () => {
    const repeated = rows.map((row) => (row[0] === '3' ? row.with(1, '1') : row[0] === '4' ? row.with(2, '1') : row))
    const record = recordOf(encodeRows(repeated), samples.new)
    expect(record.rps.map(({ number, medications }) => [number, medications.length])).toEqual([
      [1, 2],
      [1, 1],
      [1, 1],
    ])
    expect(record.warnings).toEqual([])
  })

  it('keeps records that it does not know as they are', () => {
    const record = recordOf(encodeRows([...rows, ['8', '手帳', '', 'x'], ['Z', '1']]), samples.new)
    expect(record.unknownRecords).toEqual([
      { line: 17, id: '8', text: '8,手帳,,x' },
      { line: 18, id: 'Z', text: 'Z,1' },
    ])
    expect(record.warnings).toEqual([
      { line: 17, column: 0, code: 'unknown-record' },
      { line: 18, column: 0, code: 'unknown-record' },
    ])
    expect(record.rps).toEqual(expected.rps)
  })
})

describe('the action', () => {
  it.each([
    ['A', 'A', 'new'],
    ['u', 'U', 'update'],
    ['Ｕ', 'U', 'update'],
    ['', 'U', 'update'],
    ['', 'a', 'new'],
  ])('更新区分 %j in a file named %s… is %s', (written, letter, action) => {
    const record = recordOf(withFields('new', [3, 3, written]), samples.new.replace('A', letter))
    expect(record.action).toBe(action)
    expect(record.warnings).toEqual([])
  })

  it.each([
    ['U', 'update'],
    ['X', 'new'],
  ])('更新区分 %j disagrees with a file named A…', (written, action) => {
    const record = changed([3, 3, written])
    expect(record.action).toBe(action)
    expect(record.warnings).toEqual([{ line: 3, column: 3, code: 'action-mismatch' }])
  })
})

describe('the revision', () => {
  const bytes = sampleBytes('new')
  it.each([
    ['A26040300001200100007.txt', 7],
    ['a26040300001200112345.TXT', 12345],
    ['A260403000012001.txt', 0],
    ['A26040300001200103.txt', 3],
    ['A99112036056171400004.txt', 4],
    ['A9911203605617140000.txt', 0],
    ['A260403000012001123456789012345.txt', 0],
    ['A123.txt', 0],
    ['renamed.txt', 0],
  ])('of %s is %d', (name, revision) => {
    expect(revisionOf(bytes, name)).toBe(revision)
  })

  it('leaves a note where the name is unusual', () => {
    expect(recordOf(bytes, 'copy of A.txt').warnings).toEqual([{ code: 'file-name-unusual' }])
  })
})

describe('the day of dispensing', () => {
  it('is 受付年月日 when 調剤年月日 is missing, else the day of sending', () => {
    const warning = { line: 3, column: 7, code: 'dispensed-on-missing' }
    const received = changed([3, 6, '20260401'], [3, 7, ''])
    expect([received.prescription.dispensedOn, received.warnings]).toEqual(['2026-04-01', [warning]])
    const sent = changed([3, 6, '00000000'], [3, 7, ''])
    expect([sent.prescription.dispensedOn, sent.warnings]).toEqual(['2026-04-03', [warning]])
    const none = changed([1, 1, ''], [3, 6, ''], [3, 7, ''])
    expect(none.prescription).not.toHaveProperty('dispensedOn')
    expect(none.warnings).toEqual([warning])
  })
})

describe('the send time', () => {
  it.each([
    '2026040',
    '202604031',
    '2026040310153',
    '20260403101560',
    '20260403240000',
    '2026040324',
    '20260230101530',
    '20260230',
    'きょう',
  ])('%s is none', (text) => {
    const record = changed([1, 1, text])
    expect(record).not.toHaveProperty('sentAt')
    expect(record.warnings).toEqual([{ line: 1, column: 1, code: 'sent-at-malformed' }])
  })

  it.each([
    ['202604031015', '2026-04-03T10:15:00+09:00'],
    ['2026040310', '2026-04-03T10:00:00+09:00'],
    ['20260403', '2026-04-03T00:00:00+09:00'],
    ['２０２６０４０３', '2026-04-03T00:00:00+09:00'],
  ])('%s still gives the order of files: %s', (text, sentAt) => {
    const record = changed([1, 1, text])
    expect(record.sentAt).toBe(sentAt)
    expect(record.warnings).toEqual([{ line: 1, column: 1, code: 'sent-at-malformed' }])
  })

  it.each(['', '00000000000000'])('%j is unknown', (text) => {
    const record = changed([1, 1, text])
    expect(record).not.toHaveProperty('sentAt')
    expect(record.warnings).toEqual([])
  })

  it('can be seen in the first bytes of a file', () => {
    const bytes = sampleBytes('new')
    expect(peekSentAt(bytes)).toBe('2026-04-03T10:15:30+09:00')
    expect(peekSentAt(bytes.subarray(0, 25))).toBe('2026-04-03T10:15:30+09:00')
    expect(peekSentAt(Buffer.concat([Buffer.from('\uFEFF \r\n'), bytes]))).toBe('2026-04-03T10:15:30+09:00')
    expect(peekSentAt(Buffer.from('VER010401,20260403101530'))).toBe('2026-04-03T10:15:30+09:00')
    expect(peekSentAt(withFields('new', [1, 1, '202604031015']))).toBe('2026-04-03T10:15:00+09:00')
    expect(peekSentAt(withFields('new', [1, 1, '20260403']))).toBe('2026-04-03T00:00:00+09:00')
  })

  it.each([
    '',
    'VER',
    'VER010401,',
    'VER010401,2026040310153',
    'VER010401,202604031015301',
    'VER010401,20261303101530,',
    '1,20260403101530,',
    '\0'.repeat(300),
  ])('is not seen in %j', (head) => {
    expect(peekSentAt(Buffer.from(head))).toBeNull()
  })
})

describe('a file looks complete', () => {
  const looksComplete = (bytes: Uint8Array, name: string): boolean => readNsips(bytes, name).isComplete

  it.each(Object.keys(samples) as SampleName[])('when it is: %s', (name) => {
    expect(looksComplete(sampleBytes(name), samples[name])).toBe(true)
  })

  it('not before the money lines of every Rp are there', () => {
    const bytes = sampleBytes('new')
    const feesAt = bytes.indexOf('\r\n7,1,') + 2
    for (let size = 0; size < feesAt; size++) {
      if (looksComplete(bytes.subarray(0, size), samples.new)) expect(size).toBeGreaterThanOrEqual(feesAt - 1)
    }
    expect(looksComplete(bytes.subarray(0, feesAt), samples.new)).toBe(true)
    expect(looksComplete(bytes.subarray(0, bytes.length - 2), samples.new)).toBe(false)
  })

  it('not when fewer drugs follow than announced', () => {
    expect(looksComplete(withFields('new', [4, 13, '3']), samples.new)).toBe(false)
    expect(looksComplete(withFields('new', [4, 13, '']), samples.new)).toBe(true)
    expect(looksComplete(withFields('new', [4, 13, 'x']), samples.new)).toBe(true)
  })

  it('with a closing Ctrl-Z, too', () => {
    expect(looksComplete(Buffer.concat([sampleBytes('new'), Buffer.from('\u001A')]), samples.new)).toBe(true)
  })

  it('not when it is refused, or is no such file at all', () => {
    expect(looksComplete(withFields('new', [2, 1, '']), samples.new)).toBe(false)
    expect(looksComplete(new Uint8Array(), samples.new)).toBe(false)
    expect(looksComplete(new Uint8Array(maxBytes + 1), samples.new)).toBe(false)
  })
})
