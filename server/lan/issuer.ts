import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Identity } from './identity.ts'

/** What is to be signed: a new authority too when `root` is null. `names` are added to the box's own. */
export interface IssueRequest {
  root: Identity | null
  names: readonly string[]
  addresses: readonly string[]
  /** Milliseconds UTC. */
  now: number
}

export interface Issue {
  root: Identity
  leaf: Identity
}

const child = join(import.meta.dirname, 'issuer-child.ts')
const limitMs = 30_000

/** Signs in a process of its own, which takes the library's memory along. Keys travel through pipes, never as arguments. Rejects when it fails. */
export async function issue(request: IssueRequest): Promise<Issue> {
  const started = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--v8-pool-size=1', child], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { MALLOC_ARENA_MAX: '2' },
    timeout: limitMs,
    killSignal: 'SIGKILL',
  })
  const failed = new Promise<never>((_resolve, reject) => started.once('error', reject))
  // A process that has ended reads no more; its answer is then missing, which is told below.
  started.stdin.on('error', () => undefined)
  started.stdin.end(JSON.stringify(request))
  const answer = await Promise.race([text(started.stdout), failed])
  if (!answer.endsWith('\n')) throw new Error('no certificate was signed')
  return JSON.parse(answer) as Issue
}
