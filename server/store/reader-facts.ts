import type { ReaderService } from '../../contract/reader.ts'
import { addDays, tokyoDate } from '../domain/calendar-date.ts'
import { swapOfEvent } from '../domain/reader-event-words.ts'
import { periodDays, type ReaderFacts } from '../domain/reader-signs.ts'
import type { Store } from './open.ts'
import { listReaderDays, listReaderEvents } from './reader-days.ts'
import { listReaders, type KnownReader } from './readers.ts'

/** What is known of a reader only while it is looked at. */
export interface LiveFacts {
  isConnected: boolean
  /** Since when it has been connected or gone. */
  since: number | null
  usb?: { port: string; speedMbps?: number; hubs: number } | undefined
}

/** More than any page of events shows; a swap test is found again among as many. */
const eventsLookedAt = 300

/**
 * What a reader is judged by (server/domain/reader-health.ts), from what was kept of it and of the readers beside it.
 * @param live undefined for one that has not been there since the start
 * @param services the software behind the readers, of the box itself and of satellites
 */
export function readReaderFacts(
  store: Store,
  known: KnownReader,
  live: LiveFacts | undefined,
  services: readonly ReaderService[],
): ReaderFacts {
  const { id, kind, label, satellite, isWanted, lastSeenAt, lastUsedAt, failuresInRow, givenUpInRow } = known
  const today = tokyoDate(store.now())
  const from = addDays(today, 1 - periodDays)
  const service = services.find((each) => each.service === kind && (each.satellite ?? null) === satellite)?.state
  const swap = listReaderEvents(store, id, eventsLookedAt).flatMap(({ at, code }) => {
    const conclusion = swapOfEvent(code)
    return conclusion === undefined ? [] : [{ on: tokyoDate(at), conclusion }]
  })[0]
  return {
    kind,
    label,
    satellite,
    today,
    isConnected: live?.isConnected ?? false,
    isWanted,
    sinceOn: tokyoDate(live?.since ?? lastSeenAt),
    lastReadOn: lastUsedAt === null ? null : tokyoDate(lastUsedAt),
    failuresInRow,
    givenUpInRow,
    days: listReaderDays(store, id, from),
    others: listReaders(store)
      .filter((other) => other.id !== id && other.satellite === satellite && isAlike(other.kind, kind))
      .map((other) => listReaderDays(store, other.id, from))
      // One that was put away long ago is nothing to compare with.
      .filter((days) => days.length > 0),
    usb: live?.usb ? { port: live.usb.port, speedMbps: live.usb.speedMbps ?? null, hubs: live.usb.hubs } : null,
    service: service ?? null,
    swap: swap ?? null,
  }
}

/** A virtual reader hangs on no cable. */
const isAlike = (kind: KnownReader['kind'], other: KnownReader['kind']): boolean =>
  (kind === 'virtual') === (other === 'virtual')
