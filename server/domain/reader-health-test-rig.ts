import { addDays } from './calendar-date.ts'
import { latenciesOf } from './latency.ts'
import { noCounts, type Counts, type HealthDay, type ReaderFacts } from './reader-signs.ts'

export const today = '2026-04-30'

/** A day so many days ago. */
export const day = (ago: number, counts: Partial<Counts> = {}, latencyMs?: number): HealthDay => ({
  on: addDays(today, -ago),
  ...noCounts,
  ...counts,
  latencies: latenciesOf(latencyMs),
})

/** A reader that has worked well for a month: 20 touches a day. */
export const wellUsed = Array.from({ length: 30 }, (_, ago) => day(ago, { connects: 1, touches: 20 }, 60))

export const factsOf = (changes: Partial<ReaderFacts> = {}): ReaderFacts => ({
  kind: 'pcsc',
  label: '試験リーダー',
  today,
  isConnected: true,
  isWanted: true,
  sinceOn: '2026-04-01',
  lastReadOn: today,
  failuresInRow: 0,
  givenUpInRow: 0,
  days: wellUsed,
  others: [],
  usb: { port: '1-1', speedMbps: 12, hubs: 0 },
  satellite: null,
  service: 'ok',
  swap: null,
  ...changes,
})
