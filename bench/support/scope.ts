import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')
/** Git-ignored, and on the disk that a box of this checkout would use: a temporary folder in memory has no fsync. */
export const benchDir = join(root, 'var/bench')

/** What a measurement opened and must close again, whatever happens. */
export interface Scope {
  defer(close: () => unknown): void
  /** An empty folder that is gone when the measurement is over. */
  tempDir(): string
  /** Closes everything, the newest first. */
  end(): Promise<void>
}

export function createScope(): Scope {
  const closers: (() => unknown)[] = []
  return {
    defer(close) {
      closers.push(close)
    },
    tempDir() {
      mkdirSync(benchDir, { recursive: true })
      const dir = mkdtempSync(join(benchDir, 'run-'))
      closers.push(() => {
        rmSync(dir, { recursive: true, force: true })
      })
      return dir
    },
    async end() {
      for (let close = closers.pop(); close; close = closers.pop()) {
        try {
          await close()
        } catch (error) {
          console.error(error)
        }
      }
    },
  }
}

/** Fails instead of waiting for ever. */
export function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${what}: nothing for ${ms} ms`))
    }, ms)
  })
  return Promise.race([work, limit]).finally(() => {
    clearTimeout(timer)
  })
}
