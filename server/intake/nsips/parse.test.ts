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
