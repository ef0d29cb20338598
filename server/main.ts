import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import { createVirtualReader } from '../drivers/virtual/virtual-reader.ts'
import type { Reader } from '../drivers/reader.ts'
import type { BoxStatus } from '../contract/status.ts'
import { createSessions } from './access/sessions.ts'
import { bugReport } from './api/errors.ts'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import { tokyoDate } from './domain/calendar-date.ts'
import { presentCard } from './intake/cards.ts'
import { startIntake } from './intake/intake.ts'
import { listenForCommands } from './ops/control.ts'
import { startPush } from './push/push.ts'
import { lastSeq, pruneChanges } from './store/changes.ts'
import { findFacility } from './store/facility.ts'
import { requeue } from './store/inbound.ts'
import { openStore } from './store/open.ts'

const root = join(import.meta.dirname, '..')
export const storeFile = (dataDir: string): string => join(dataDir, 'kusuribako.sqlite')
/** Changes kept for pages that were away: weeks of an ordinary pharmacy. */
const keptChanges = 100_000
const pruneEveryMs = 24 * 60 * 60 * 1000

export interface Box {
  url: string
  close(): Promise<void>
}

export type StartOutcome = { ok: true; box: Box } | { ok: false; message: string }

export interface StartOptions extends Config {
  now?: () => number
  logLevel?: 'info' | 'warn'
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

  const virtualReader = options.hasVirtualReader ? createVirtualReader({ name: '仮想リーダー', now }) : undefined
  const readers: Reader[] = virtualReader ? [virtualReader] : []
  const control = await listenForCommands(dataDir, {
    status: () => status(),
    tap: (body) => {
      const { cardId, reader } = body as { cardId: string; reader?: string }
      return virtualReader?.tap(cardId, reader) ?? false
    },
    retry: (body) => requeue(store, (body as { seq: number }).seq),
  })
  if (!control) return { ok: false, message: `${dataDir} の薬箱はすでに動いています。` }
  started.defer(() => {
    control.close()
  })

  let announceStatus = (): void => undefined
  const intake = startIntake({
    store,
    folders: options.folders,
    onStatus: () => {
      announceStatus()
    },
    onError: (error) => {
      log.error(bugReport(error), 'intake failed')
    },
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
    readers: readers.map(({ name, kind, isConnected }) => ({ name, kind, isConnected })),
  })
  const sessions = createSessions(store)
  const app = buildApp({
    store,
    sessions,
    status,
    version,
    logger: log,
    uiDir: builtUi(),
    ...(options.tls && { tls: options.tls }),
    ...(virtualReader && {
      virtualReader: { tap: (cardId) => virtualReader.tap(cardId), cards: options.demoCards ?? [] },
    }),
  })
  started.defer(() => app.close())
  await app.ready()
  const push = startPush({ http: app.server, store, sessions, isSecure: options.tls !== undefined })
  started.defer(() => push.close())
  announceStatus = () => {
    push.announceStatus()
  }
  for (const reader of readers) {
    reader.start((event) => {
      if (event.type === 'card-presented') presentCard(store, event)
      else announceStatus()
    })
    started.defer(() => reader.stop())
  }
  const url = await app.listen({ host: options.host, port: options.port })

  pruneChanges(store, keptChanges)
  const pruning = setInterval(() => {
    pruneChanges(store, keptChanges)
  }, pruneEveryMs)
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
