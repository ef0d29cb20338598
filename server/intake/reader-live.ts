import type { ReaderService } from '../../contract/reader.ts'
import type { CardRecord, DeviceInfo, Driver, ReaderEvent, UsbFacts } from '../../drivers/reader.ts'
import { noRun, type TouchRun } from '../domain/touch-runs.ts'
import type { Store } from '../store/open.ts'
import { findReaderByDevice, type KnownReader } from '../store/readers.ts'

/** Where an event came from, when not from the box itself. */
export interface Origin {
  /** The name of the satellite. */
  satellite: string
  /** The same for the same touch or scan, however often it is told. */
  touchKey?: string
  /** The satellite has fallen silent: its readers are gone for us, nobody has unplugged them. */
  isSilent?: boolean
}

/** What is known of a reader only while the box runs. */
export interface LiveReader {
  readonly device: string
  readonly satellite: string | undefined
  kind: KnownReader['kind']
  isConnected: boolean
  /** Since when it has been connected or gone; null for one that only its touches have told of. */
  since: number | null
  usb: UsbFacts | undefined
  lastTouchMs: number | null
  /** The FeliCa card that lies on it, and the record that was read on it; never written anywhere, never told. */
  lyingIdm: string | undefined
  lyingRecord: CardRecord | undefined
  run: TouchRun
  /** Who can write on its cards; none for a reader of a satellite. */
  driver: Driver | undefined
  /** Resolves when the last card that was asked for has been issued, or not. */
  issuing: Promise<unknown>
}

/** Nothing lies there. */
export const noCard = { lyingIdm: undefined, lyingRecord: undefined } as const

type Service = Pick<Extract<ReaderEvent, { type: 'service' }>, 'service' | 'state'>

const serviceOrder: readonly Service['service'][] = ['pcsc', 'serial', 'hid', 'usb']

export type LiveReaders = ReturnType<typeof createLiveReaders>

/** The name under which the box keeps a device. */
export const deviceOf = (name: string, origin?: Pick<Origin, 'satellite'>): string =>
  origin ? `satellite:${origin.satellite}/${name}` : name

export function createLiveReaders(store: Store) {
  const readers = new Map<string, LiveReader>()
  /** Of the box itself, without a name, and of each satellite. */
  const services = new Map<string | undefined, Map<Service['service'], Service['state']>>()

  const of = (origin: Origin | undefined, fits: (reader: LiveReader) => boolean): LiveReader[] =>
    [...readers.values()].filter((reader) => reader.satellite === origin?.satellite && fits(reader))

  function make(device: string, known: KnownReader): LiveReader {
    const made: LiveReader = {
      device,
      satellite: known.satellite ?? undefined,
      kind: known.kind,
      isConnected: false,
      since: null,
      usb: undefined,
      lastTouchMs: null,
      lyingIdm: undefined,
      lyingRecord: undefined,
      run: { ...noRun, failures: known.failuresInRow, givenUp: known.givenUpInRow },
      driver: undefined,
      issuing: Promise.resolve(),
    }
    readers.set(device, made)
    return made
  }

  /** A reader the box has seen before, as the store has it now, and what is known of it besides. */
  function locate(device: string): { known: KnownReader; live: LiveReader } | undefined {
    const known = findReaderByDevice(store, device)
    return known && { known, live: readers.get(device) ?? make(device, known) }
  }

  return {
    locate,
    /** Undefined when it has not been there since the start. */
    find: (device: string): LiveReader | undefined => readers.get(device),
    arrive(device: string, { kind, usb }: DeviceInfo, at: number, driver: Driver | undefined): void {
      const live = locate(device)?.live
      if (!live) return
      if (!live.isConnected) live.since = at
      Object.assign(live, { kind, usb, driver, isConnected: true })
    },
    leave(device: string, at: number): void {
      const live = readers.get(device)
      // Where it was stays known: the kernel may have more to say of that port.
      if (live) Object.assign(live, { isConnected: false, since: at, ...noCard, driver: undefined })
    },
    lift(device: string): void {
      const live = readers.get(device)
      if (live) Object.assign(live, noCard)
    },
    /** Readers at a USB port, or at a hub there. */
    behindPort: (port: string, origin?: Origin): LiveReader[] =>
      of(origin, ({ usb }) => usb !== undefined && (usb.port === port || usb.port.startsWith(`${port}.`))),
    ofService: (service: Service['service'], origin?: Origin): LiveReader[] =>
      of(origin, ({ kind }) => kind === service),
    setService({ service, state }: Service, origin?: Origin): void {
      const known = services.get(origin?.satellite) ?? new Map<Service['service'], Service['state']>()
      services.set(origin?.satellite, known.set(service, state))
    },
    /** All that is known of a satellite's. @returns whether that is news */
    setServices(satellite: string, list: readonly Service[]): boolean {
      const known = services.get(satellite)
      const isSame =
        list.length === (known?.size ?? 0) && list.every(({ service, state }) => known?.get(service) === state)
      if (isSame) return false
      services.set(satellite, new Map(list.map(({ service, state }) => [service, state])))
      return true
    },
    /** What stands behind the readers: of the box itself first, then of its satellites by their names. */
    services: (): ReaderService[] =>
      [...services]
        .toSorted(([one = ''], [other = '']) => (one < other ? -1 : 1))
        .flatMap(([satellite, known]) =>
          serviceOrder.flatMap((service) => {
            const state = known.get(service)
            return state === undefined ? [] : [{ ...(satellite !== undefined && { satellite }), service, state }]
          }),
        ),
  }
}
