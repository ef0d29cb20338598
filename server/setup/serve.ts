import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Server as TlsServer } from 'node:tls'
import { pino } from 'pino'
import { createHardware } from '../../drivers/hardware.ts'
import { createVirtualDriver } from '../../drivers/virtual/virtual-driver.ts'
import { openBoxKey } from '../access/box-key.ts'
import { createFactors } from '../access/factors.ts'
import { createOwnHost } from '../access/own-host.ts'
import { bugReport } from '../api/errors.ts'
import { bareApp } from '../app.ts'
import { isLoopback } from '../config.ts'
import { openFrontDoor } from '../lan/front-door.ts'
import { aliasesOf, usualLabel } from '../lan/identity.ts'
import { localOnly, startLan, type Lan } from '../lan/mdns.ts'
import { createPlainListener } from '../lan/plain-listener.ts'
import { tlsOptions } from '../lan/tls-options.ts'
import { trustWords } from '../lan/trust-files.ts'
import { openTrustPage } from '../lan/trust-page.ts'
import { builtUi, storeFile, type Box, type StartOptions } from '../main.ts'
import { listenForCommands } from '../ops/control.ts'
import { openStore } from '../store/open.ts'
import { createAnswers } from './answers.ts'
import { makeSetupCode } from './code.ts'
import { watchReaders } from './readers-seen.ts'
import { setupRoutes } from './routes.ts'

export interface SetupBox {
  /** Where it is reached; the box that comes after is to be started at the same place. */
  box: Box
  /** For the console alone. */
  code: string
  /** Every step was answered, here or by command: the box may be started. */
  finished: Promise<void>
  /** The options of the box that comes after, on the ports that browsers know by now. */
  next: StartOptions
}

export type SetupOutcome = { ok: true; setup: SetupBox } | { ok: false; message: string }

/**
 * Serves 初期設定 and nothing else, on TLS and under the names of the later box: no route of a patient exists here, and none of these
 * routes exists there.
 */
export async function startSetup(options: StartOptions): Promise<SetupOutcome> {
  const { dataDir, now = Date.now } = options
  const log = pino({ level: options.logLevel ?? 'info' }, pino.destination({ fd: 2, sync: true }))
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  await using started = new AsyncDisposableStack()
  const key = openBoxKey(dataDir)
  if (!key) return { ok: false, message: `${join(dataDir, 'keys/box.key')} が壊れています。控えから戻してください。` }
  let end: () => void = () => undefined
  const finished = new Promise<void>((resolve) => {
    end = resolve
  })
  const control = await listenForCommands(dataDir, {
    'setup-finished': () => {
      end()
    },
  })
  if (!control) return { ok: false, message: `${dataDir} の薬箱はすでに動いています。` }
  started.defer(() => {
    control.close()
  })
  const opened = openStore({ file: storeFile(dataDir), now })
  if (!opened.ok) return { ok: false, message: 'このデータは新しい版の薬箱で作られています。' }
  const { store } = opened
  started.defer(() => {
    store.close()
  })
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  const code = makeSetupCode(store, key)
  const readers = watchReaders(
    options.hasVirtualReader ? [createVirtualDriver({ now, names: ['仮想リーダー'] })] : createHardware({ now }),
  )
  started.defer(() => readers.stop())
  const onError = (what: string) => (error: unknown) => {
    log.error(bugReport(error), what)
  }
  const opening = await openFrontDoor({
    dataDir,
    now,
    ...(options.tls && { tls: options.tls }),
    onError: onError('no new certificate'),
  })
  if (!opening.ok) return opening
  const { door } = opening
  started.defer(() => door.close())
  const isOwnHost = createOwnHost((name) => door.covers(name))
  const words = door.caCert === undefined ? undefined : trustWords(door.caCert)
  let lan: Lan | undefined
  const app = bareApp({ uiDir: builtUi(), tls: tlsOptions(door.current()), isOwnHost, logger: log })
  app.register((api, _options, done) => {
    setupRoutes(api, {
      ...{ store, key, dataDir, version, readers, isSecure: true, onFinish: end },
      answers: createAnswers(store, key, dataDir),
      factors: createFactors(store, key),
      lan: () => lan?.view() ?? localOnly(),
      trustWords: words ?? '',
    })
    done()
  })
  started.defer(() => app.close())
  await app.ready()
  door.onChange((identity) => {
    ;(app.server as unknown as TlsServer).setSecureContext(tlsOptions(identity))
  })
  const plain = isLoopback(options.host) ? createPlainListener(app.server) : undefined
  started.defer(() => plain?.close())
  const url = await app.listen({ host: options.host, port: options.port })
  const port = Number(new URL(url).port || 443)
  const plainPort = await plain?.listen(options.host, options.plainPort ?? 0)
  const trustPage = await openTrustPage({
    ...{ caCert: door.caCert, host: options.host, isOwnHost, securePort: port },
    ...(options.trustPort === undefined
      ? { port: options.port === 443 ? 80 : 0, isWanted: !plain, isNeeded: false }
      : { port: options.trustPort, isWanted: true, isNeeded: true }),
    onMissing(error) {
      log.warn(bugReport(error), 'no page that says how to trust the box: its port cannot be had')
    },
  })
  log.info({ url, plainPort, trustPort: trustPage?.port }, 'serving')
  started.defer(() => trustPage?.close())
  if (!isLoopback(options.host)) {
    lan = startLan({
      ...{ name: usualLabel, aliases: aliasesOf(door.caCert), facility: '', version },
      ...{ dataDir, host: options.host, port, now },
      ...(trustPage && { trustUrl: trustPage.url }),
      onChange: () => void door.useNames(lan?.names() ?? []),
      onError: onError('mDNS failed'),
    })
  }
  started.defer(() => lan?.stop())

  const running = started.move()
  return {
    ok: true,
    setup: {
      box: {
        url,
        caFile: door.caFile,
        ...(plainPort !== undefined && {
          plainUrl: Object.assign(new URL(url), { protocol: 'http:', port: plainPort }).origin,
        }),
        ...(trustPage && { trustUrl: trustPage.url }),
        ...(words !== undefined && { trustWords: words }),
        close: () => running.disposeAsync(),
      },
      code,
      finished,
      next: {
        ...options,
        port,
        ...(plainPort !== undefined && { plainPort }),
        ...(trustPage && { trustPort: trustPage.port }),
      },
    },
  }
}
