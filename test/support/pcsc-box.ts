import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { createPcscDriver, type PcscOptions } from '../../drivers/pcsc/driver.ts'
import type { Driver, ReaderEvent } from '../../drivers/reader.ts'
import { buildIfd, createPcscd, type PluggableReader, type TestDaemon } from './pcscd.ts'
import { tempDir } from './temp.ts'
import type { UsbDevice } from './usb-tree.ts'

/** The card readers as the box drives them: Debian's own pcscd, the real binding, and a reader driver that obeys the test. */

export const rcS300: UsbDevice = { vendor: '054c', product: '0dc8', serial: '0236798', port: '1-1' }
export const rcS300Key = 'usb:054c:0dc8:0236798'

type Type = ReaderEvent['type']
export type EventOf<T extends Type> = Extract<ReaderEvent, { type: T }>

export interface ListeningBox {
  /** Everything the driver has told so far. */
  told: ReaderEvent[]
  driver: Required<Driver>
  /** Waits for an event of a type; those before it are left behind. */
  next<T extends Type>(type: T, matches?: (event: EventOf<T>) => boolean): Promise<EventOf<T>>
  service(state: EventOf<'service'>['state']): Promise<EventOf<'service'>>
  /** Waits for a card to be read. @returns its IDm */
  tap(): Promise<string | undefined>
  /** Waits until a card has been read, or could not be. */
  reading(): Promise<EventOf<'card-presented' | 'card-failed'>>
  /** The ids of all cards told so far. */
  taps(): (string | undefined)[]
  all<T extends Type>(type: T): EventOf<T>[]
}

let built: string | undefined

/** Once a file of tests: compiles the reader driver. */
export function buildReaderDriver(): void {
  beforeAll(() => {
    built = buildIfd(mkdtempSync(join(tmpdir(), 'kusuribako-ifd-')))
  })
  afterAll(() => {
    if (built !== undefined) rmSync(built, { recursive: true, force: true })
  })
}

/** A daemon of this test's own, ended with it. Not started yet. */
export function daemon(options?: Parameters<typeof createPcscd>[2]): TestDaemon {
  if (built === undefined) throw new Error('buildReaderDriver() comes first')
  const pcscd = createPcscd(tempDir(), built, options)
  onTestFinished(() => pcscd.close())
  return pcscd
}

/** The driver on a daemon. */
export function listen(pcscd: TestDaemon, options: Partial<PcscOptions> = {}): ListeningBox {
  const told: ReaderEvent[] = []
  let seen = 0
  let wake = (): void => undefined
  const driver = createPcscDriver({
    now: Date.now,
    env: { ...process.env, PCSCLITE_CSOCK_NAME: pcscd.socket },
    ...options,
    settings: { sysfs: pcscd.sysfs, ...options.settings },
  })
  driver.start((event) => {
    told.push(event)
    wake()
  })
  onTestFinished(() => driver.stop())
  async function next<T extends Type>(types: T[], matches: (event: EventOf<T>) => boolean): Promise<EventOf<T>> {
    for (;;) {
      for (; seen < told.length;) {
        const event = told[seen++] as EventOf<T>
        if (types.includes(event.type) && matches(event)) return event
      }
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  const box: ListeningBox = {
    told,
    driver,
    next: (type, matches = () => true) => next([type], matches),
    reading: () => next(['card-presented', 'card-failed'], () => true),
    service: (state) => box.next('service', (event) => event.state === state),
    tap: async () => idmOf(await box.next('card-presented')),
    taps: () => box.all('card-presented').map(idmOf),
    all: (type) => told.filter((event): event is EventOf<typeof type> => event.type === type),
  }
  return box
}

/** A daemon with one reader in it, and the driver that has found it. */
export async function withReader(
  options: Partial<PcscOptions> = {},
  { hasEvents = true, device = rcS300 }: { hasEvents?: boolean; device?: UsbDevice } = {},
): Promise<{ pcscd: TestDaemon; reader: PluggableReader; box: ListeningBox }> {
  const pcscd = daemon()
  const reader = pcscd.addReader(device, { hasEvents })
  reader.plug()
  await pcscd.start()
  const box = listen(pcscd, options)
  await box.next('device-ready')
  return { pcscd, reader, box }
}

/** The IDm of a card that is not there, by number. */
export const idm = (number: number): string => `012E${String(number).padStart(12, '0')}`

const idmOf = ({ card }: EventOf<'card-presented'>): string | undefined =>
  card.kind === 'felica' ? card.idm : undefined
