/** So many removals of one reader within this time are a bad cable, hub or contact. */
export const flapCount = 3
export const flapWindowMs = 60_000

export interface Flaps {
  /** Counts a removal. `begins` at the one that makes it a flapping reader, `goes-on` at those after it. */
  removed(device: string): 'calm' | 'begins' | 'goes-on'
}

/** Recognises a reader that comes and goes. @param now any clock that never runs back, in milliseconds */
export function createFlaps(now: () => number): Flaps {
  const removals = new Map<string, number[]>()
  const flapping = new Set<string>()
  return {
    removed(device) {
      const at = now()
      const recent = [...(removals.get(device) ?? []), at].filter((time) => at - time <= flapWindowMs)
      removals.set(device, recent)
      if (recent.length < flapCount) {
        flapping.delete(device)
        return 'calm'
      }
      if (flapping.has(device)) return 'goes-on'
      flapping.add(device)
      return 'begins'
    },
  }
}
