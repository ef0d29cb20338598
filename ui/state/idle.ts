import { tellActivityMs } from '../../contract/lock.ts'

/** Where the windows of one PC tell each other that somebody is there. */
const sharedKey = 'kusuribako.active-at'
/** Other windows hear of it at most this often. */
const tellEveryMs = 5000
const lookEveryMs = 5000

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

export interface IdleOptions {
  /** Minutes without a sign of somebody after which `onIdle` is called. */
  minutes: () => number
  /** Nothing is called while this is false. */
  isWatching: () => boolean
  onIdle: () => void
  /** There is somebody; called at most every {@link tellActivityMs}. */
  onSign: () => void
}

/**
 * Calls back when nobody has touched this PC for a while: no key, pointer or wheel in any of its windows. Goes by the wall clock, so
 * that a PC that slept counts the hours of its sleep.
 */
export class Idle {
  readonly #options: IdleOptions
  #activeAt = Date.now()
  #toldAt = 0
  #signedAt = 0

  constructor(options: IdleOptions) {
    this.#options = options
    for (const sign of signs) addEventListener(sign, this.#note, { capture: true, passive: true })
    setInterval(this.#look, lookEveryMs)
    document.addEventListener('visibilitychange', this.#look)
  }

  /** Somebody is there: has signed in, or unlocked. */
  begin(): void {
    this.#note()
  }

  readonly #note = (): void => {
    const now = Date.now()
    // Whoever wakes a PC up is not there before the look that locks it.
    if (this.#isIdle(now)) {
      this.#look()
      if (this.#options.isWatching()) return
    }
    this.#activeAt = now
    if (this.#options.isWatching() && now - this.#signedAt >= tellActivityMs) {
      this.#signedAt = now
      this.#options.onSign()
    }
    if (now - this.#toldAt < tellEveryMs) return
    this.#toldAt = now
    try {
      localStorage.setItem(sharedKey, String(now))
    } catch {
      // Storage is switched off: each window counts for itself.
    }
  }

  readonly #look = (): void => {
    if (this.#options.isWatching() && this.#isIdle(Date.now())) this.#options.onIdle()
  }

  #isIdle(now: number): boolean {
    return (
      this.#options.isWatching() && now - Math.max(this.#activeAt, readShared(now)) >= this.#options.minutes() * 60_000
    )
  }
}

/** When another window last saw somebody; a time to come is a clock that was put back. */
const readShared = (now: number): number => {
  try {
    const at = Number(localStorage.getItem(sharedKey))
    return Number.isFinite(at) && at <= now ? at : 0
  } catch {
    return 0
  }
}
