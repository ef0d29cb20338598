import { expect, test } from 'vitest'
import { createClock } from './clock.ts'

test('time goes on while the machine sleeps, and is not troubled by the coarse count that tells of it', () => {
  let [awake, uptime] = [5000, 90_000]
  const clock = createClock(
    () => awake,
    () => uptime,
  )
  const begin = clock()
  for (const jitter of [10, -10, 990]) {
    awake += 100
    uptime += 100
    expect(clock() - begin, `off by ${jitter}`).toBe(awake - 5000)
    uptime += jitter
    clock()
    uptime -= jitter
  }
  uptime += 3_600_000
  expect(clock() - begin).toBe(300 + 3_600_000)
  awake += 50
  uptime += 50
  expect(clock() - begin).toBe(350 + 3_600_000)
})
