/** How one code ends on a line that carries raw bytes. CR and LF never do: a notebook code is full of them. */
export type Framing =
  /** Nothing came for `idleMs`. What begins with STX is awaited to its ETX for a while, and read as by `stx-etx`. */
  | { by: 'idle'; idleMs: number }
  /** STX before, ETX after; `idleMs` without a byte inside a frame means that its end was lost. */
  | { by: 'stx-etx'; idleMs: number }

export type Frame = { ok: true; bytes: Uint8Array } | { ok: false; code: 'malformed' | 'too-long' | 'timeout' }

/** Cuts a stream into codes. Holds no clock: the owner calls `rest` when nothing came for `idleMs`, and again while it `isWaiting`. */
export interface Framer {
  push(chunk: Uint8Array): Frame[]
  /** Nothing came for a while. */
  rest(): Frame[]
  /** Whether a `rest` is awaited. */
  readonly isWaiting: boolean
}

const stx = 0x02
const etx = 0x03

/** A scanner that marks its ends may pause in between: a cordless one, with a weak signal. */
export const markedIdleMs = 2000

/**
 * @param maxBytes what is longer is told once as `too-long` and thrown away to its end; the next code is read again.
 */
export function createFramer(framing: Framing, maxBytes: number): Framer {
  return framing.by === 'idle' ? byIdle(maxBytes, Math.ceil(markedIdleMs / framing.idleMs)) : byMarks(maxBytes)
}

/** @param mostRests how often a code that began with STX may pause before its ETX is given up */
function byIdle(maxBytes: number, mostRests: number): Framer {
  const held = createHold(maxBytes)
  let isWaiting = false
  let rests = 0
  return {
    get isWaiting() {
      return isWaiting
    },
    push(chunk) {
      if (chunk.length === 0) return []
      isWaiting = true
      rests = 0
      return held.add(chunk)
    },
    rest() {
      isWaiting = false
      const bytes = held.take()
      if (!bytes || bytes.length === 0) return []
      const isMarked = bytes[0] === stx
      if (isMarked && bytes.findLast((byte) => !isLineEnd(byte)) === etx) return byMarks(maxBytes).push(bytes)
      if (!isMarked || ++rests >= mostRests) return [{ ok: true, bytes }]
      isWaiting = true
      return held.add(bytes)
    },
  }
}

/** After ETX it is a scanner's habit, not a fault. */
const isLineEnd = (byte: number): boolean => byte === 0x0d || byte === 0x0a

function byMarks(maxBytes: number): Framer {
  const held = createHold(maxBytes)
  let isInside = false
  /** Bytes outside of any frame: one complaint for all of them. */
  let hasStray = false
  return {
    get isWaiting() {
      return isInside || hasStray
    },
    push(chunk) {
      const frames: Frame[] = []
      let at = 0
      while (at < chunk.length) {
        if (isInside) {
          const end = chunk.indexOf(etx, at)
          frames.push(...held.add(chunk.subarray(at, end < 0 ? chunk.length : end)))
          if (end < 0) break
          const bytes = held.take()
          if (bytes) frames.push(bytes.length > 0 ? { ok: true, bytes } : { ok: false, code: 'malformed' })
          isInside = false
          at = end + 1
        } else {
          const start = chunk.indexOf(stx, at)
          if (!chunk.subarray(at, start < 0 ? chunk.length : start).every(isLineEnd)) {
            if (!hasStray) frames.push({ ok: false, code: 'malformed' })
            hasStray = true
          }
          if (start < 0) break
          isInside = true
          hasStray = false
          at = start + 1
        }
      }
      return frames
    },
    rest() {
      const wasInside = isInside
      isInside = false
      hasStray = false
      return held.take() && wasInside ? [{ ok: false, code: 'timeout' }] : []
    },
  }
}

/** Bytes of the code that is arriving, up to a limit. */
function createHold(maxBytes: number) {
  let chunks: Uint8Array[] = []
  let size = 0
  let isOver = false
  return {
    add(chunk: Uint8Array): Frame[] {
      if (isOver) return []
      size += chunk.length
      if (size > maxBytes) {
        isOver = true
        chunks = []
        return [{ ok: false, code: 'too-long' }]
      }
      // A copy: the sender may use its buffer again.
      chunks.push(Uint8Array.from(chunk))
      return []
    },
    /** What was held, undefined when it was too long; begins anew. */
    take(): Uint8Array | undefined {
      const bytes = isOver ? undefined : new Uint8Array(Buffer.concat(chunks))
      chunks = []
      size = 0
      isOver = false
      return bytes
    },
  }
}

/**
 * Takes an AIM symbology identifier (`]Q1` and the like, ISO/IEC 15424) off the front. Bytes without one stay as they are.
 */
export function splitSymbology(bytes: Uint8Array): { bytes: Uint8Array; symbology?: string } {
  const head = Buffer.from(bytes.subarray(0, 3)).toString('latin1')
  return /^\][A-Za-z][0-9A-Za-z]$/.test(head) ? { bytes: bytes.subarray(3), symbology: head } : { bytes }
}
