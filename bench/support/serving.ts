import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { within, type Scope } from './scope.ts'

/** A program that prints one line of JSON when it serves. */
export interface Serving {
  url: string
  pid: number
  /** Milliseconds from the spawn to the line. */
  startMs: number
  /** Resident memory now, megabytes (10^6 bytes). */
  residentMb(): number
  /** The same with every process it has started. */
  residentTreeMb(): number
  stop(): Promise<void>
}

const startLimitMs = 60_000
const stopLimitMs = 10_000

/** Starts a program and waits for its ready line. */
export async function startServing(
  scope: Scope,
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Serving> {
  const startedAt = performance.now()
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2000)
  })
  const exited = once(child, 'exit')
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    await within(stopLimitMs, `stopping ${command}`, exited).catch(() => child.kill('SIGKILL'))
  }
  scope.defer(stop)

  const line = new Promise<string>((resolve, reject) => {
    let out = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
      if (out.includes('\n')) resolve(out.slice(0, out.indexOf('\n')))
    })
    child.once('error', reject)
    child.once('exit', (code) => {
      reject(new Error(`${command} ended with code ${String(code)} before it served\n${complaint}`))
    })
  })
  const told = JSON.parse(await within(startLimitMs, `starting ${command}`, line)) as { url: string; plain?: string }
  // The floors speak no TLS: a box is measured at its address without it.
  const { url: tlsUrl, plain: url = tlsUrl } = told
  const startMs = performance.now() - startedAt
  const { pid } = child
  if (pid === undefined) throw new Error(`${command} has no process id`)
  return { url, pid, startMs, residentMb: () => residentMb(pid), residentTreeMb: () => residentTreeMb(pid), stop }
}

const childrenOf = (pid: number): number[] =>
  readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')
      .split(' ')
      .flatMap((child) => (child.trim() === '' ? [] : [Number(child)])),
  )

const residentTreeMb = (pid: number): number =>
  childrenOf(pid).reduce((sum, child) => sum + residentTreeMb(child), residentMb(pid))

function residentMb(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  if (kib === undefined) throw new Error(`no VmRSS for process ${pid}`)
  return (Number(kib) * 1024) / 1e6
}

/** The floor of the box: see bare-box-child.ts. */
export const startBareBox = (scope: Scope, storeFile: string): Promise<Serving> =>
  startServing(scope, process.execPath, [
    '--disable-warning=ExperimentalWarning',
    join(import.meta.dirname, 'bare-box-child.ts'),
    storeFile,
  ])
