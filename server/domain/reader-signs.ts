import type { ReaderDay, ReaderKind, ReaderService, ReaderUsb } from '../../contract/reader.ts'
import { addDays } from './calendar-date.ts'
import { percentile, sumLatencies, type Latencies } from './latency.ts'
import type { SwapConclusion } from './swap-test.ts'

/** Counted are the last so many days, today among them; a trouble with no sign in the last `recentDays` is over. */
export const periodDays = 30
export const recentDays = 7

/** What one day of a reader comes to. */
export interface HealthDay extends Counts {
  /** The day in Asia/Tokyo. */
  on: string
  latencies: Latencies
}

export type Counts = Omit<ReaderDay, 'on' | 'p50' | 'p99'>

/** All that a reader is judged by. Days are calendar dates in Asia/Tokyo. */
export interface ReaderFacts {
  kind: ReaderKind
  label: string
  /** The small machine it is plugged into; null for the box itself. */
  satellite: string | null
  today: string
  isConnected: boolean
  isWanted: boolean
  /** The day it was connected, or last seen. */
  sinceOn: string
  /** The day a card or code was last read; null for never. */
  lastReadOn: string | null
  /** Since then: failures, and runs of them that were given up (server/domain/touch-runs.ts). */
  failuresInRow: number
  givenUpInRow: number
  /** In any order; older days than the period do no harm. */
  days: readonly HealthDay[]
  /** The days of each other card reader and scanner on the same machine. */
  others: readonly (readonly HealthDay[])[]
  usb: ReaderUsb | null
  /** The software behind it; null for a virtual reader, and while nothing is known. */
  service: ReaderService['state'] | null
  /** The last finished swap test. */
  swap: { on: string; conclusion: SwapConclusion } | null
}

export const noCounts: Counts = {
  connects: 0,
  disconnects: 0,
  flaps: 0,
  touches: 0,
  mute: 0,
  givenUp: 0,
  transmitErrors: 0,
  moved: 0,
  inUse: 0,
  wrongCards: 0,
  scans: 0,
  scanErrors: 0,
  kernelResets: 0,
  kernelErrors: 0,
}

/** The days of a period that ends today. */
export const lastDays = (days: readonly HealthDay[], today: string, length: number): HealthDay[] =>
  days.filter(({ on }) => on <= today && on > addDays(today, -length))

export function sumDays(days: readonly HealthDay[]): Counts {
  const sum = { ...noCounts }
  for (const day of days) for (const name of Object.keys(noCounts) as (keyof Counts)[]) sum[name] += day[name]
  return sum
}

/** A reader may be unplugged once a day: the cleaning, the evening. What is more is loose. */
export const looseUnplugs = (days: readonly HealthDay[]): number =>
  days.reduce((sum, { disconnects }) => sum + Math.max(0, disconnects - 1), 0)

const daysWith = (days: readonly HealthDay[], name: keyof Counts): number => days.filter((day) => day[name] > 0).length

/** 0 nothing, 1 weak, 2 strong. Two weak signs are as good as a strong one. */
type Strength = 0 | 1 | 2

const grade = (count: number, weak: number, strong: number): Strength => (count >= strong ? 2 : count >= weak ? 1 : 0)
const when = (is: boolean, strength: Strength): Strength => (is ? strength : 0)

/** A reader of this kind runs at USB full speed; slower is a line that does not carry it. */
const fullSpeedMbps = 12
const slowMs = 200

/**
 * How much speaks for cable, hub or power. `line` is what the USB line itself shows; `touch` what it does to the touches, which a weak
 * reader may do as well. Shares are taken of the cards that were read, so that more errors never make a sign weaker.
 */
export function contactSigns(facts: ReaderFacts): { line: number; touch: number; isRecent: boolean } {
  const days = lastDays(facts.days, facts.today, periodDays)
  const recent = lastDays(facts.days, facts.today, recentDays)
  const [sum, late] = [sumDays(days), sumDays(recent)]
  const reads = sum.touches + sum.wrongCards
  const isSlowLine = (facts.usb?.speedMbps ?? fullSpeedMbps) < fullSpeedMbps
  const hasHubs = (facts.usb?.hubs ?? 0) >= 2
  const strengths = {
    flaps: grade(sum.flaps, Infinity, 1),
    unplugs: grade(looseUnplugs(days), 3, 6),
    kernelErrors: grade(sum.kernelErrors, 1, 3),
    kernelResets: grade(sum.kernelResets, 2, 5),
    speed: when(isSlowLine, 1),
    hubs: when(hasHubs, 1),
  }
  const { transmitErrors, mute, givenUp, scanErrors, scans } = sum
  const brokenDays = daysWith(days, 'transmitErrors')
  const effects = {
    transmit: Math.max(
      when(transmitErrors >= 3 && brokenDays >= 2 && transmitErrors * 50 >= reads, 1),
      when(transmitErrors >= 10 && brokenDays >= 3 && transmitErrors * 20 >= reads, 2),
    ),
    mute: when(mute >= 10 && daysWith(days, 'mute') >= 3 && mute * 10 >= reads, 1),
    // Cards that nobody could read are cards as long as ten others were read for each of them.
    givenUp: when(givenUp >= 3 && reads < givenUp * 10, 2),
    slower: when(latencyTrend(facts).isSlower, 1),
    scan: when(scanErrors >= 5 && scanErrors * 10 >= scans, 2),
  }
  const total = (of: Record<string, number>): number => Object.values(of).reduce((all, each) => all + each, 0)
  return {
    line: total(strengths),
    touch: total(effects),
    isRecent:
      isSlowLine ||
      looseUnplugs(recent) +
        late.flaps +
        late.kernelErrors +
        late.kernelResets +
        late.transmitErrors +
        late.mute +
        late.givenUp +
        late.scanErrors >
        0,
  }
}

/** Median and 99th percentile of the durations from card laid to card read, in milliseconds; null when no card was read. */
export function latencyOf(days: readonly HealthDay[]): { p50: number | null; p99: number | null } {
  const counts = sumLatencies(days.map(({ latencies }) => latencies))
  return { p50: percentile(counts, 0.5), p99: percentile(counts, 0.99) }
}

/** The medians of the recent days and of the days of the period before them. */
export function latencyTrend({ days, today }: Pick<ReaderFacts, 'days' | 'today'>): {
  recent: number | null
  before: number | null
  isSlower: boolean
} {
  const from = addDays(today, 1 - recentDays)
  const early = lastDays(days, today, periodDays).filter(({ on }) => on < from)
  const recent = latencyOf(lastDays(days, today, recentDays)).p50
  const before = latencyOf(early).p50
  const isSlower = recent !== null && before !== null && recent >= slowMs && recent >= before * 2
  return { recent, before, isSlower }
}

export const isScanner = ({ kind }: Pick<ReaderFacts, 'kind'>): boolean => kind === 'serial' || kind === 'hid'
