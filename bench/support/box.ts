import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { Agent, request, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { root, within, type Scope } from './scope.ts'
import { startServing, type Serving } from './serving.ts'

const command = join(root, 'bin/kusuribako')
const account = { id: 'keisoku', password: 'only for measuring' }

/** `kusuribako init`, as a technician would. */
export async function initBox(dataDir: string): Promise<void> {
  const args = ['init', '--data', dataDir, '--facility', '計測薬局', '--admin', account.id, '--password-stdin']
  const child = spawn(command, [...args, '--no-second-factor'], { stdio: ['pipe', 'ignore', 'inherit'] })
  child.stdin.end(account.password)
  const [code] = (await within(60_000, 'init', once(child, 'exit'))) as [number | null]
  if (code !== 0) throw new Error(`kusuribako init ended with code ${String(code)}`)
}

/** `kusuribako serve` on a free port. */
export const startBox = (
  scope: Scope,
  dataDir: string,
  folder?: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Serving> =>
  startServing(
    scope,
    command,
    [
      ...['serve', '--data', dataDir, '--port', '0', '--ready-json'],
      ...(folder === undefined ? [] : ['--nsips', folder]),
    ],
    env,
  )

/** The session cookie, as a browser would send it back. */
export async function signIn(url: string): Promise<string> {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(account),
  })
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0]
  if (response.status !== 204 || cookie === undefined) throw new Error(`sign-in answered ${response.status}`)
  return cookie
}

export interface Api {
  /** Body of a GET; anything but 200 is an error. */
  get<T>(path: string): Promise<T>
}

/** One page's connection, kept open. */
export function createApi(scope: Scope, url: string, cookie: string): Api {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  scope.defer(() => {
    agent.destroy()
  })
  return {
    async get<T>(path: string) {
      const sent = request(new URL(path, url), { agent, headers: { cookie } }).end()
      const [response] = (await once(sent, 'response')) as [IncomingMessage]
      const body = await text(response)
      if (response.statusCode !== 200)
        throw new Error(`${path.replace(/\?.*/, '')} answered ${response.statusCode ?? 0}`)
      return JSON.parse(body) as T
    },
  }
}

/** A folder as the receipt computer knows it. */
export function makeSipsFolder(dir: string): string {
  for (const name of ['INDEX', 'DATA']) mkdirSync(join(dir, name), { recursive: true })
  return dir
}

/** DATA, then INDEX, both closed. */
export function putFile(folder: string, { name, bytes }: { name: string; bytes: Buffer }): void {
  writeFileSync(join(folder, 'DATA', name), bytes)
  writeFileSync(join(folder, 'INDEX', name), '')
}
