import type { HidReport } from './layouts.ts'

export type HidCode =
  { ok: true; bytes: Uint8Array; symbology?: string } | { ok: false; code: 'malformed' | 'too-long' | 'timeout' }

/** Puts the reports of one code together. Holds no clock: the owner calls `giveUp` when the next report does not come. */
export interface HidJoin {
  push(report: HidReport): HidCode | undefined
  /** The rest did not come. */
  giveUp(): HidCode | undefined
  /** Whether more of a code is awaited. */
  readonly isWaiting: boolean
}

/** @param maxBytes what is longer is told once as `too-long` and thrown away to its last report. */
export function createHidJoin(maxBytes: number): HidJoin {
  let chunks: Uint8Array[] = []
  let size = 0
  let symbology: string | undefined
  let isWaiting = false
  /** The rest of a code that was already refused. */
  let isSkipping = false

  function reset(): void {
    chunks = []
    size = 0
    symbology = undefined
    isWaiting = isSkipping = false
  }

  function refuse(code: 'malformed' | 'too-long', isContinued: boolean): HidCode | undefined {
    const wasSkipping = isSkipping
    reset()
    isWaiting = isSkipping = isContinued
    return wasSkipping ? undefined : { ok: false, code }
  }

  return {
    get isWaiting() {
      return isWaiting
    },
    push(report) {
      if (report.kind === 'other') return undefined
      // In the middle of a code nobody knows what the report was: what follows belongs to nothing.
      if (report.kind === 'malformed') return refuse('malformed', isWaiting)
      const { bytes, isContinued } = report
      if (isSkipping) return refuse('malformed', isContinued)
      const isOther = isWaiting && report.symbology !== undefined && report.symbology !== symbology
      if (isOther) return refuse('malformed', isContinued)
      if (!isWaiting) symbology = report.symbology
      size += bytes.length
      if (size > maxBytes) return refuse('too-long', isContinued)
      chunks.push(bytes)
      isWaiting = true
      if (isContinued) return undefined
      const code: HidCode =
        size > 0
          ? { ok: true, bytes: new Uint8Array(Buffer.concat(chunks)), ...(symbology !== undefined && { symbology }) }
          : { ok: false, code: 'malformed' }
      reset()
      return code
    },
    giveUp() {
      const wasHeld = isWaiting && !isSkipping
      reset()
      return wasHeld ? { ok: false, code: 'timeout' } : undefined
    },
  }
}
