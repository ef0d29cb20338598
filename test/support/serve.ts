import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import { tempDir } from './temp.ts'

export const command = join(import.meta.dirname, '../../bin/kusuribako')
export const account = { id: 'kanri', password: 'correct horse battery' }

/** Runs a command to its end. One that does not end is stopped, and has then no status. */
export function run(args: string[], input = '') {
  const limits = { timeout: 60_000, killSignal: 'SIGKILL' } as const
  const { status, stdout, stderr } = spawnSync(command, args, { input, encoding: 'utf8', ...limits })
  return { status, stdout, stderr }
}

/** A data folder with a pharmacy, and an empty SIPS folder beside it. */
export function initData(): { dataDir: string; sips: string } {
  const dir = tempDir()
  const dataDir = join(dir, 'data')
  const { status, stderr } = run(
    [
      'init',
      '--data',
      dataDir,
      '--facility',
      '見本薬局',
      '--admin',
      account.id,
      '--password-stdin',
      '--no-second-factor',
    ],
    account.password,
  )
  if (status !== 0) throw new Error(stderr)
  const sips = join(dir, 'SIPS1')
  for (const folder of ['INDEX', 'DATA']) mkdirSync(join(sips, folder), { recursive: true })
  return { dataDir, sips }
}

export interface Served {
  /** Without TLS, on loopback: where most tests go. */
  url: string
  tlsUrl: string
  /** File with the certificate of the box's authority. */
  ca: string
  /** The page without TLS that says how to trust the box, where there is one. */
  trustUrl: string | undefined
  child: ChildProcess
  /** Everything the box wrote to standard error. */
  log: () => string
  /** Ends the box and waits for it. */
  stop: (signal?: NodeJS.Signals) => Promise<void>
  /** Signs in and returns the cookie header. */
  signIn: () => Promise<string>
  getJson: (path: string) => Promise<Record<string, unknown> & { items: Record<string, never>[] }>
}

/** Starts the real box and waits until it says that it serves. */
export async function serve(dataDir: string, ...args: string[]): Promise<Served> {
  const child = spawn(command, ['serve', '--data', dataDir, '--ready-json', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString()
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const lines = createInterface({ input: child.stdout })
  const [first] = (await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => [''])])) as [string]
  if (first === '') throw new Error(`the box did not start: ${log}`)
  const told = JSON.parse(first) as { url: string; plain?: string; ca: string; trust?: string }
  const { url: tlsUrl, plain: url = tlsUrl, ca } = told
  const signIn = async () => {
    const response = await fetch(`${url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(account),
    })
    return response.headers.getSetCookie()[0]!.split(';')[0]!
  }
  let cookie: string | undefined
  return {
    url,
    tlsUrl,
    ca,
    trustUrl: told.trust,
    child,
    log: () => log,
    async stop(signal = 'SIGTERM') {
      const exited = once(child, 'exit')
      child.kill(signal)
      await exited
    },
    signIn,
    async getJson(path) {
      cookie ??= await signIn()
      return (await (await fetch(url + path, { headers: { cookie } })).json()) as never
    },
  }
}

/** Writes DATA, then INDEX, as a receipt computer does. */
export function writeSips(sips: string, { name, bytes }: { name: string; bytes: Buffer }): void {
  writeFileSync(join(sips, 'DATA', name), bytes)
  writeFileSync(join(sips, 'INDEX', name), '')
}

/** Asks until the answer is there; for what a box does on its own time. The test's own time limit ends a wait in vain. */
export async function until<T>(ask: () => Promise<T | undefined | false> | T | undefined | false): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
