import { readdir } from 'node:fs/promises'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { FolderChoice } from '../../contract/setup.ts'
import { listShares, mountsFile } from '../intake/mounts.ts'

/** Folders of the system in which no receipt computer writes, and no copy belongs. */
const hidden = new Set(['/proc', '/sys', '/dev', '/run', '/boot', '/etc', '/usr', '/bin', '/sbin', '/lib', '/lib64'])
const mostFolders = 500
const limitMs = 4000

/** The folders below a folder of the box; empty where it cannot be read. Files are never told. */
export async function listChoices(path: string): Promise<FolderChoice> {
  const here = isAbsolute(path) ? resolve(path) : '/'
  const late = pause(limitMs, [], { ref: false })
  const found = await Promise.race([readdir(here, { withFileTypes: true }).catch(() => []), late])
  return {
    path: here,
    parent: here === '/' ? null : dirname(here),
    folders: found
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !hidden.has(join(here, entry.name)))
      .map(({ name }) => join(here, name))
      .sort()
      .slice(0, mostFolders),
    mounts: listShares(mountsFile),
  }
}
