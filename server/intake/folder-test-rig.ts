// For the tests of the folder watcher only.
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import type { FolderStatus } from '../../contract/status.ts'
import { diskIo, type FolderIo } from './folder-io.ts'
import type { FoundFile, RefusedFile } from './folder-intake.ts'
import { watchFolder, type FolderWatcher, type WatchOptions } from './folder-watcher.ts'

const endings: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

export interface Rig {
  watcher: FolderWatcher
  batches: FoundFile[][]
  refused: RefusedFile[]
  errors: unknown[]
  statuses: FolderStatus[]
  names(): string[]
  texts(): string[]
  /** Waits for a callback after which the condition holds. */
  until(condition: () => boolean): Promise<void>
}

/** A watcher that takes everything it is handed, does not wait for grace, and is driven by `scanNow` unless started. */
export function rig(path: string, options: Partial<WatchOptions> = {}): Rig {
  const batches: FoundFile[][] = []
  const refused: RefusedFile[] = []
  const errors: unknown[] = []
  const statuses: FolderStatus[] = []
  const waiting = new Set<() => void>()
  const wake = (): void => {
    for (const check of [...waiting]) check()
  }
  const { take, refuse, onStatus, ...others } = options
  const watcher = watchFolder({
    path,
    mode: 'consume',
    settleMs: 20,
    graceMs: 0,
    retryMs: 0,
    pollMs: 5,
    peekSentAt: (head) => /^VER\d{6},(\d{14})/.exec(head.toString('latin1'))?.[1] ?? null,
    looksComplete: () => true,
    isKnown: () => false,
    isTaken: () => false,
    async take(files) {
      await take?.(files)
      batches.push(files)
      wake()
    },
    async refuse(file) {
      await refuse?.(file)
      refused.push(file)
      wake()
    },
    onStatus(status) {
      onStatus?.(status)
      statuses.push(status)
      wake()
    },
    onError(error) {
      errors.push(error)
      wake()
    },
    ...others,
  })
  endings.push(() => watcher.stop())
  return {
    watcher,
    batches,
    refused,
    errors,
    statuses,
    names: () => batches.flat().map(({ name }) => name),
    texts: () => batches.flat().map(({ bytes }) => bytes.toString()),
    until: (condition) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (!condition()) return
          waiting.delete(check)
          resolve()
        }
        waiting.add(check)
        check()
      }),
  }
}

export function newFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'kusuribako-folder-'))
  endings.push(() => {
    rmSync(path, { recursive: true, force: true })
  })
  return path
}

export function indexedFolder(index = 'INDEX', data = 'DATA'): string {
  const path = newFolder()
  mkdirSync(join(path, index))
  mkdirSync(join(path, data))
  return path
}

/** As a receipt computer does it: DATA first, INDEX last. */
export function send(path: string, name: string, text: string, index = 'INDEX', data = 'DATA'): void {
  writeFileSync(join(path, data, name), text)
  writeFileSync(join(path, index, name), '')
}

export const left = (path: string): string[] =>
  (readdirSync(path, { recursive: true }) as string[]).filter((name) => /txt$/i.test(name)).sort()

export const sent = (time: number, filler = ''): string => `VER010401,${20260403000000 + time},${filler}`

// Node's own table lacks one that a dead share gives.
const errnos = new Map<string, number>([...Object.entries(constants.errno), ['EHOSTDOWN', 112]])

export const failure = (errno: string): Error =>
  Object.assign(new Error(errno), { code: errno, errno: -(errnos.get(errno) ?? 0), syscall: 'open' })

export const problems = ({ watcher }: Rig): string[] =>
  watcher.status().problems.map(({ code, name }) => `${code} ${name}`)

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The real disk, but for the calls given. */
export const diskBut = (calls: Partial<FolderIo>): FolderIo => ({ ...diskIo, ...calls })

/** A disk on which deleting the files that match is refused. */
export const undeletable = (pattern: RegExp): FolderIo =>
  diskBut({ remove: (path) => (pattern.test(path) ? Promise.reject(failure('EACCES')) : diskIo.remove(path)) })
