import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** An image made anew, without anything the sender put into it; or why not. `timeout`: time or memory ran out. */
export type ReencodeOutcome =
  | { ok: true; width: number; height: number; jpeg: Buffer; thumbnail: Buffer }
  | { ok: false; code: 'broken' | 'too-many-pixels' | 'timeout' }

const child = join(import.meta.dirname, 'image-child.ts')
const limits = { wallMs: 30_000, cpuSeconds: 20, dataKilobytes: 900_000 }
/** Where images lie between the wire and the store. What a box that died left there is deleted. */
export function openUploadFolder(dataDir: string): string {
  const folder = join(dataDir, 'uploads')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { force: true })
  return folder
}

/**
 * Makes the re-encoder. Each image has a process of its own, limited in memory and time by the kernel, so that a file made to harm the
 * decoder harms nothing else; the library is never loaded into the box itself.
 */
export function createReencoder(wallMs = limits.wallMs): (path: string) => Promise<ReencodeOutcome> {
  let last: Promise<unknown> = Promise.resolve()
  return (path) => {
    // One at a time: a phone sends one after the other, and the box has other work.
    const mine = last.then(() => reencode(path, wallMs))
    last = mine.catch(() => undefined)
    return mine
  }
}

async function reencode(path: string, wallMs: number): Promise<ReencodeOutcome> {
  const [jpegTo, thumbnailTo] = [`${path}.jpg`, `${path}.small.jpg`]
  try {
    const line = await run([path, jpegTo, thumbnailTo], wallMs)
    if (line === undefined) return { ok: false, code: 'timeout' }
    const { state, width = 0, height = 0 } = JSON.parse(line) as { state: string; width?: number; height?: number }
    if (state !== 'done') return { ok: false, code: state === 'too-many-pixels' ? state : 'broken' }
    const [jpeg, thumbnail] = await Promise.all([readFile(jpegTo), readFile(thumbnailTo)])
    return { ok: true, width, height, jpeg, thumbnail }
  } finally {
    await Promise.all([jpegTo, thumbnailTo].map((file) => rm(file, { force: true })))
  }
}

/** The child's one line; undefined when it was ended for its time or its memory. */
function run(args: string[], wallMs: number): Promise<string | undefined> {
  // `ulimit -d` counts what is really written to, unlike the address space, of which V8 reserves much more than it uses.
  const shell = `ulimit -d ${String(limits.dataKilobytes)}; ulimit -t ${String(limits.cpuSeconds)}; ulimit -c 0; exec "$0" "$@"`
  const node = [
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    '--v8-pool-size=1',
    '--max-old-space-size=64',
    child,
  ]
  return new Promise((resolve, reject) => {
    const started = spawn('/bin/sh', ['-c', shell, ...node, ...args], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { MALLOC_ARENA_MAX: '2', UV_THREADPOOL_SIZE: '2' },
      timeout: wallMs,
      killSignal: 'SIGKILL',
    })
    let told = ''
    started.stdout.setEncoding('utf8').on('data', (text: string) => {
      told += text
    })
    started.once('error', reject)
    started.once('close', (code) => {
      resolve(code === 0 && told.endsWith('\n') ? told : undefined)
    })
  })
}
