import type { LyingCard } from '../../contract/card-issue.ts'
import type { DeskEvent } from '../../contract/desk.ts'
import type { Reader, ReaderService, Verdict } from '../../contract/reader.ts'
import type { SatelliteService } from '../../contract/satellite.ts'
import type { Driver, ReaderEvent } from '../../drivers/reader.ts'
import type { Store } from '../store/open.ts'
import { countReader, noteReaderEvent } from '../store/reader-days.ts'
import { findReader, leaveReader, listReaders, seeReader, type KnownReader } from '../store/readers.ts'
import * as words from './desk-text.ts'
import type { DeskText } from './desk-text.ts'
import { issueDraft, type DraftToIssue, type IssueCardOutcome } from './issue-card.ts'
import { readNotebook, type NotebookReading } from './jahis/parse.ts'
import { toLyingCard } from './lying-cards.ts'
import { hashCardId } from '../store/cards.ts'
import * as counted from './reader-counts.ts'
import type { Counted } from './reader-counts.ts'
import { createLiveReaders, deviceOf, type LiveReader, type Origin } from './reader-live.ts'
import { createScanTaker, type Place } from './scan-taker.ts'
import { createTouchTaker } from './touch-taker.ts'

/**
 * `repeat` a satellite has told this before; `unknown-reader` nothing has ever said what this device is; `failed` the store could not be
 * written, and the counter was told: nothing of the event was kept.
 */
export type TakeOutcome = 'taken' | 'repeat' | 'unknown-reader' | 'failed'

export interface Readers {
  start(): void
  /** Every reader the box knows; virtual ones only while they are virtually there. */
  list(): Reader[]
  find(id: string): Reader | undefined
  /** The software behind the readers, of the box itself and of satellites. */
  services(): ReaderService[]
  /** What is known of a reader only while the box runs; undefined when it has not been there since the start. */
  live(id: string): LiveReader | undefined
  /** Something other than its events has changed what a reader comes to, such as a swap test. */
  judgeAgain(id: string): void
  /** Takes what a driver tells: of the box itself, or with `origin` of a satellite. Never throws. */
  take(event: ReaderEvent, origin?: Origin): TakeOutcome
  /** How the software behind a satellite's readers is now, none while it is silent; its history is told as events. */
  setServices(satellite: string, services: SatelliteService[]): void
  /** A touch at a satellite was not taken: its counter is told. `device` as the satellite names it. */
  refuseTouch(device: string, satellite: string, code: 'touch-late' | 'touch-lost'): void
  /** What a scanner that pretends to be a keyboard typed into a page of this counter: printable ASCII. @returns what came of it */
  takeTyped(counterId: string | null, text: string): DeskText
  /** What a scanned notebook says; docs/formats/jahis.md. */
  readNotebook(bytes: Uint8Array): NotebookReading
  /** Writes on the card that lies on a reader of the box itself, for the draft of an issue. */
  issueDraft(readerId: string, draft: DraftToIssue): Promise<IssueCardOutcome>
  /** What lies on the card readers now, whose it is included: for signed-in desk staff alone. */
  lying(): LyingCard[]
  /** The card that lies on a reader of this counter, in the only form in which it is stored. */
  lyingHash(counterId: string): Buffer | undefined
  stop(): Promise<void>
}

export interface ReadersOptions {
  store: Store
  drivers: readonly Driver[]
  /** What a reader comes to by what was counted of it; asked again when something new was counted. */
  judge: (reader: KnownReader, live: LiveReader | undefined) => Verdict
  /** A reader came or went, or the software behind the readers is in another state. */
  onStatus: () => void
  onDesk: (event: DeskEvent) => void
  /** Something broke that the person at the screen cannot mend; for the log. */
  onError: (error: unknown) => void
}

type EventOf<T extends ReaderEvent['type']> = Extract<ReaderEvent, { type: T }>

/** Card readers and scanners: what their drivers tell becomes visits, scans, counts, and words at a counter. */
export function createReaders({ store, drivers, judge, onStatus, onDesk, onError }: ReadersOptions): Readers {
  const live = createLiveReaders(store)
  const verdicts = new Map<string, Verdict>()
  /** Plugged in, and never seen before: a card reader tells its link before it tells who it is. */
  const newcomers = new Set<string>()

  function tell(text: DeskText, place: Place, key: string): void {
    onDesk({ key, at: store.now(), counterId: place.counterId, readerId: place.readerId, ...text })
  }

  function judgeAgain(readerId: string): void {
    verdicts.delete(readerId)
  }

  /** Counts, and notes what stood out. Inside `store.write`. */
  function count(readerId: string, at: number, { counts, code }: Counted): void {
    if (Object.values(counts).some((by) => by !== 0)) countReader(store, readerId, at, counts)
    noteReaderEvent(store, readerId, at, code)
    judgeAgain(readerId)
  }
  function countAll(readers: LiveReader[], at: number, trouble: Counted): void {
    if (readers.length === 0) return
    store.write(() => {
      for (const { device } of readers) {
        const id = live.locate(device)?.known.id
        if (id !== undefined) count(id, at, trouble)
      }
    })
  }

  const touches = createTouchTaker({ store, live, tell, count, judgeAgain })
  const scans = createScanTaker({
    store,
    tell,
    count,
    onError,
    findReader: (device) => live.locate(device)?.known,
  })

  function takeReady({ info, at }: EventOf<'device-ready'>, origin?: Origin, driver?: Driver): void {
    const { kind, label } = info
    const device = deviceOf(info.device, origin)
    store.write(() => {
      const id = seeReader(store, { device, kind, label, satellite: origin?.satellite ?? null })
      if (newcomers.has(device) || isScanner(kind)) count(id, at, counted.countsOfLink.plugged)
    })
    newcomers.delete(device)
    live.arrive(device, info, at, driver)
    noteStatus()
  }

  function takeGone({ device: name, at }: EventOf<'device-gone'>, origin?: Origin): void {
    const device = deviceOf(name, origin)
    const found = live.locate(device)
    if (!found?.live.isConnected) return
    const { id, kind } = found.known
    store.write(() => {
      leaveReader(store, id)
      if (isScanner(kind) && !origin?.isSilent) count(id, at, counted.countsOfLink.unplugged)
    })
    live.leave(device, at)
    scans.forget(device)
    noteStatus()
  }

  function noteStatus(): void {
    verdicts.clear()
    onStatus()
  }

  function takeLink({ device: name, at, code }: EventOf<'link'>, origin?: Origin): void {
    const device = deviceOf(name, origin)
    const found = live.locate(device)
    if (found) countAll([found.live], at, counted.countsOfLink[code])
    else if (code === 'plugged') newcomers.add(device)
  }

  function takeService(event: EventOf<'service'>, origin?: Origin): void {
    live.setService(event, origin)
    countAll(live.ofService(event.service, origin), event.at, { counts: {}, code: `service-${event.state}` })
    noteStatus()
  }

  function takeEvent(event: ReaderEvent, origin?: Origin, driver?: Driver): TakeOutcome {
    switch (event.type) {
      case 'card-presented':
        return touches.take(event, origin)
      case 'card-failed':
        return touches.fail(event, origin)
      case 'scanned':
        return scans.take(event, deviceOf(event.device, origin), origin?.touchKey ?? null)
      case 'scan-failed':
        return scans.fail(event, deviceOf(event.device, origin))
      case 'link':
        takeLink(event, origin)
        break
      case 'card-lying':
        touches.lie(event, origin)
        break
      case 'card-removed':
        live.lift(deviceOf(event.device, origin))
        break
      case 'device-ready':
        takeReady(event, origin, driver)
        break
      case 'device-gone':
        takeGone(event, origin)
        break
      case 'service':
        takeService(event, origin)
        break
      case 'restarted':
        countAll(live.ofService(event.service, origin), event.at, { counts: {}, code: 'restarted' })
        break
      case 'usb-trouble':
        countAll(live.behindPort(event.port, origin), event.at, counted.countsOfUsb(event.code))
    }
    return 'taken'
  }

  function take(event: ReaderEvent, origin?: Origin, driver?: Driver): TakeOutcome {
    try {
      return takeEvent(event, origin, driver)
    } catch (error) {
      onError(error)
      if (event.type === 'card-presented' || event.type === 'scanned') tellNotStored(deviceOf(event.device, origin))
      return 'failed'
    }
  }

  /** The store may be past reading as well: then everybody is told. */
  function tellNotStored(device: string): void {
    let place: Place = { readerId: null, counterId: null }
    try {
      const known = live.locate(device)?.known
      if (known) place = { readerId: known.id, counterId: known.counterId }
    } catch (error) {
      onError(error)
    }
    tell(words.notStored, place, `card:${place.readerId ?? ''}`)
  }

  function toReader(known: KnownReader): Reader {
    const { id, kind, label, satellite, counterId, isWanted, lastSeenAt, lastUsedAt, version } = known
    const scanner = { framing: known.scanFraming, appendHeader: known.scanHeader }
    const seen = live.find(known.device)
    const isConnected = seen?.isConnected ?? false
    const verdict = verdicts.get(id) ?? judge(known, seen)
    verdicts.set(id, verdict)
    return {
      id,
      kind,
      label,
      name: label,
      ...(satellite !== null && { satellite }),
      counterId,
      isConnected,
      isWanted,
      isOn: isConnected && isWanted,
      since: seen?.since ?? lastSeenAt,
      lastUsedAt,
      lastTouchMs: seen?.lastTouchMs ?? null,
      verdict,
      ...(isScanner(kind) && { scanner }),
      version,
    }
  }

  const liveOf = (known: KnownReader | undefined): LiveReader | undefined => known && live.find(known.device)

  const list = (): Reader[] =>
    listReaders(store)
      .filter(({ kind, device }) => kind !== 'virtual' || live.find(device) !== undefined)
      .map(toReader)

  async function issueAt(
    readerId: string,
    issue: (reader: LiveReader) => Promise<IssueCardOutcome>,
  ): Promise<IssueCardOutcome> {
    const known = findReader(store, readerId)
    if (known && known.satellite !== null) return { ok: false, code: 'not-at-satellite' }
    const seen = liveOf(known)
    if (!seen) return { ok: false, code: known ? 'no-card' : 'not-found' }
    // One after the other: two pages that write on one card at once would leave the record of one and the row of the other.
    const issuing = seen.issuing.then(() => issue(seen))
    seen.issuing = issuing.catch(() => undefined)
    return issuing
  }

  return {
    start() {
      for (const driver of drivers) driver.start((event) => void take(event, undefined, driver))
    },
    list,
    find(id) {
      const known = findReader(store, id)
      return known && toReader(known)
    },
    services: () => live.services(),
    setServices(satellite, services) {
      if (live.setServices(satellite, services)) noteStatus()
    },
    live: (id) => liveOf(findReader(store, id)),
    judgeAgain,
    take: (event, origin) => take(event, origin),
    refuseTouch(device, satellite, code) {
      const known = live.locate(deviceOf(device, { satellite }))?.known
      const place = { readerId: known?.id ?? null, counterId: known?.counterId ?? null }
      tell(code === 'touch-late' ? words.touchLate : words.touchLost, place, `touch:${known?.id ?? satellite}`)
    },
    takeTyped: (counterId, text) => scans.takeTyped(counterId, text),
    readNotebook,
    issueDraft: (readerId, draft) => issueAt(readerId, (reader) => issueDraft(store, reader, draft)),
    lying: () =>
      list()
        .filter(({ kind }) => !isScanner(kind))
        .map((reader) => toLyingCard(store, reader, liveOf(findReader(store, reader.id)))),
    lyingHash(counterId) {
      const idms = list()
        .filter((reader) => reader.counterId === counterId && !isScanner(reader.kind))
        .map(({ id }) => liveOf(findReader(store, id))?.lyingIdm)
      const idm = idms.find((each) => each !== undefined)
      return idm === undefined ? undefined : hashCardId(store, idm)
    },
    async stop() {
      await Promise.all(drivers.map((driver) => driver.stop()))
      scans.stop()
    },
  }
}

/** Card readers tell every coming and going as a link; a scanner is plugged in when it is ready. */
const isScanner = (kind: KnownReader['kind']): boolean => kind === 'serial' || kind === 'hid'
