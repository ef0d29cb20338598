import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import type { VirtualStep } from '../../contract/virtual-reader.ts'
import { command } from './serve.ts'
import { tempDir } from './temp.ts'

/** The running demo pharmacy, and what a test needs to know of it. */
export interface Demo {
  url: string
  account: { id: string; password: string }
  get: (path: string) => Promise<{ items: Record<string, unknown>[] } & Record<string, unknown>>
  ask: (method: string, path: string, body?: unknown) => Promise<Response>
  act: (step: VirtualStep) => Promise<void>
  stop: () => Promise<void>
}

/** Starts `kusuribako demo` in a folder of its own. */
export async function startDemo(): Promise<Demo> {
  const child = spawn(command, ['demo', '--data', tempDir(), '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const told: Record<string, string> = {}
  for await (const line of createInterface({ input: child.stdout })) {
    const [, word, value] = /^ +(アドレス|ID|パスワード) +(\S+)$/.exec(line) ?? []
    if (word !== undefined && value !== undefined) told[word] = value
    if (told['パスワード'] !== undefined) break
  }
  const url = told['アドレス'] ?? ''
  const account = { id: told['ID'] ?? '', password: told['パスワード'] ?? '' }
  let cookie = ''
  const ask = (method: string, path: string, body?: unknown) =>
    fetch(url + path, {
      method,
      headers: { cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const signedIn = await ask('POST', '/api/session', account)
  cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  return {
    url,
    account,
    ask,
    get: async (path) => (await ask('GET', path)).json() as never,
    act: async (step) => {
      const { ok } = await ask('POST', '/api/virtual-reader/steps', step)
      if (!ok) throw new Error(`the virtual reader did not do ${step.do}`)
    },
    async stop() {
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
    },
  }
}
