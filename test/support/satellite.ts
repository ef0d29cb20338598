import Database from 'better-sqlite3'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { io, type Socket } from 'socket.io-client'
import { onTestFinished } from 'vitest'
import type { DeskEvent } from '../../contract/desk.ts'
import type { BoxEvents } from '../../contract/events.ts'
import { storeFile } from '../../server/main.ts'
import { command, run, until } from './serve.ts'
import { tempDir } from './temp.ts'

/** Makes a satellite on the box and writes its key as the satellite wants it. @returns the key file */
export function addSatellite(dataDir: string, name: string): string {
  const { status, stdout, stderr } = run(['satellite-key', 'add', '--data', dataDir, '--name', name])
  if (status !== 0) throw new Error(stderr)
  return writeKey(stdout)
}

export function writeKey(key: string, mode = 0o600): string {
  const keyFile = join(tempDir(), 'satellite.key')
  writeFileSync(keyFile, key)
  chmodSync(keyFile, mode)
  return keyFile
}

export interface RunningSatellite {
  child: ChildProcess
  /** Everything it wrote to standard error. */
  log: () => string
  /** Waits until it has said this. */
  said: (words: RegExp) => Promise<unknown>
  /** Makes one thing happen at its virtual reader (drivers/virtual/script.ts). */
  act: (step: { do: string; card?: string; reader?: string; text?: string }) => void
  ended: Promise<number | null>
  stop: (signal?: NodeJS.Signals) => Promise<void>
}

/** Starts the real command with a virtual reader. */
export function startSatellite(box: string, keyFile: string, args: string[] = [], env = {}): RunningSatellite {
  const child = spawn(command, ['satellite', '--box', box, '--key-file', keyFile, '--reader', 'virtual', ...args], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  })
  let log = ''
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString()
  })
  // A satellite that has ended reads no more; its log says why.
  child.stdin.on('error', () => undefined)
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return {
    child,
    log: () => log,
    said: (words) => until(() => words.test(log)),
    act(step) {
      child.stdin.write(`${JSON.stringify(step)}\n`)
    },
    ended,
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      await ended
    },
  }
}

/** A page that is open at the desk, and comes back by itself when the box does: everything counters were told. */
export function openDesk(url: string, cookie: string): DeskEvent[] {
  const events: DeskEvent[] = []
  const socket: Socket<BoxEvents> = io(url, {
    auth: { seq: null },
    extraHeaders: { cookie },
    transports: ['websocket'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 5000,
    forceNew: true,
  })
  socket.on('desk', (event) => events.push(event))
  onTestFinished(() => {
    socket.disconnect()
  })
  return events
}

export interface StoredVisit {
  /** Milliseconds between the touch and the commit, both by the box's clock. */
  ageMs: number
}

/** The visits of each of these cards, read from the store itself. */
export function visitsOf(dataDir: string, cards: readonly string[]): StoredVisit[][] {
  const db = new Database(storeFile(dataDir), { readonly: true })
  try {
    const key = db.prepare('SELECT card_key FROM facility').pluck().get() as Buffer
    const visits = db.prepare<[Buffer], StoredVisit>(
      `SELECT change.at - presented_at AS ageMs FROM visit JOIN change ON row_id = visit.id AND noun = 'visit' WHERE card_hash = ?`,
    )
    return cards.map((card) => visits.all(createHmac('sha256', key).update(card).digest()))
  } finally {
    db.close()
  }
}

/** A certificate authority and a certificate of it for 127.0.0.1, made anew. Paths of PEM files. */
export function makeCertificates(): { ca: string; cert: string; key: string } {
  const dir = tempDir()
  const at = (name: string): string => join(dir, name)
  const openssl = (...args: string[]): void => {
    const { status, stderr } = spawnSync('openssl', args, { encoding: 'utf8', cwd: dir })
    if (status !== 0) throw new Error(stderr)
  }
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  openssl('req', '-x509', ...ec, '-days', '2', '-subj', '/CN=Test CA', '-keyout', 'ca.key', '-out', 'ca.pem')
  openssl('req', ...ec, '-subj', '/CN=box', '-keyout', 'box.key', '-out', 'box.csr')
  writeFileSync(at('san'), 'subjectAltName=IP:127.0.0.1\n')
  openssl(
    ...['x509', '-req', '-in', 'box.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2'],
    ...['-extfile', 'san', '-out', 'box.pem'],
  )
  return { ca: at('ca.pem'), cert: at('box.pem'), key: at('box.key') }
}
