import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFramer, markedIdleMs, splitSymbology, type Frame } from './frames.ts'

const limit = 1000
const idle = { by: 'idle', idleMs: 150 } as const
const marks = { by: 'stx-etx', idleMs: 150 } as const

/** Cuts bytes at the given places. */
function cut(bytes: Uint8Array, places: number[]): Uint8Array[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end))
}

const anyBytes = fc.uint8Array({ maxLength: 300 })
const places = fc.array(fc.nat(), { maxLength: 20 })
/** What a code may hold between STX and ETX: every byte but ETX. */
const content = fc.array(
  fc.nat(255).filter((byte) => byte !== 3),
  { minLength: 1, maxLength: 200 },
)

/** What no scanner put STX before. */
const unmarked = fc.uint8Array({ minLength: 1, maxLength: 300 }).filter(([first]) => first !== 2)

const bytesOf = (frames: Frame[]): number[][] => frames.map((frame) => (frame.ok ? [...frame.bytes] : []))

describe('cutting a line into codes', () => {
  it('by the pause: however the bytes arrive, one code comes out as it is', () => {
    fc.assert(
      fc.property(unmarked, places, (bytes, cuts) => {
        const framer = createFramer(idle, limit)
        const early = cut(bytes, cuts).flatMap((chunk) => framer.push(chunk))
        expect(early).toEqual([])
        expect(framer.isWaiting).toBe(true)
        expect(bytesOf(framer.rest())).toEqual([[...bytes]])
        expect(framer.isWaiting).toBe(false)
      }),
    )
  })

  it('by the pause: codes that the scanner put between STX and ETX come out without them', () => {
    fc.assert(
      fc.property(fc.array(content, { minLength: 1, maxLength: 3 }), places, (codes, cuts) => {
        const line = Uint8Array.from(codes.flatMap((code) => [2, ...code, 3, 13, 10]))
        const framer = createFramer(idle, limit)
        expect(cut(line, cuts).flatMap((chunk) => framer.push(chunk))).toEqual([])
        expect(bytesOf(framer.rest())).toEqual(codes)
        expect(framer.isWaiting).toBe(false)
      }),
    )
  })

  it('by the pause: what began with STX may pause before its ETX, and is told as it is when none comes', () => {
    const framer = createFramer(idle, limit)
    framer.push(Buffer.from('\x02JAHIS'))
    expect([framer.rest(), framer.isWaiting]).toEqual([[], true])
    framer.push(Buffer.from('TC08,1\x03'))
    expect(bytesOf(framer.rest())).toEqual([[...Buffer.from('JAHISTC08,1')]])
    framer.push(Buffer.from('\x02\x03'))
    expect(framer.rest()).toEqual([{ ok: false, code: 'malformed' }])

    framer.push(Buffer.from('\x02half'))
    let waited = 0
    let told: Frame[] = []
    while (framer.isWaiting) {
      told = framer.rest()
      waited += idle.idleMs
    }
    expect(bytesOf(told)).toEqual([[...Buffer.from('\x02half')]])
    expect(waited).toBeGreaterThanOrEqual(markedIdleMs)
    expect(waited).toBeLessThan(markedIdleMs + idle.idleMs)
  })

  it('by STX and ETX: however the bytes arrive, the same codes come out', () => {
    fc.assert(
      fc.property(fc.array(content, { maxLength: 5 }), places, (codes, cuts) => {
        const line = Uint8Array.from(codes.flatMap((code) => [2, ...code, 3, 13, 10]))
        const framer = createFramer(marks, limit)
        expect(bytesOf(cut(line, cuts).flatMap((chunk) => framer.push(chunk)))).toEqual(codes)
        expect(framer.isWaiting).toBe(false)
      }),
    )
  })

  it('never throws, and gives the same of noise however it arrives', () => {
    fc.assert(
      fc.property(anyBytes, places, fc.constantFrom(idle, marks), (noise, cuts, framing) => {
        const whole = createFramer(framing, 50)
        const pieces = createFramer(framing, 50)
        const atOnce = [...whole.push(noise), ...whole.rest()]
        const inPieces = [...cut(noise, cuts).flatMap((chunk) => pieces.push(chunk)), ...pieces.rest()]
        expect(inPieces).toEqual(atOnce)
      }),
    )
  })

  it('never takes a line end inside a code for its end', () => {
    const code = Buffer.from('JAHISTC08,1\r\n1,a\r\n')
    const framer = createFramer(idle, limit)
    expect(framer.push(code)).toEqual([])
    expect(bytesOf(framer.rest())).toEqual([[...code]])
  })

  it('complains once about a code that is too long, and reads the next one', () => {
    const framer = createFramer(idle, 4)
    expect(framer.push(Buffer.from('12345'))).toEqual([{ ok: false, code: 'too-long' }])
    expect(framer.push(Buffer.from('67890'))).toEqual([])
    expect(framer.rest()).toEqual([])
    expect(framer.push(Buffer.from('next'))).toEqual([])
    expect(bytesOf(framer.rest())).toEqual([[...Buffer.from('next')]])
  })

  it('says when the end of a code was lost, and when bytes belong to no code', () => {
    const framer = createFramer(marks, limit)
    expect(framer.push(Buffer.from('\x02half'))).toEqual([])
    expect(framer.rest()).toEqual([{ ok: false, code: 'timeout' }])
    expect(framer.push(Buffer.from('stray'))).toEqual([{ ok: false, code: 'malformed' }])
    expect(framer.push(Buffer.from('more'))).toEqual([])
    expect(framer.rest()).toEqual([])
    expect(framer.push(Buffer.from('\x02\x03'))).toEqual([{ ok: false, code: 'malformed' }])
  })

  it('keeps its own copy: the sender may use its buffer again', () => {
    const framer = createFramer(idle, limit)
    const chunk = Buffer.from('abc')
    framer.push(chunk)
    chunk.fill(0)
    expect(bytesOf(framer.rest())).toEqual([[...Buffer.from('abc')]])
  })
})

describe('the symbology identifier', () => {
  it('is taken off where there is one and nowhere else', () => {
    expect(splitSymbology(Buffer.from(']Q1JAHIS'))).toEqual({ symbology: ']Q1', bytes: Buffer.from('JAHIS') })
    expect(splitSymbology(Buffer.from(']]Q1'))).toEqual({ bytes: Buffer.from(']]Q1') })
    expect(splitSymbology(Buffer.from(']Q'))).toEqual({ bytes: Buffer.from(']Q') })
  })
})
