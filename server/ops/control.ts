import type { IncomingMessage, Server } from 'node:http'
import { chmodSync, closeSync, openSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

// An import of node:http looks at everything that it offers, and with it loads Node's own browser-like client: 3 MB for nothing.
const { createServer, request } = process.getBuiltinModule('node:http')

/**
 * How a command typed on the box talks to the running box: HTTP on a Unix socket in the data folder, for the owner of the folder
 * alone. It is also what keeps two boxes off one data folder.
 */
export type ControlHandlers = Record<string, (body: unknown) => unknown>

export type ControlOutcome = { ok: true; body: unknown } | { ok: false; code: 'not-running' | 'refused' }

const socketName = 'control.sock'

/** Socket addresses hold about 100 bytes; the way through the folder's descriptor is short for a folder of any depth. */
function withSocketPath<T>(dataDir: string, use: (path: string) => Promise<T>): Promise<T> {
  const folder = openSync(dataDir, 'r')
  return use(`/proc/${process.pid}/fd/${folder}/${socketName}`).finally(() => {
    closeSync(folder)
  })
}

/** Starts to listen; undefined when a box already runs on this folder. A socket left behind by a crash is replaced. */
export async function listenForCommands(dataDir: string, handlers: ControlHandlers): Promise<Server | undefined> {
  if ((await askBox(dataDir, 'ping')).ok) return undefined
  rmSync(`${dataDir}/${socketName}`, { force: true })
  const server = createServer((incoming, response) => {
    void answer(incoming, handlers).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? null))
    })
  })
  await withSocketPath(dataDir, async (path) => {
    server.listen(path)
    await once(server, 'listening')
  })
  chmodSync(`${dataDir}/${socketName}`, 0o600)
  return server
}

async function answer(
  incoming: IncomingMessage,
  handlers: ControlHandlers,
): Promise<{ status: number; body: unknown }> {
  const name = (incoming.url ?? '/').slice(1)
  if (name === 'ping') return { status: 200, body: null }
  const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined
  if (!handler) return { status: 404, body: null }
  try {
    const typed = await text(incoming)
    return { status: 200, body: handler(typed === '' ? null : JSON.parse(typed)) }
  } catch {
    return { status: 500, body: null }
  }
}

/** Asks the box that runs on this data folder. */
export function askBox(dataDir: string, command: string, body?: unknown): Promise<ControlOutcome> {
  return withSocketPath(
    dataDir,
    (socketPath) =>
      new Promise((resolve) => {
        const fail = (): void => {
          resolve({ ok: false, code: 'not-running' })
        }
        const asked = request({ socketPath, path: `/${command}`, method: 'POST', timeout: 5000 }, (response) => {
          const isDone = response.statusCode === 200
          text(response)
            .then((answered) => {
              resolve(isDone ? { ok: true, body: JSON.parse(answered) as unknown } : { ok: false, code: 'refused' })
            })
            .catch(fail)
        })
        asked.on('timeout', () => asked.destroy())
        asked.on('error', fail)
        asked.end(body === undefined ? undefined : JSON.stringify(body))
      }),
  )
}
