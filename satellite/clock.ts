import { uptime } from 'node:os'

/** A machine that slept shows in the system's count of its uptime, which is only good to some 10 ms. */
const sleptAtLeastMs = 1000

/**
 * Milliseconds that only go forward and go on while the machine sleeps. They say nothing of the time of day, which may be set at any
 * moment.
 * @param awakeMs counts while the machine is awake
 * @param uptimeMs counts always
 */
export function createClock(
  awakeMs: () => number = () => performance.now(),
  uptimeMs: () => number = () => uptime() * 1000,
): () => number {
  const apart = uptimeMs() - awakeMs()
  let slept = 0
  return () => {
    const awake = awakeMs()
    const ahead = uptimeMs() - awake - apart
    if (ahead - slept >= sleptAtLeastMs) slept = ahead
    return awake + slept
  }
}
