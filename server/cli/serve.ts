import { once } from 'node:events'
import { explainSystemError } from './system-error.ts'
import { readConfig, type ServeFlags } from '../config.ts'
import { startBox, type Box, type StartOptions, type StartOutcome } from '../main.ts'
import type { SetUpOutcome } from './set-up-first.ts'

/** `kusuribako serve`: runs until SIGTERM or SIGINT. */
export async function runServe(flags: ServeFlags & { readyJson?: boolean }): Promise<number> {
  const read = readConfig(flags)
  if (!read.ok) {
    process.stderr.write(`${read.message}\n`)
    return 2
  }
  const { config } = read
  let isTold = false
  return serveUntilStopped(
    config,
    (box) => {
      // The box after the set-up is at the same place.
      if (!isTold) process.stdout.write(flags.readyJson ? `${readyLine(box)}\n` : `${readyWords(box)}\n`)
      isTold = true
    },
    async (...set) => (await import('./set-up-first.ts')).setUpFirst(...set),
  )
}

const readyLine = ({ url, caFile, plainUrl, trustUrl }: Box): string =>
  JSON.stringify({ ready: true, url, ca: caFile, plain: plainUrl, trust: trustUrl, pid: process.pid, tls: true })

const readyWords = ({ url, plainUrl, trustUrl, trustWords }: Box): string =>
  [
    `薬箱が動いています: ${url}`,
    ...(plainUrl === undefined ? [] : [`この機械の中だけのアドレス: ${plainUrl.replace('127.0.0.1', 'localhost')}`]),
    ...(trustUrl === undefined ? [] : [`端末に薬箱を信頼させるページ: ${trustUrl}`]),
    ...(trustWords === undefined ? [] : [`確認のことば: ${trustWords}`]),
  ].join('\n')

type SetUp = (options: StartOptions, onReady: (box: Box) => void, stopped: Promise<unknown>) => Promise<SetUpOutcome>

/**
 * Starts the box, calls `onReady` when it serves, and closes it cleanly when asked to stop.
 * @param setUp what is done first on a box that nobody has set up; without it such a box does not start
 */
export async function serveUntilStopped(
  options: StartOptions,
  onReady: (box: Box) => void,
  setUp?: SetUp,
): Promise<number> {
  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
  let started = await start(options)
  if (!started.ok && started.needsSetup && setUp) {
    const done = await setUp(options, onReady, stopped).catch((error: unknown) => ({
      end: 'failed' as const,
      message: explain(error),
    }))
    if (done.end === 'stopped') return 0
    started = done.end === 'failed' ? { ok: false, message: done.message } : await start(done.next)
  }
  if (!started.ok) {
    process.stderr.write(`${started.message}\n`)
    return 1
  }
  onReady(started.box)
  await stopped
  await started.box.close()
  return 0
}

const start = (options: StartOptions): Promise<StartOutcome> =>
  startBox(options).catch((error: unknown) => ({ ok: false as const, message: explain(error) }))

function explain(error: unknown): string {
  const failure = error as NodeJS.ErrnoException
  if (failure.code === 'EADDRINUSE')
    return 'この番号のポートはほかのプログラムが使っています。--port(または --plain-port、--trust-port)で別の番号を指定してください。'
  if (failure.code === 'EACCES') return 'データフォルダーまたはポートを使う権限がありません。'
  return `薬箱を始められませんでした。${explainSystemError(failure)}`
}
