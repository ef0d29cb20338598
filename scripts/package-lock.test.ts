import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

interface Entry {
  version: string
  gypfile?: boolean
  optionalDependencies?: Record<string, string>
}

const lock = JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')) as {
  packages: Record<string, Entry>
}

describe('npm ci on a fresh machine', () => {
  it('finds every optional package in the lock file, whatever processor it runs on', () => {
    const optional = Object.entries(lock.packages).flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {}).map((name) => ({ path, name })),
    )
    const missing = optional.filter(
      ({ path, name }) => !lock.packages[`node_modules/${name}`] && !lock.packages[`${path}/node_modules/${name}`],
    )
    expect(missing).toEqual([])
  })

  it('never compiles the database: npm would start node-gyp unless the lock file says that there is nothing to build', () => {
    expect(lock.packages['node_modules/better-sqlite3']?.gypfile).toBe(false)
  })

  it('pins the Node that package.json names', () => {
    const { dependencies } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
      dependencies: Record<string, string>
    }
    expect(lock.packages['node_modules/node']?.version).toBe(dependencies['node'])
  })
})
