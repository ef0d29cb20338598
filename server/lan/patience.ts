/** Somebody who does not answer is asked ever more rarely: each pause is twice the one before, up to so many looks. */
const mostPause = 64

export interface Patience {
  /** Asked at each look: is it time to ask again? */
  isTime(): boolean
  /** Something is other than it was. */
  begin(): void
}

/** Counts looks and no time: a clock may be set. */
export function createPatience(): Patience {
  let [pause, left] = [1, 0]
  return {
    isTime() {
      if (left > 0) {
        left--
        return false
      }
      left = pause
      pause = Math.min(pause * 2, mostPause)
      return true
    },
    begin() {
      pause = 1
      left = 0
    },
  }
}
