import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Server as TlsServer } from 'node:tls'
import { pino } from 'pino'
import { readerModels } from '../drivers/discovery.ts'
import { createHardware } from '../drivers/hardware.ts'
import { listSerialPorts } from '../drivers/serial/find-scanners.ts'
import { readScript } from '../drivers/virtual/script.ts'
import { createVirtualDriver, type StepOutcome } from '../drivers/virtual/virtual-driver.ts'
import type { MachineCheck } from '../contract/reader.ts'
import type { DeskEvent } from '../contract/desk.ts'
import type { BoxStatus } from '../contract/status.ts'
import { openBoxKey } from './access/box-key.ts'
import { hasLostKey } from './access/lost-key.ts'
import { createOwnHost } from './access/own-host.ts'
import { createSessions } from './access/sessions.ts'
import { bugReport } from './api/errors.ts'
import { listHealth } from './api/reader-health.ts'
import { buildApp } from './app.ts'
import { isLoopback, type Config } from './config.ts'
import { tokyoDate } from './domain/calendar-date.ts'
import { judgeReader } from './domain/reader-health.ts'
import { startIntake, type Intake } from './intake/intake.ts'
import { createReaders } from './intake/readers.ts'
import { createSatellites } from './intake/satellites.ts'
import { openFrontDoor } from './lan/front-door.ts'
import { aliasesOf, usualLabel } from './lan/identity.ts'
import { localOnly, startLan, type Lan } from './lan/mdns.ts'
import { createPlainListener } from './lan/plain-listener.ts'
import { tlsOptions } from './lan/tls-options.ts'
import { trustWords } from './lan/trust-files.ts'
import { noTrustPage, openTrustPage } from './lan/trust-page.ts'
import { listenForCommands } from './ops/control.ts'
import { createReencoder, openUploadFolder } from './ops/image-worker.ts'
import { checkMachine } from './ops/machine-checks.ts'
import { startPush } from './push/push.ts'
import { findAuditBreak } from './store/audit.ts'
import { findReviewDue } from './store/audit-reviews.ts'
import { listBreakGlassNotices } from './store/break-glass.ts'
import { lastSeq } from './store/changes.ts'
import { findFacility } from './store/facility.ts'
import { listFreezes } from './store/feed-profiles.ts'
import { requeue } from './store/inbound.ts'
import { openStore } from './store/open.ts'
import { readReaderFacts } from './store/reader-facts.ts'
import { findReaderByDevice } from './store/readers.ts'
import { findSetupAnswer, isSetupOpen } from './store/setup.ts'
import { startUpkeep } from './upkeep.ts'

const root = join(import.meta.dirname, '..')
export const storeFile = (dataDir: string): string => join(dataDir, 'kusuribako.sqlite')

export interface Box {
  /** On TLS. */
  url: string
  /** Without TLS: for this machine alone, when the box listens on loopback only. */
  plainUrl?: string
  /** The page that says how to trust the box. */
  trustUrl?: string
  /** What is compared before a device is told to; absent with a certificate from elsewhere. */
  trustWords?: string
  /** What a device has to trust, PEM. */
  caFile: string
  close(): Promise<void>
}

/** `needsSetup`: nothing is wrong, and 初期設定 is still to be done (server/setup). */
export type StartOutcome = { ok: true; box: Box } | { ok: false; message: string; needsSetup?: boolean }

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
    return {
      ok: false,
      message: `${dataDir} にはまだ薬箱がありません。先に kusuribako init を実行するか、空のフォルダーを作ってください。`,
      needsSetup: isFreshFolder(dataDir),
    }
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
  if (!facility || isSetupOpen(store)) {
    return { ok: false, message: `${dataDir} の初期設定が終わっていません。`, needsSetup: true }
  }
  const boxKey = openBoxKey(dataDir)
  if (!boxKey)
    return { ok: false, message: `${join(dataDir, 'keys/box.key')} が壊れています。控えから戻してください。` }
  if (hasLostKey(store, boxKey)) log.error('keys/box.key is not the one this store was written with: 認証アプリ fail')
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }

  let missingPorts: MachineCheck[] = []
  let announceStatus = (): void => undefined
  let noteEnd = (): void => undefined
  /** The folders are others now: those of before are let go of in order, and the others begun. */
  let renewIntake = (): void => undefined
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
    'doctor-ports': () => missingPorts,
    'doctor-readers': () => listHealth(store, readers),
    'reader-step': (body): StepOutcome => {
      const script = readScript([body])
      if (!script.ok) throw new Error(script.message)
      const [step] = script.steps
      return (step && virtual?.act(step)) ?? { ok: false, code: 'off' }
    },
    // A command has ended sessions in the store.
    'sessions-ended': () => {
      noteEnd()
    },
    'folders-changed': () => {
      renewIntake()
    },
    retry: (body) => requeue(store, (body as { seq: number }).seq),
  })
  if (!control) return { ok: false, message: `${dataDir} の薬箱はすでに動いています。` }
  started.defer(() => {
    control.close()
  })

  const beginIntake = (): Intake =>
    startIntake({
      store,
      folders: withSetupFolders(options.folders, findSetupAnswer(store, 'nsips')?.folders ?? []),
      onStatus: () => {
        announceStatus()
      },
      onError,
    })
  let intake = beginIntake()
  let isClosing = false
  let renewing = Promise.resolve()
  renewIntake = () => {
    renewing = renewing
      .then(async () => {
        if (isClosing) return
        await intake.stop()
        intake = beginIntake()
        announceStatus()
      })
      .catch(onError)
  }
  started.defer(async () => {
    isClosing = true
    await renewing
    await intake.stop()
  })
  const status = (): BoxStatus => ({
    facility: facility.name,
    version,
    now: now(),
    today: tokyoDate(now()),
    seq: lastSeq(store),
    hasSecondFactor: facility.hasSecondFactor,
    isDemo: facility.isDemo,
    feed: intake.status(),
    feedFreeze: listFreezes(store),
    auditBreak: findAuditBreak(store, process.uptime() * 1000),
    isKeyLost: hasLostKey(store, boxKey),
    breakGlass: listBreakGlassNotices(store),
    auditReviewDue: findReviewDue(store),
    readers: readers.list(),
    readerServices: readers.services(),
  })
  const satellites = createSatellites({ store, readers })
  started.defer(() => {
    satellites.stop()
  })
  const opening = await openFrontDoor({
    dataDir,
    now,
    ...(options.tls && { tls: options.tls }),
    onError: (error) => {
      log.error(bugReport(error), 'no new certificate')
    },
  })
  if (!opening.ok) return opening
  const { door } = opening
  started.defer(() => door.close())
  const isOwnHost = createOwnHost((name) => door.covers(name))
  const sessions = createSessions(store, boxKey)
  noteEnd = () => {
    sessions.noteEnd()
  }
  let lan: Lan | undefined
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
    lan: { view: () => lan?.view() ?? localOnly(), find: () => lan?.find() },
    connections: { key: boxKey, dataDir, onFolders: renewIntake },
    version,
    logger: log,
    uiDir: builtUi(),
    tls: tlsOptions(door.current()),
    isOwnHost,
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
  door.onChange((identity) => {
    ;(app.server as unknown as TlsServer).setSecureContext(tlsOptions(identity))
  })
  const plain = isLoopback(options.host) ? createPlainListener(app.server) : undefined
  started.defer(() => plain?.close())
  const push = startPush({
    ...{ http: app.server, store, sessions, isSecure: true, isOwnHost },
    onError: (error) => {
      log.error(bugReport(error), 'idle screens could not be locked')
    },
  })
  started.defer(() => push.close())
  announceStatus = () => {
    push.announceStatus()
  }
  announceDesk = (event) => {
    push.announceDesk(event)
  }
  const url = await app.listen({ host: options.host, port: options.port })
  const plainPort = await plain?.listen(options.host, options.plainPort ?? 0)
  const trustPage = await openTrustPage({
    ...{ caCert: door.caCert, host: options.host, isOwnHost, securePort: Number(new URL(url).port || 443) },
    // Without a word about it, a box on the LAN has the page, and does without it where the port cannot be had.
    ...(options.trustPort === undefined
      ? { port: options.port === 443 ? 80 : 0, isWanted: !plain, isNeeded: false }
      : { port: options.trustPort, isWanted: true, isNeeded: true }),
    onMissing(error) {
      log.warn(bugReport(error), 'no page that says how to trust the box: its port cannot be had')
      missingPorts = [noTrustPage(options.port === 443 ? 80 : undefined)]
    },
  })
  log.info({ url, plainPort, trustPort: trustPage?.port }, 'serving')
  started.defer(() => trustPage?.close())
  if (!isLoopback(options.host)) {
    lan = startLan({
      ...{
        name: findSetupAnswer(store, 'network')?.label ?? usualLabel,
        aliases: aliasesOf(door.caCert),
        facility: facility.name,
        version,
      },
      ...{ dataDir, host: options.host, port: Number(new URL(url).port || 443), now },
      ...(trustPage && { trustUrl: trustPage.url }),
      onChange: () => void door.useNames(lan?.names() ?? []),
      onError: (error) => {
        log.error(bugReport(error), 'mDNS failed')
      },
    })
  }
  started.defer(() => lan?.stop())
  started.defer(() => readers.stop())
  readers.start()

  started.use(
    startUpkeep(store, log, () => {
      announceStatus()
    }),
  )

  const running = started.move()
  return {
    ok: true,
    box: {
      url,
      caFile: door.caFile,
      ...(plainPort !== undefined && {
        plainUrl: Object.assign(new URL(url), { protocol: 'http:', port: plainPort }).origin,
      }),
      ...(trustPage && { trustUrl: trustPage.url }),
      ...(door.caCert !== undefined && { trustWords: trustWords(door.caCert) }),
      close: () => running.disposeAsync(),
    },
  }
}

/** What a box makes before it has a store, and a disk of its own brings along. A folder with anything else is somebody else's. */
const firstFiles = new Set(['ca', 'keys', 'lan', 'control.sock', 'lost+found'])

const isFreshFolder = (dataDir: string): boolean =>
  existsSync(dataDir) && readdirSync(dataDir).every((name) => firstFiles.has(name))

/** Those of the command line first; each path once. */
const withSetupFolders = (given: Config['folders'], kept: Config['folders']): Config['folders'] => [
  ...given,
  ...kept.filter(({ path }) => !given.some((folder) => folder.path === path)),
]

/** The browser UI is built the first time it is served, if it is not there; by a process of its own, which takes its memory along. */
export function builtUi(): string {
  const dir = join(root, 'ui/dist')
  if (!existsSync(join(dir, 'index.html'))) {
    const { status } = spawnSync(process.execPath, [join(root, 'ui/build.ts')], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    if (status !== 0) throw new Error('the browser UI could not be built')
  }
  return dir
}
