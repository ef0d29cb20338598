import { expireScans, nextExpiry, noScans, takeScan } from './scans.ts'
import type { ScanResult, ScanSettings, ScanState, UnfinishedScan } from './scans.ts'

export interface ScanDesk {
  /** One symbol as the scanner sent it, without symbology identifier. */
  take(device: string, scan: { bytes: Uint8Array; symbology?: string | undefined }): ScanResult
  /** Begins anew at a scanner: somebody closed the window, or the scanner is gone. Says nothing. */
  forget(device: string): void
  stop(): void
}

/** Keeps what each scanner has begun to read. In memory only: after a restart a divided code is read again from the start. */
export function createScanDesk(options: {
  now: () => number
  settingsOf: (device: string) => ScanSettings
  /** The rest of a divided code did not come in time, or it had to make room for newer ones. */
  onUnfinished: (device: string, scan: UnfinishedScan) => void
}): ScanDesk {
  const { now, settingsOf, onUnfinished } = options
  const states = new Map<string, ScanState>()
  const timers = new Map<string, NodeJS.Timeout>()

  function expire(device: string): ScanState {
    const { state, unfinished } = expireScans(states.get(device) ?? noScans, settingsOf(device), now())
    keep(device, state)
    for (const scan of unfinished) onUnfinished(device, scan)
    return state
  }

  function keep(device: string, state: ScanState): void {
    states.set(device, state)
    clearTimeout(timers.get(device))
    timers.delete(device)
    const due = nextExpiry(state, settingsOf(device))
    if (due === undefined) return
    timers.set(
      device,
      setTimeout(() => expire(device), Math.max(1, due - now())),
    )
  }

  return {
    take(device, scan) {
      // A late part must not be added to what has run out, even when its timer has not come yet.
      const { state, result, unfinished } = takeScan(expire(device), scan, settingsOf(device), now())
      keep(device, state)
      for (const each of unfinished) onUnfinished(device, each)
      return result
    },
    forget(device) {
      clearTimeout(timers.get(device))
      timers.delete(device)
      states.delete(device)
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
      states.clear()
    },
  }
}
