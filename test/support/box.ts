import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import type { BoxStatus } from '../../contract/status.ts'
import { createSessions } from '../../server/access/sessions.ts'
import { buildApp } from '../../server/app.ts'
import { tokyoDate } from '../../server/domain/calendar-date.ts'
import { feedStatus } from '../../server/intake/feed.ts'
import { lastSeq } from '../../server/store/changes.ts'
import type { Store } from '../../server/store/open.ts'
import { password } from './store.ts'
import { tempDir } from './temp.ts'

/** The same Fastify app the box runs, on a store of the test's own; `log` collects every log line. */
export function buildTestApp(store: Store) {
  const uiDir = join(tempDir(), 'ui')
  mkdirSync(join(uiDir, 'assets'), { recursive: true })
  writeFileSync(join(uiDir, 'index.html'), '<!doctype html><title>薬箱</title>')
  const log: string[] = []
  const status = (): BoxStatus => ({
    facility: '見本薬局',
    version: '0.0.0',
    now: store.now(),
    today: tokyoDate(store.now()),
    seq: lastSeq(store),
    hasSecondFactor: false,
    isDemo: false,
    feed: feedStatus(store, [], store.now()),
    readers: [],
  })
  const sessions = createSessions(store)
  const app = buildApp({
    store,
    sessions,
    status,
    version: '0.0.0',
    uiDir,
    logger: pino({ level: 'trace' }, { write: (line: string) => void log.push(line) }),
  })
  onTestFinished(() => app.close())
  return { app, sessions, log }
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
