import fc from 'fast-check'
import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { DispensingRecord } from '../../../contract/dispensing.ts'
import { Issue } from '../../../contract/issue.ts'
import { encodeRows, sampleBytes, sampleRows, samples, type SampleName } from '../../../test/support/nsips-sample.ts'
import { maxBytes, peekSentAt, readNsips } from './parse.ts'

/** Whatever comes in: a record that keeps the contract, or issues. */
function check(bytes: Uint8Array, name: string): void {
  const { outcome } = readNsips(bytes, name)
  if (outcome.ok) {
    expect([...Value.Errors(DispensingRecord, outcome.record)]).toEqual([])
    expect(Number.isSafeInteger(outcome.revision)).toBe(true)
    expect(outcome.record.warnings.length).toBeLessThanOrEqual(201)
  } else {
    expect(outcome.issues.length).toBeGreaterThan(0)
    expect(outcome.issues.length).toBeLessThanOrEqual(201)
    for (const issue of outcome.issues) expect([...Value.Errors(Issue, issue)]).toEqual([])
  }
  peekSentAt(bytes)
}

const anySample = fc.constantFrom(...(Object.keys(samples) as SampleName[]))
const anyName = fc.oneof(fc.constantFrom(...Object.values(samples)), fc.string(), fc.string({ unit: 'binary' }))

describe('any bytes give a record or issues', () => {
  it('random bytes under any name', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), anyName, check))
  })

  it('random bytes behind a good header', () => {
    const header = sampleBytes('new').subarray(0, sampleBytes('new').indexOf('\r\n') + 2)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), anyName, (tail, name) => {
        check(Buffer.concat([header, tail]), name)
      }),
    )
  })

  it('samples cut off anywhere', () => {
    for (const name of Object.keys(samples) as SampleName[]) {
      const bytes = sampleBytes(name)
      for (let size = 0; size < bytes.length; size++) check(bytes.subarray(0, size), samples[name])
    }
  })

  it('samples with flipped bytes', () => {
    const flips = fc.array(fc.tuple(fc.nat(3000), fc.nat(255)), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(anySample, flips, (name, changes) => {
        const bytes = Buffer.from(sampleBytes(name))
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte
        check(bytes, samples[name])
      }),
      { numRuns: 1000 },
    )
  })

  it('samples with lines doubled, removed and moved', () => {
    const lines = fc.array(fc.nat(30), { maxLength: 40 })
    fc.assert(
      fc.property(anySample, lines, (name, order) => {
        const rows = sampleRows(name)
        check(encodeRows(order.map((at) => rows[at % rows.length]!)), samples[name])
      }),
    )
  })

  it('samples with any text in any field', () => {
    const changes = fc.array(fc.tuple(fc.nat(20), fc.nat(48), fc.string({ unit: 'binary', maxLength: 30 })), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(anySample, changes, (name, fields) => {
        const rows = sampleRows(name)
        for (const [line, column, text] of fields) rows[line % rows.length]![column] = text
        check(
          Buffer.from(`\uFEFF${rows.map((row) => Array.from(row, (field) => field).join(',')).join('\n')}`),
          samples[name],
        )
      }),
      { numRuns: 500 },
    )
  })
})

describe('the largest hostile files are read in linear time', () => {
  const rows = sampleRows('new')
  const start = encodeRows(rows).toString('latin1')
  const fill = (unit: string, size = maxBytes): Buffer =>
    Buffer.from(unit.repeat(Math.floor(size / unit.length)), 'latin1')
  const behindSample = (unit: string): Buffer =>
    Buffer.concat([Buffer.from(start, 'latin1'), fill(unit, maxBytes - start.length)])
  const inUtf8 = (unit: string): Buffer =>
    Buffer.concat([
      Buffer.from(`\uFEFF${rows[0]!.join(',')}\n1,1,`),
      Buffer.from(unit.repeat(Math.floor((maxBytes - 4000) / Buffer.byteLength(unit)))),
    ])

  it.each([
    ['line ends', behindSample('\n')],
    ['carriage returns', behindSample('\r')],
    ['commas', behindSample(',')],
    ['blanks', behindSample(' ')],
    ['blanks and a letter', Buffer.concat([behindSample(' ').subarray(1), Buffer.from('x')])],
    ['zero bytes', behindSample('\0')],
    ['closing marks', behindSample('\u001A')],
    ['zeros', behindSample('0')],
    ['digits in a date', behindSample('2,1,,A,' + '0'.repeat(100_000) + 'x,\n')],
    ['digits in an amount', behindSample('4,1,1,1,,,,,,,,,,,,,' + '1'.repeat(100_000) + '.\n')],
    ['drug rows', behindSample(`${'4,1,1,1,x,,,,x,,1,1,1,1,1,1,1,,x'.padEnd(90, ',')}\n`)],
    ['rps', behindSample(`${'3,x'.padEnd(90, ',')}\n`)],
    ['unknown rows', behindSample('8,' + 'x'.repeat(90) + '\n')],
    ['undecodable bytes', behindSample('\xff,')],
    ['undecodable lines', behindSample('8' + '\xff,'.repeat(60) + '\n')],
    ['外字', behindSample('\xf0\x40')],
    ['kana marks', behindSample('\xde')],
    ['combining marks', inUtf8('\u0301\u0316')],
    [
      'sorted combining marks',
      Buffer.concat([inUtf8('\u0301').subarray(0, maxBytes / 2), Buffer.from('\u0316'.repeat(maxBytes / 8))]),
    ],
    ['ligatures that expand', inUtf8('\uFDFA')],
    ['private-use characters', inUtf8('\uE000,')],
  ])('4 MiB of %s', (_, bytes) => {
    expect(bytes.length).toBeLessThanOrEqual(maxBytes)
    check(bytes, samples.new)
  })
})
