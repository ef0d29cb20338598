import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultScanSettings, expireScans, noScans, takeScan } from './scans.ts'
import type { ScanResult, ScanSettings, ScanState, UnfinishedScan } from './scans.ts'

/** CP932 without a library: 試験　花子, whose bytes hold 40 and 5C-like second halves. */
const name = Buffer.from('8e8e8cb1814089d48e71', 'hex')
const text = (...parts: (string | Uint8Array)[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part))))

const patient = text('1,', name, ',2,19680407\r\n')
const drugs = text('5,20260403,1\r\n201,1,', name, ',6\r\n')
const usage = text('301,1,', name, ',14\r\n')
const heading = 'JAHISTC08,1\r\n'
const whole = text(heading, patient, drugs, usage)
const id = '20260403101530'

/** The three symbols of one notebook, divided by JAHIS's own rule. */
const divided = [patient, drugs, usage].map((records, index) => text(heading, records, `911,${id},3,${index + 1}\r\n`))

/** The symbols of one code in structured append, cut anywhere, with the header a scanner was told to send. */
function appended(
  code: Uint8Array,
  cuts: number[],
  header: 'symbol' | 'digits-from-0' | 'digits-from-1',
): Uint8Array[] {
  const at = [0, ...cuts, code.length]
  const parity = code.reduce((sum, byte) => sum ^ byte, 0)
  const of = at.length - 1
  return at.slice(1).map((end, index) => {
    const shift = header === 'digits-from-1' ? 1 : 0
    const digits = [(index + shift).toString(16), (of - 1 + shift).toString(16), parity.toString(16).padStart(2, '0')]
    const front = header === 'symbol' ? Uint8Array.of((index << 4) | (of - 1), parity) : digits.join('').toUpperCase()
    return text(front, code.subarray(at[index], end))
  })
}

function reader(changes: Partial<ScanSettings> = {}) {
  const settings = { ...defaultScanSettings, ...changes }
  let state: ScanState = noScans
  return {
    unfinished: [] as UnfinishedScan[],
    scan(bytes: Uint8Array | string, at = 0, symbology?: string): ScanResult {
      const taken = takeScan(state, { bytes: text(bytes), symbology }, settings, at)
      state = taken.state
      this.unfinished.push(...taken.unfinished)
      return taken.result
    },
    wait(at: number): UnfinishedScan[] {
      const expired = expireScans(state, settings, at)
      state = expired.state
      return expired.unfinished
    },
  }
}

const complete = (bytes: Uint8Array, of: number) => ({
  state: 'complete',
  kind: 'jahis-notebook',
  bytes,
  of,
  isRepeat: false,
  mayBeCut: false,
})

describe('what a code is', () => {
  const prefixes = [
    { prefix: 'KB1:', kind: 'code' },
    { prefix: 'SK1:', kind: 'eligibility' },
  ] as const

  it.each([
    ['JAHISTC08,1\r\n', 'jahis-notebook'],
    ['JAHISTC99,1\r\n', 'jahis-notebook'],
    ['\ufeffJAHISTC07,1\r\n', 'jahis-notebook'],
    ['JAHIS10\r\n1,1\r\n', 'jahis-prescription'],
    ['JAHIS9\r\n', 'jahis-prescription'],
    ['KB1:abc\r', 'code'],
    ['SK1:abc', 'eligibility'],
    ['SK1:4901', 'eligibility'],
  ])('is told by its first bytes (%j)', (code, kind) => {
    expect(reader({ prefixes }).scan(code)).toMatchObject({ state: 'complete', kind, of: 1, isRepeat: false })
  })

  // Eight or thirteen digits with their check digit are no guess: nothing else the box reads is of digits alone.
  it.each(['4901234567894', '4912345678904\r\n', '49123456', '0012345678905'])(
    'is a JAN by its length and its check digit, where the scanner does not say what it is (%j)',
    (code) => {
      expect(reader({ prefixes }).scan(code)).toMatchObject({ state: 'complete', kind: 'jan', of: 1, mayBeCut: false })
    },
  )

  it.each([
    ['4901234567894', ']E0', 'jan'],
    ['012345678905', ']E0', 'jan'],
    ['49123456', ']E4', 'jan'],
    ['14901234567891', ']I1', 'jan'],
    ['0104901234567894', ']e0', 'gs1'],
    ['010490123456789417261231\u001d10A1', ']d2', 'gs1'],
    ['\u001d0104901234567894', ']C1', 'gs1'],
    ['0104901234567894', ']Q3', 'gs1'],
    // FNC1 in front is only ever GS1's.
    ['\u001d010490123456789410A1', undefined, 'gs1'],
  ])('is a JAN or GS1 where the scanner says so (%j %s)', (code, symbology, kind) => {
    expect(reader({ prefixes }).scan(code, 0, symbology)).toMatchObject({ state: 'complete', kind, bytes: text(code) })
  })

  it.each<[string, string?]>([
    ['https://example.jp/'],
    ['jahistc08,1\r\n'],
    ['JAHIS'],
    ['XKB1:abc'],
    ['KB1:\u0001'],
    [''],
    ['\u0000'],
    // Not its check digit, not its length, not digits alone.
    ['4901234567893'],
    ['49123455'],
    ['012345678905'],
    ['14901234567891'],
    ['4901234567894-1'],
    // Digits that the scanner says are of another code: a ticket's, a locker's.
    ['4901234567894', ']C0'],
    ['4901234567894', ']Q1'],
    ['4901234567893', ']E0'],
    ['49123456', ']E0'],
    // What is printed for people, and what only begins like GS1.
    ['(01)04901234567894', ']C1'],
    ['0104901234567894'],
    ['0104901234567894', ']d1'],
    ['\u001d'],
    ['\u001dabc'],
  ])('is never guessed: %j %s is refused', (code, symbology) => {
    expect(reader({ prefixes }).scan(code, 0, symbology)).toEqual({ state: 'refused', reason: 'unknown-code' })
  })

  it('is never changed: the bytes come out as they were read', () => {
    expect(reader().scan(whole)).toEqual(complete(whole, 1))
  })
})

describe('a notebook divided over several symbols', () => {
  it('shows which parts are still to come, and is whole with the last one', () => {
    const desk = reader()
    expect(desk.scan(divided[1]!)).toEqual({ state: 'collecting', part: 2, of: 3, missing: [1, 3] })
    expect(desk.scan(divided[2]!)).toEqual({ state: 'collecting', part: 3, of: 3, missing: [1] })
    expect(desk.scan(divided[0]!)).toEqual(complete(whole, 3))
  })

  it('takes no harm from a part that is read twice, before and after it is whole', () => {
    const desk = reader()
    desk.scan(divided[0]!)
    expect(desk.scan(divided[0]!)).toEqual({ state: 'collecting', part: 1, of: 3, missing: [2, 3] })
    desk.scan(divided[1]!)
    expect(desk.scan(divided[2]!)).toEqual(complete(whole, 3))
    expect(desk.scan(divided[2]!)).toEqual({ ...complete(whole, 3), isRepeat: true })
  })

  it('is not disturbed by parts of another code in between', () => {
    const desk = reader()
    const other = [patient, usage].map((records, index) => text(heading, records, `911,X1,2,${index + 1}\r\n`))
    desk.scan(divided[0]!)
    desk.scan(other[1]!)
    desk.scan(divided[1]!)
    expect(desk.scan('unknown')).toEqual({ state: 'refused', reason: 'unknown-code' })
    expect(desk.scan(other[0]!)).toEqual(complete(text(heading, patient, usage), 2))
    expect(desk.scan(divided[2]!)).toEqual(complete(whole, 3))
  })

  it('is let go with a word when the next part does not come in time; a late part begins anew', () => {
    const desk = reader({ windowMs: 60_000 })
    desk.scan(divided[0]!, 1000)
    desk.scan(divided[1]!, 50_000)
    expect(desk.wait(109_999)).toEqual([])
    expect(desk.wait(110_000)).toEqual([{ state: 'timed-out', of: 3, missing: [3] }])
    expect(desk.scan(divided[2]!, 110_001)).toEqual({ state: 'collecting', part: 3, of: 3, missing: [1, 2] })
  })

  it('is refused and forgotten when its parts contradict each other', () => {
    const contradictions: [Uint8Array, string][] = [
      [text(heading, usage, `911,${id},4,2\r\n`), 'conflicting-count'],
      [text(heading, usage, `911,${id},3,1\r\n`), 'conflicting-part'],
      [text('JAHISTC07,1\r\n', usage, `911,${id},3,2\r\n`), 'conflicting-heading'],
    ]
    for (const [part, reason] of contradictions) {
      const desk = reader()
      desk.scan(divided[0]!)
      expect(desk.scan(part)).toEqual({ state: 'refused', reason })
      expect(desk.scan(divided[1]!)).toEqual({ state: 'collecting', part: 2, of: 3, missing: [1, 3] })
    }
  })

  it.each(['911,', '911,a', '911,a,2', '911,a,2,3', '911,a,0,0', '911,a,2,x', '911,a b,2,1'])(
    'is refused when its last line makes no sense (%s)',
    (line) => {
      expect(reader().scan(text(heading, patient, line))).toEqual({ state: 'refused', reason: 'bad-part' })
    },
  )

  it('may leave out the last line end, or end with the end mark', () => {
    const desk = reader()
    desk.scan(text(heading, patient, '911,Z,2,1'))
    expect(desk.scan(text(heading, usage, '911,Z,2,2\r\n\x1a'))).toEqual(complete(text(heading, patient, usage), 2))
  })

  it('does not grow without limit', () => {
    const desk = reader({ maxBytes: 100 })
    const long = 'x'.repeat(60)
    expect(desk.scan('x'.repeat(101))).toEqual({ state: 'refused', reason: 'too-large' })
    desk.scan(text(heading, `${long}\n`, '911,L,2,1'))
    expect(desk.scan(text(heading, `${long}\n`, '911,L,2,2'))).toEqual({ state: 'refused', reason: 'too-large' })
  })

  it('that was begun long ago makes room, with a word, for newer ones', () => {
    const desk = reader()
    for (let number = 0; number < 9; number += 1) desk.scan(text(heading, patient, `911,N${number},2,1`))
    expect(desk.unfinished).toEqual([{ state: 'timed-out', of: 2, missing: [2] }])
  })
})

describe('a QR code in structured append', () => {
  it.each(['symbol', 'digits-from-0', 'digits-from-1'] as const)(
    'is joined byte by byte though it is cut within a character (%s)',
    (appendHeader) => {
      const desk = reader({ appendHeader })
      // The cuts lie inside 試 and inside a number.
      const [first, second, third] = appended(whole, [16, 33], appendHeader)
      expect(desk.scan(third!, 0, ']Q1')).toEqual({ state: 'collecting', part: 3, of: 3, missing: [1, 2] })
      expect(desk.scan(first!, 0, ']Q1')).toEqual({ state: 'collecting', part: 1, of: 3, missing: [2] })
      expect(desk.scan(second!, 0, ']Q1')).toEqual(complete(whole, 3))
    },
  )

  it('is refused when the parts are not of one code, though they say so', () => {
    const desk = reader({ appendHeader: 'symbol' })
    const [first, second] = appended(whole, [20], 'symbol')
    const changed = Uint8Array.from(second!)
    changed[10] = (changed[10] ?? 0) ^ 1
    desk.scan(first!)
    expect(desk.scan(changed)).toEqual({ state: 'refused', reason: 'parity' })
    // Nothing of it is left: both are read again.
    expect(desk.scan(second!)).toEqual({ state: 'collecting', part: 2, of: 2, missing: [1] })
  })

  it('of a maker that writes wrong parities is taken where that was decided', () => {
    const desk = reader({ appendHeader: 'symbol', isParityChecked: false })
    const parts = appended(whole, [20], 'symbol').map((part) => {
      const wrong = Uint8Array.from(part)
      wrong[1] = (wrong[1] ?? 0) ^ 0xff
      return wrong
    })
    desk.scan(parts[0]!)
    expect(desk.scan(parts[1]!)).toEqual(complete(whole, 2))
  })

  it('that is none this box knows is refused when it is whole', () => {
    const desk = reader({ appendHeader: 'symbol' })
    const [first, second] = appended(text('https://example.jp/', name), [9], 'symbol')
    desk.scan(first!)
    expect(desk.scan(second!)).toEqual({ state: 'refused', reason: 'unknown-code' })
  })

  it('is never seen in another kind of code: a bar code of digits has no header', () => {
    const desk = reader({ appendHeader: 'digits-from-1' })
    expect(desk.scan('1349123456789', 0, ']E0')).toEqual({ state: 'refused', reason: 'unknown-code' })
    expect(desk.scan('1234567890128')).toMatchObject({ state: 'complete', kind: 'jan' })
    expect(desk.scan(whole, 0, ']Q1')).toEqual(complete(whole, 1))
  })
})

describe('a part of digits alone that looks like a JAN', () => {
  const endsWith = (digits: number) => {
    // One letter that differs gives every parity, of which those without letters will do.
    const code = text(heading, `201,1,${String.fromCharCode(48 + (digits % 64))},`, String(digits).padStart(9, '0'))
    return appended(code, [18, code.length - 9], 'digits-from-0')
  }
  const isJan = (part: Uint8Array | undefined) => {
    const result = reader().scan(part!)
    return result.state === 'complete' && result.kind === 'jan'
  }

  it('is the part where others of its code wait for it, and a JAN where none does', () => {
    // The header and the nine digits after it make up thirteen, and of some of them a JAN.
    const [first, second, third] = Array.from({ length: 1000 }, (_, digits) => endsWith(digits)).find((parts) =>
      isJan(parts[2]),
    )!
    const desk = reader({ appendHeader: 'digits-from-0' })
    expect(desk.scan(third!)).toMatchObject({ state: 'complete', kind: 'jan' })
    desk.scan(first!)
    desk.scan(second!)
    expect(desk.scan(third!)).toMatchObject({ state: 'complete', kind: 'jahis-notebook', of: 3 })
  })
})

describe('a scanner that sends parts without saying so', () => {
  it('shows by a text that stops inside a line, and by a rest that has no beginning', () => {
    const desk = reader()
    expect(desk.scan(whole.subarray(0, 30))).toMatchObject({ state: 'complete', mayBeCut: true })
    expect(desk.scan(whole.subarray(30), 1000)).toEqual({ state: 'refused', reason: 'headless-part' })
    // A box of medicine in between does not make it forget.
    expect(desk.scan('4901234567894', 2000)).toMatchObject({ state: 'complete', kind: 'jan' })
    expect(desk.scan(whole.subarray(30), 3000)).toEqual({ state: 'refused', reason: 'headless-part' })
    expect(desk.scan(whole.subarray(30), 60_000)).toEqual({ state: 'refused', reason: 'unknown-code' })
  })
})

describe('whatever is read', () => {
  it('in whatever order the parts come, the same bytes come out', () => {
    const code = fc.uint8Array({ minLength: 20, maxLength: 300 }).map((bytes) => text(heading, bytes, '\r\n'))
    const header = fc.constantFrom('symbol', 'digits-from-0', 'digits-from-1')
    fc.assert(
      fc.property(
        code,
        header,
        fc.integer({ min: 2, max: 15 }),
        fc.infiniteStream(fc.nat()),
        (bytes, kind, of, order) => {
          const cuts = Array.from({ length: of - 1 }, (_, index) => Math.floor(((index + 1) * bytes.length) / of))
          const parts = appended(bytes, cuts, kind).map((part) => ({ part, rank: order.next().value as number }))
          const desk = reader({ appendHeader: kind })
          const results = parts.sort((a, b) => a.rank - b.rank).map(({ part }) => desk.scan(part))
          expect(results.slice(0, -1).every(({ state }) => state === 'collecting')).toBe(true)
          expect(results.at(-1)).toMatchObject({ state: 'complete', bytes })
        },
      ),
    )
  })

  it('a notebook divided by JAHIS gives the same bytes in whatever order its parts come', () => {
    const records = fc.array(fc.stringMatching(/^[1-8],[0-9A-Za-z,]{0,30}$/), { minLength: 2, maxLength: 12 })
    fc.assert(
      fc.property(records, fc.infiniteStream(fc.nat()), (lines, order) => {
        const parts = lines.map((line, index) => ({
          part: text(heading, `${line}\r\n`, `911,${id},${lines.length},${index + 1}\r\n`),
          rank: order.next().value as number,
        }))
        const desk = reader()
        const results = parts.sort((a, b) => a.rank - b.rank).map(({ part }) => desk.scan(part))
        expect(results.at(-1)).toEqual(
          complete(text(heading, lines.map((line) => `${line}\r\n`).join('')), lines.length),
        )
      }),
    )
  })

  it('noise never throws and is never a patient', () => {
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.uint8Array({ maxLength: 40 }).map((bytes) => text(heading, bytes, '\r\n911,', bytes)),
    )
    const header = fc.constantFrom('none', 'symbol', 'digits-from-0', 'digits-from-1')
    fc.assert(
      fc.property(fc.array(noise, { maxLength: 20 }), header, (scans, appendHeader) => {
        const desk = reader({ appendHeader, isParityChecked: false })
        for (const [at, bytes] of scans.entries()) {
          const result = desk.scan(bytes, at)
          if (result.state === 'complete' && result.kind.startsWith('jahis'))
            expect(Buffer.from(result.bytes).toString('latin1')).toMatch(/^JAHIS/)
          else if (result.state === 'complete') expect(['jan', 'gs1']).toContain(result.kind)
        }
      }),
    )
  })
})
