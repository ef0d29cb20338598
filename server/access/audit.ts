import { appendAudit, type NewAuditRow } from '../store/audit.ts'
import type { Store } from '../store/open.ts'

export interface AuditLog {
  /** Resolves when the row lies on the disk; rejects when it does not, and then nothing may be answered. */
  note(row: NewAuditRow): Promise<void>
}

/** A row waits this long for others: as long as the flush that they then share. */
const gatherMs = 3
const mostTogether = 50

/**
 * Rows of requests that are answered at about the same time (every page asks after the same touch) go to the disk together: one
 * transaction, one flush, and each answer waits for it.
 */
export function createAuditLog(store: Store): AuditLog {
  let waiting: { row: NewAuditRow; done: () => void; failed: (error: Error) => void }[] = []

  let timer: ReturnType<typeof setTimeout> | undefined

  const flush = (): void => {
    clearTimeout(timer)
    const batch = waiting
    waiting = []
    try {
      store.write(() => {
        for (const { row } of batch) appendAudit(store, row)
      })
    } catch (error) {
      for (const { failed } of batch) failed(error as Error)
      return
    }
    for (const { done } of batch) done()
  }

  return {
    note: (row) =>
      new Promise((done, failed) => {
        waiting.push({ row, done, failed })
        if (waiting.length === mostTogether) flush()
        else if (waiting.length === 1) timer = setTimeout(flush, gatherMs)
      }),
  }
}
