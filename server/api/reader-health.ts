import { Type } from 'typebox'
import {
  ReaderHealth,
  SwapStep,
  SwapTest,
  type MachineCheck,
  type Reader,
  type ReaderService,
} from '../../contract/reader.ts'
import { Id } from '../../contract/text.ts'
import { addDays, tokyoDate } from '../domain/calendar-date.ts'
import { describeReaderEvent } from '../domain/reader-event-words.ts'
import { reportReader } from '../domain/reader-report.ts'
import { latencyOf } from '../domain/reader-signs.ts'
import type { Store } from '../store/open.ts'
import { listReaderDays, listReaderEvents } from '../store/reader-days.ts'
import { findCounter } from '../store/counters.ts'
import { readReaderFacts, type LiveFacts } from '../store/reader-facts.ts'
import { findReader } from '../store/readers.ts'
import { countScansSince } from '../store/scans.ts'
import { refuse } from './errors.ts'
import { IdParams, type Api } from './route.ts'
import { createSwapTests } from './swap-tests.ts'

/** The readers as reader health sees them (server/intake/readers.ts). */
export interface HealthPort {
  list(): Reader[]
  find(id: string): Reader | undefined
  live(id: string): LiveFacts | undefined
  services(): ReaderService[]
  /** Something other than a touch may have changed its verdict. */
  judgeAgain(id: string): void
}

/** Days and events one page shows. */
const daysShown = 92
const eventsShown = 100

export type KeptHealth = Omit<ReaderHealth, 'swapTest' | 'machine'>

/** Everything that is known of one reader but what goes on at this moment. */
export function readHealth(
  store: Store,
  port: Pick<HealthPort, 'live' | 'services'>,
  reader: Reader,
): KeptHealth | undefined {
  const known = findReader(store, reader.id)
  if (!known) return undefined
  const facts = readReaderFacts(store, known, port.live(reader.id), port.services())
  const report = reportReader(facts)
  return {
    reader: { ...reader, verdict: report.verdict },
    report,
    usb: facts.usb,
    days: listReaderDays(store, reader.id, addDays(tokyoDate(store.now()), 1 - daysShown)).map(
      ({ latencies, ...day }) => ({ ...day, ...latencyOf([{ ...day, latencies }]) }),
    ),
    events: listReaderEvents(store, reader.id, eventsShown).map(({ at, code }) => ({
      at,
      text: describeReaderEvent(code),
    })),
    ...(reader.scanner && { keptToday: countScansSince(store, reader.id, tokyoDate(store.now())) }),
  }
}

/** Every reader with the name of its counter, for `kusuribako doctor readers`. */
export interface HealthList {
  readers: (KeptHealth & { counter: string | null })[]
  services: ReaderService[]
}

export function listHealth(store: Store, port: Pick<HealthPort, 'list' | 'live' | 'services'>): HealthList {
  return {
    readers: port.list().flatMap((reader) => {
      const health = readHealth(store, port, reader)
      const counter = reader.counterId === null ? undefined : findCounter(store, reader.counterId)
      return health ? [{ ...health, counter: counter?.name ?? null }] : []
    }),
    services: port.services(),
  }
}

/** What was found out about the machine is good for so long: a page asks again at every change. */
const machineMs = 60_000

const NextStep = Type.Object(
  {
    step: SwapStep,
    /** Whose touches are counted in this round, when the box cannot find it out. */
    readerId: Type.Optional(Id),
  },
  { additionalProperties: false },
)

/**
 * The page of one reader, and its 入替テスト.
 * @param checkMachine what a technician would look at on the box
 */
export function readerHealthRoutes(
  api: Api,
  { store, readers, checkMachine }: { store: Store; readers: HealthPort; checkMachine: () => Promise<MachineCheck[]> },
): void {
  const swapTests = createSwapTests(store, () => readers.list())
  let checked: { at: number; checks: Promise<MachineCheck[]> } | undefined
  const machine = (): Promise<MachineCheck[]> => {
    const at = store.now()
    if (checked && Math.abs(at - checked.at) <= machineMs) return checked.checks
    const asked = { at, checks: checkMachine() }
    checked = asked
    // What could not be found out is asked anew by the next page.
    asked.checks.catch(() => {
      if (checked === asked) checked = undefined
    })
    return asked.checks
  }

  api.get(
    '/api/readers/:id/health',
    {
      config: { right: 'box-state' },
      schema: { tags: ['readers'], params: IdParams, response: { 200: ReaderHealth } },
    },
    async ({ params: { id } }) => {
      const reader = readers.find(id)
      const health = reader && readHealth(store, readers, reader)
      if (!health) return refuse('not-found')
      const isOfBox = health.reader.satellite === undefined && health.reader.kind !== 'virtual'
      const checks = isOfBox ? await machine() : []
      return { ...health, swapTest: swapTests.find(id), machine: checks.filter(({ state }) => state !== 'ok') }
    },
  )

  api.post(
    '/api/readers/:id/swap-test',
    {
      config: { right: 'box-state' },
      schema: { tags: ['readers'], params: IdParams, body: NextStep, response: { 200: SwapTest } },
    },
    ({ params: { id }, body: { step, readerId } }) => {
      const outcome = swapTests.go(id, step, readerId)
      if (!outcome.ok) return refuse(outcome.code)
      readers.judgeAgain(id)
      return swapTests.find(id) ?? refuse('not-found')
    },
  )
}
