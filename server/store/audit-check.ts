import { setImmediate } from 'node:timers/promises'
import { tokyoDate, tokyoTime } from '../domain/calendar-date.ts'
import { saveAuditCheck, saveFailedAuditCheck, verifyAudit, type AuditVerdict } from './audit.ts'
import type { Store } from './open.ts'

const lookEveryMs = 10 * 60 * 1000
/** A box that was off at night makes up for it. */
const longestMs = 26 * 60 * 60 * 1000
/** One that did not come to its end is tried again. */
const againAfterMs = 60 * 60 * 1000

/**
 * Whether the chain is to be checked now: once a night between two and half past three, or when the last check is more than 26 hours old;
 * never around four, which is the receipt computers' time.
 * @param last instant of the newest check; null when there was none
 * @param hasFailed that one did not come to its end
 */
export function isCheckDue(now: number, last: number | null, hasFailed = false): boolean {
  const time = tokyoTime(now).slice(0, 5)
  if (time >= '03:40' && time < '04:20') return false
  if (last === null || now - last > (hasFailed ? againAfterMs : longestMs)) return true
  // The clock was put back.
  if (last > now) return now + longestMs < last
  const isNight = time >= '02:00' && time < '03:30'
  return isNight && (tokyoDate(last) !== tokyoDate(now) || tokyoTime(last) < '02:00')
}

/** Reads the whole chain, a little at a time, and notes how it went. Undefined when it was given up before the end. */
export async function checkAudit(
  store: Store,
  isGivenUp: () => boolean = () => false,
): Promise<AuditVerdict | undefined> {
  const verdict = await verifyAudit(store, null, async () => {
    await setImmediate()
    return !isGivenUp()
  })
  if (verdict) saveAuditCheck(store, verdict)
  return verdict
}

/** Checks the chain every night. Returns the way to stop, which a check that is under way hears between two steps. */
export function keepAuditChecked(
  store: Store,
  {
    onChecked,
    onFailed,
    onError,
  }: { onChecked: (verdict: AuditVerdict) => void; onFailed: () => void; onError: (error: unknown) => void },
): () => Promise<void> {
  let running: Promise<void> | undefined
  let isStopped = false
  const look = (): void => {
    const last = store.queries.lastAuditCheck.get()
    if (running || !isCheckDue(store.now(), last?.at ?? null, last?.why === 'unchecked')) return
    running = checkAudit(store, () => isStopped)
      .then(
        (verdict) => {
          if (verdict) onChecked(verdict)
        },
        (error: unknown) => {
          onError(error)
          saveFailedAuditCheck(store)
          onFailed()
        },
      )
      // Where nothing can be written, the pages say after two nights that there was no check.
      .catch(onError)
      .finally(() => {
        running = undefined
      })
  }
  const timer = setInterval(look, lookEveryMs)
  return async () => {
    isStopped = true
    clearInterval(timer)
    await running
  }
}
