import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import type { DeskEvent } from '../../contract/desk.ts'
import type { MachineCheck } from '../../contract/reader.ts'
import type { BoxStatus } from '../../contract/status.ts'
import { hasLostKey } from '../../server/access/lost-key.ts'
import { createOwnHost } from '../../server/access/own-host.ts'
import { createSessions } from '../../server/access/sessions.ts'
import { buildApp } from '../../server/app.ts'
import { tokyoDate } from '../../server/domain/calendar-date.ts'
import { judgeReader } from '../../server/domain/reader-health.ts'
import { feedStatus } from '../../server/intake/feed.ts'
import { createReaders, type ReadersOptions } from '../../server/intake/readers.ts'
import { createSatellites } from '../../server/intake/satellites.ts'
import { createReencoder, openUploadFolder } from '../../server/ops/image-worker.ts'
import { localOnly } from '../../server/lan/mdns.ts'
import { findAuditBreak } from '../../server/store/audit.ts'
import { findReviewDue } from '../../server/store/audit-reviews.ts'
import { listBreakGlassNotices } from '../../server/store/break-glass.ts'
import { lastSeq } from '../../server/store/changes.ts'
import { findFacility } from '../../server/store/facility.ts'
import { listFreezes } from '../../server/store/feed-profiles.ts'
import type { Store } from '../../server/store/open.ts'
import { readReaderFacts } from '../../server/store/reader-facts.ts'
import { password } from './store.ts'
import { tempDir } from './temp.ts'

/**
 * The same Fastify app the box runs, on a store of the test's own; `log` collects every log line, `desk` what counters were told.
 * @param changes of how its readers are made, such as drivers
 */
export function buildTestApp(
  store: Store,
  changes: Partial<ReadersOptions> = {},
  checkMachine: () => Promise<MachineCheck[]> = () => Promise.resolve([]),
) {
  const uiDir = join(tempDir(), 'ui')
  mkdirSync(join(uiDir, 'assets'), { recursive: true })
  writeFileSync(join(uiDir, 'index.html'), '<!doctype html><title>薬箱</title>')
  const log: string[] = []
  const boxKey = randomBytes(32)
  const status = (): BoxStatus => ({
    facility: '見本薬局',
    version: '0.0.0',
    now: store.now(),
    today: tokyoDate(store.now()),
    seq: lastSeq(store),
    hasSecondFactor: findFacility(store)?.hasSecondFactor ?? false,
    isDemo: false,
    feed: feedStatus(store, [], store.now()),
    feedFreeze: listFreezes(store),
    auditBreak: findAuditBreak(store),
    isKeyLost: hasLostKey(store, boxKey),
    breakGlass: listBreakGlassNotices(store),
    auditReviewDue: findReviewDue(store),
    readers: readers.list(),
    readerServices: readers.services(),
  })
  const desk: DeskEvent[] = []
  const readers = createReaders({
    store,
    drivers: [],
    judge: (known, live) => judgeReader(readReaderFacts(store, known, live, readers.services())),
    onStatus: () => undefined,
    onDesk: (event) => void desk.push(event),
    onError: (error) => {
      throw error
    },
    ...changes,
  })
  onTestFinished(() => readers.stop())
  const sessions = createSessions(store, boxKey)
  const images = { folder: openUploadFolder(tempDir()), reencode: createReencoder() }
  const app = buildApp({
    store,
    sessions,
    status,
    readers,
    satellites: createSatellites({ store, readers }),
    images,
    checkMachine,
    lan: { view: localOnly, find: () => undefined },
    connections: { key: boxKey, dataDir: tempDir(), onFolders: () => undefined },
    isOwnHost: createOwnHost((name) => name.startsWith('kusuribako.')),
    version: '0.0.0',
    uiDir,
    logger: pino({ level: 'trace' }, { write: (line: string) => void log.push(line) }),
  })
  onTestFinished(() => app.close())
  return { app, sessions, readers, desk, log, images }
}

type TestApp = ReturnType<typeof buildTestApp>['app']

/** Signs in and returns the cookie header. */
export async function signIn(app: TestApp, id = 'kanri'): Promise<string> {
  const response = await app.inject({ method: 'POST', url: '/api/session', payload: { id, password } })
  const [cookie] = response.cookies
  if (!cookie) throw new Error(`sign-in answered ${response.statusCode}`)
  return `${cookie.name}=${cookie.value}`
}

/** GET as someone signed in; the parsed answer. */
export async function getJson(app: TestApp, cookie: string, url: string) {
  const response = await app.inject({ url, headers: { cookie } })
  return { status: response.statusCode, body: response.json() }
}
