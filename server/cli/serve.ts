import { once } from 'node:events'
import { explainSystemError } from './system-error.ts'
import { readConfig, type Config, type ServeFlags } from '../config.ts'
import { startBox, type StartOptions } from '../main.ts'

/** `kusuribako serve`: runs until SIGTERM or SIGINT. */
export async function runServe(flags: ServeFlags & { readyJson?: boolean }): Promise<number> {
  const read = readConfig(flags)
  if (!read.ok) {
    process.stderr.write(`${read.message}\n`)
    return 2
  }
  const { config } = read
  return serveUntilStopped(config, (url) => {
    process.stdout.write(flags.readyJson ? `${readyLine(url, config)}\n` : `薬箱が動いています: ${url}\n`)
  })
}

const readyLine = (url: string, config: Config): string =>
  JSON.stringify({ ready: true, url, pid: process.pid, tls: config.tls !== undefined })

/** Starts the box, calls `onReady` when it serves, and closes it cleanly when asked to stop. */
export async function serveUntilStopped(options: StartOptions, onReady: (url: string) => void): Promise<number> {
  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
  const started = await startBox(options).catch((error: unknown) => ({ ok: false as const, message: explain(error) }))
  if (!started.ok) {
    process.stderr.write(`${started.message}\n`)
    return 1
  }
  onReady(started.box.url)
  await stopped
  await started.box.close()
  return 0
}

function explain(error: unknown): string {
  const failure = error as NodeJS.ErrnoException
  if (failure.code === 'EADDRINUSE')
    return 'この番号のポートはほかのプログラムが使っています。--port で別の番号を指定してください。'
  if (failure.code === 'EACCES') return 'データフォルダーまたはポートを使う権限がありません。'
  return `薬箱を始められませんでした。${explainSystemError(failure)}`
}
