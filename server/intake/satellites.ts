import { randomUUID } from 'node:crypto'
import {
  touchLimitMs,
  type SatelliteAnswer,
  type SatelliteDevice,
  type SatelliteOutcome,
  type SatelliteRequest,
} from '../../contract/satellite.ts'
import type { Store } from '../store/open.ts'
import { wasTaken, type Satellite } from '../store/satellites.ts'
import type { Readers } from './readers.ts'
import { fromWire, infoOf, isTouch } from './satellite-events.ts'

export interface SatellitesOptions {
  store: Store
  readers: Pick<Readers, 'take' | 'refuseTouch' | 'setServices'>
  /** Milliseconds that only go forward. */
  clock?: () => number
  /** A satellite that says nothing for so long has no readers. */
  silentMs?: number
}

export interface Satellites {
  /** What a satellite sent. Undefined when a later start of the same satellite has taken its place. */
  receive(satellite: Satellite, request: SatelliteRequest): SatelliteAnswer | undefined
  stop(): void
}

/** Outcomes remembered of one satellite, for what is sent again: minutes of it. */
const mostOutcomes = 2000
const mostRuns = 100

/** One start of one satellite. */
interface Link {
  satellite: Satellite
  run: string
  lastRequest: number
  /** Its devices that are connected, by their key. */
  live: Map<string, SatelliteDevice>
  outcomes: Map<number, SatelliteOutcome>
  silence: NodeJS.Timeout
}

type Sent = SatelliteRequest['events'][number]

/**
 * The box's side of its satellites. An event counts by its age, never by the satellite's clock: `heard` says how long ago the
 * satellite heard of the box, so what a request was under way is known, too, and one that lay in a buffer is old when it is read.
 * What is sent again is known by its number: within this start of the box from memory, across starts by the row it made.
 */
export function createSatellites(options: SatellitesOptions): Satellites {
  const { store, readers, clock = () => performance.now(), silentMs = 6000 } = options
  const box = randomUUID()
  const links = new Map<string, Link>()
  /** Starts of each satellite after which there was a later one. */
  const replaced = new Map<string, Set<string>>()

  return {
    receive(satellite, { run, request, heard, devices, services, events }) {
      const answer = { name: satellite.name, box, tick: clock(), isInTime: false, outcomes: [] }
      if (heard?.box !== box) return answer
      if (replaced.get(satellite.id)?.has(run)) return undefined
      // Of the way of the last answer and of this request together: never less than this request took.
      const underWayMs = Math.max(0, answer.tick - heard.tick - heard.agoMs)

      const link = open(satellite, run)
      link.silence.refresh()
      const outcomes = events.map((sent) => {
        const outcome =
          link.outcomes.get(sent.seq) ?? settle(link, devices, { ...sent, ageMs: sent.ageMs + underWayMs })
        remember(link, sent.seq, outcome)
        return { seq: sent.seq, outcome }
      })
      // A request that was overtaken says nothing of the present.
      if (request > link.lastRequest) {
        link.lastRequest = request
        // Before its devices: they are judged by it.
        readers.setServices(satellite.name, services)
        compare(link, devices)
      }
      return { ...answer, isInTime: true, outcomes }
    },
    stop() {
      for (const { silence } of links.values()) clearTimeout(silence)
    },
  }

  function open(satellite: Satellite, run: string): Link {
    const known = links.get(satellite.id)
    if (known?.run === run) return known
    if (known) retire(known)
    const link: Link = {
      satellite,
      run,
      lastRequest: 0,
      live: known?.live ?? new Map<string, SatelliteDevice>(),
      outcomes: new Map(),
      silence: setTimeout(() => {
        readers.setServices(satellite.name, [])
        compare(link, [])
      }, silentMs).unref(),
    }
    links.set(satellite.id, link)
    return link
  }

  function retire({ satellite, run, silence }: Link): void {
    clearTimeout(silence)
    const runs = replaced.get(satellite.id) ?? new Set()
    runs.add(run)
    for (const eldest of runs) if (runs.size > mostRuns) runs.delete(eldest)
    replaced.set(satellite.id, runs)
  }

  /** What is connected now, by the list: the satellite itself came, went or lost count, and nobody plugged or pulled anything. */
  function compare(link: Link, devices: SatelliteDevice[]): void {
    const connected = new Set(devices.filter(({ isConnected }) => isConnected).map(({ device }) => device))
    for (const gone of [...link.live.values()]) {
      if (!connected.has(gone.device)) setConnected(link, gone, false, store.now(), true)
    }
    for (const device of devices) if (device.isConnected) setConnected(link, device, true, store.now(), true)
  }

  function setConnected(
    { satellite, live }: Link,
    device: SatelliteDevice,
    isConnected: boolean,
    at: number,
    isSilent: boolean,
  ): void {
    if (live.has(device.device) === isConnected) return
    const origin = { satellite: satellite.name, isSilent }
    if (isConnected) {
      live.set(device.device, device)
      readers.take({ type: 'device-ready', at, info: infoOf(device) }, origin)
    } else {
      live.delete(device.device)
      readers.take({ type: 'device-gone', at, device: device.device }, origin)
    }
  }

  function settle(link: Link, devices: SatelliteDevice[], { seq, ageMs, event }: Sent): SatelliteOutcome {
    const { satellite, run } = link
    const at = Math.round(store.now() - ageMs)
    const device = 'device' in event ? devices.find((each) => each.device === event.device) : undefined
    if (event.type === 'device-ready' || event.type === 'device-gone') {
      if (device) setConnected(link, device, event.type === 'device-ready', at, false)
      return 'taken'
    }
    // A touch may come from a device that has gone since: it is there for the moment of its touch.
    if (device && (isTouch(event) || event.type === 'touch-lost')) setConnected(link, device, true, at, true)
    if (event.type === 'touch-lost') return settleLost(link, event)

    const touchKey = `${satellite.id}/${run}/${seq}`
    if (isTouch(event) && 'device' in event) {
      if (wasTaken(store, touchKey)) return 'taken'
      if (ageMs > touchLimitMs) {
        readers.refuseTouch(event.device, satellite.name, 'touch-late')
        return 'late'
      }
    }
    const outcome = readers.take(fromWire(event, at), { satellite: satellite.name, touchKey })
    return outcome === 'failed' || outcome === 'unknown-reader' ? 'refused' : 'taken'
  }

  /** The satellite could not hand over a touch in time, or does not know whether it did. */
  function settleLost(link: Link, { device, seq }: Extract<Sent['event'], { type: 'touch-lost' }>): SatelliteOutcome {
    const known = seq === undefined ? undefined : link.outcomes.get(seq)
    if (known === 'taken') return 'taken'
    if (seq !== undefined && wasTaken(store, `${link.satellite.id}/${link.run}/${seq}`)) return 'taken'
    // Refused before, it has been told before.
    if (known === undefined) readers.refuseTouch(device, link.satellite.name, 'touch-lost')
    // Should the touch itself arrive after all, out of some buffer, it is settled.
    if (seq !== undefined) remember(link, seq, 'lost')
    return 'lost'
  }
}

function remember({ outcomes }: Link, seq: number, outcome: SatelliteOutcome): void {
  outcomes.set(seq, outcome)
  for (const oldest of outcomes.keys()) {
    if (outcomes.size <= mostOutcomes) return
    outcomes.delete(oldest)
  }
}
