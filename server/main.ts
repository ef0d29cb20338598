import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import { readerModels } from '../drivers/discovery.ts'
import { createHardware } from '../drivers/hardware.ts'
import { listSerialPorts } from '../drivers/serial/find-scanners.ts'
import { readScript } from '../drivers/virtual/script.ts'
import { createVirtualDriver, type StepOutcome } from '../drivers/virtual/virtual-driver.ts'
import type { DeskEvent } from '../contract/desk.ts'
import type { BoxStatus } from '../contract/status.ts'
import { createSessions } from './access/sessions.ts'
import { bugReport } from './api/errors.ts'
import { listHealth } from './api/reader-health.ts'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import { tokyoDate } from './domain/calendar-date.ts'
import { judgeReader } from './domain/reader-health.ts'
import { startIntake } from './intake/intake.ts'
import { createReaders } from './intake/readers.ts'
import { keepRefilling } from './intake/refill-phones.ts'
import { createSatellites } from './intake/satellites.ts'
import { listenForCommands } from './ops/control.ts'
import { createReencoder, openUploadFolder } from './ops/image-worker.ts'
import { checkMachine } from './ops/machine-checks.ts'
import { startPush } from './push/push.ts'
import { lastSeq, pruneChanges } from './store/changes.ts'
import { findFacility } from './store/facility.ts'
import { listFreezes } from './store/feed-profiles.ts'
import { requeue } from './store/inbound.ts'
import { deleteExpiredImages } from './store/images.ts'
import { openStore } from './store/open.ts'
import { readReaderFacts } from './store/reader-facts.ts'
import { findReaderByDevice } from './store/readers.ts'
import { keepSearchIndex } from './store/search-index.ts'

const root = join(import.meta.dirname, '..')
export const storeFile = (dataDir: string): string => join(dataDir, 'kusuribako.sqlite')
/** Changes kept for pages that were away: weeks of an ordinary pharmacy. */
const keptChanges = 100_000
/** Images whose time is over are deleted in steps: nothing else waits for long. */
const imagesAtOnce = 50
const pruneEveryMs = 24 * 60 * 60 * 1000

export interface Box {
  url: string
  close(): Promise<void>
}

export type StartOutcome = { ok: true; box: Box } | { ok: false; message: string }

export interface StartOptions extends Config {
  now?: () => number
  logLevel?: 'info' | 'warn'
  /** The virtual readers that are plugged in at the start, by name. */
  virtualReaders?: readonly string[]
  /** Cards the virtual reader offers in the page. */
  demoCards?: { cardId: string; label: string }[]
}

/** The composition root: puts the stages together and starts them. Resolves when the box really serves. */
export async function startBox(options: StartOptions): Promise<StartOutcome> {
  const { dataDir, now = Date.now } = options
  if (!existsSync(storeFile(dataDir))) {
    return { ok: false, message: `${dataDir} にはまだ薬箱がありません。先に kusuribako init を実行してください。` }
  }
  const log = pino({ level: options.logLevel ?? 'info' }, pino.destination({ fd: 2, sync: true }))
  const opened = openStore({ file: storeFile(dataDir), now })
  if (!opened.ok) {
    return {
      ok: false,
      message: `このデータは新しい版の薬箱で作られています(データ ${opened.storeVersion}、プログラム ${opened.programVersion})。薬箱を更新してください。`,
    }
  }
  // What has been started is closed again in reverse order: at the end, or when a later step fails.
  await using started = new AsyncDisposableStack()
  const { store } = opened
  started.defer(() => {
    store.close()
  })
  const facility = findFacility(store)
  if (!facility) {
    return { ok: false, message: `${dataDir} の初期設定が終わっていません。kusuribako init をやり直してください。` }
  }
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }

  let announceStatus = (): void => undefined
  let announceDesk: (event: DeskEvent) => void = () => undefined
  const onError = (error: unknown): void => {
    log.error(bugReport(error), 'intake failed')
  }
  const [firstReader = '仮想リーダー', ...otherReaders] = options.virtualReaders ?? []
  const virtual = options.hasVirtualReader
    ? createVirtualDriver({ now, names: [firstReader, ...otherReaders] })
    : undefined
  const readers = createReaders({
    store,
    drivers: virtual
      ? [virtual]
      : createHardware({ now, framingOf: (device) => findReaderByDevice(store, device)?.scanFraming ?? 'idle' }),
    judge: (known, live) => judgeReader(readReaderFacts(store, known, live, readers.services())),
    onStatus: () => {
      announceStatus()
    },
    onDesk: (event) => {
      announceDesk(event)
    },
    onError,
  })
  const control = await listenForCommands(dataDir, {
    status: () => status(),
    'doctor-readers': () => listHealth(store, readers),
    'reader-step': (body): StepOutcome => {
      const script = readScript([body])
      if (!script.ok) throw new Error(script.message)
      const [step] = script.steps
      return (step && virtual?.act(step)) ?? { ok: false, code: 'off' }
    },
    retry: (body) => requeue(store, (body as { seq: number }).seq),
  })
  if (!control) return { ok: false, message: `${dataDir} の薬箱はすでに動いています。` }
  started.defer(() => {
    control.close()
  })

  const intake = startIntake({
    store,
    folders: options.folders,
    onStatus: () => {
      announceStatus()
    },
    onError,
  })
  started.defer(() => intake.stop())
  const status = (): BoxStatus => ({
    facility: facility.name,
    version,
    now: now(),
    today: tokyoDate(now()),
    seq: lastSeq(store),
    // There is no second factor yet: whatever was asked for, every sign-in is by password alone, and every page says so.
    hasSecondFactor: false,
    isDemo: facility.isDemo,
    feed: intake.status(),
    feedFreeze: listFreezes(store),
    readers: readers.list(),
    readerServices: readers.services(),
  })
  const satellites = createSatellites({ store, readers })
  started.defer(() => {
    satellites.stop()
  })
  const sessions = createSessions(store)
  const app = buildApp({
    store,
    sessions,
    status,
    readers,
    satellites,
    images: { folder: openUploadFolder(dataDir), reencode: createReencoder() },
    checkMachine: async () =>
      checkMachine({
        project: root,
        models: readerModels,
        readers: readers.list(),
        services: readers.services(),
        serialPorts: await listSerialPorts(),
      }),
    version,
    logger: log,
    uiDir: builtUi(),
    ...(options.tls && { tls: options.tls }),
    ...(virtual && {
      virtualReader: {
        act: (step) => virtual.act(step),
        readers: () => virtual.readers(),
        cards: options.demoCards ?? [],
      },
    }),
  })
  started.defer(() => app.close())
  await app.ready()
  const push = startPush({ http: app.server, store, sessions, isSecure: options.tls !== undefined })
  started.defer(() => push.close())
  announceStatus = () => {
    push.announceStatus()
  }
  announceDesk = (event) => {
    push.announceDesk(event)
  }
  const url = await app.listen({ host: options.host, port: options.port })
  started.defer(() => readers.stop())
  readers.start()

  started.defer(
    keepSearchIndex(store, (error) => {
      log.error(bugReport(error), 'search index failed')
    }),
  )
  started.defer(
    keepRefilling(store, (error) => {
      log.error(bugReport(error), 'refill failed')
    }),
  )
  const prune = (): void => {
    pruneChanges(store, keptChanges)
    while (deleteExpiredImages(store, imagesAtOnce) === imagesAtOnce);
  }
  prune()
  const pruning = setInterval(prune, pruneEveryMs)
  started.defer(() => {
    clearInterval(pruning)
  })

  const running = started.move()
  return { ok: true, box: { url, close: () => running.disposeAsync() } }
}

/** The browser UI is built the first time it is served, if it is not there; by a process of its own, which takes its memory along. */
function builtUi(): string {
  const dir = join(root, 'ui/dist')
  if (!existsSync(join(dir, 'index.html'))) {
    const { status } = spawnSync(process.execPath, [join(root, 'ui/build.ts')], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    if (status !== 0) throw new Error('the browser UI could not be built')
  }
  return dir
}
