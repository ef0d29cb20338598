/** Calls once when nothing was heard for a while. */
export interface Quiet {
  /** Something was heard: begin to wait anew. */
  restart(): void
  cancel(): void
}

/** A timer that late was late because the process was held up. */
const lateMs = 20

/** @param waitMs how long nothing has to come. */
export function createQuiet(waitMs: number, onQuiet: () => void): Quiet {
  let timer: NodeJS.Timeout | undefined
  function restart(): void {
    clearTimeout(timer)
    const dueAt = performance.now() + waitMs
    timer = setTimeout(() => {
      // What came while the process was held up is read after this timer; it was not quiet.
      if (performance.now() - dueAt > lateMs) restart()
      else onQuiet()
    }, waitMs)
  }
  return {
    restart,
    cancel: () => clearTimeout(timer),
  }
}
