import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { open, stat, statfs, unlink } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'

export type BackupPlace =
  | { ok: true; isSameDisk: boolean; freeBytes: number }
  | { ok: false; code: 'backup-place-missing' | 'backup-place-denied' | 'backup-place-inside' }

/** Whether copies can be put there: a folder outside the data folder in which a file can be made. A file is made, and removed again. */
export async function checkBackupPlace(path: string, dataDir: string): Promise<BackupPlace> {
  const place = resolve(path)
  if (isWithin(place, dataDir)) return { ok: false, code: 'backup-place-inside' }
  const found = await stat(place).catch(() => undefined)
  if (!found?.isDirectory()) return { ok: false, code: 'backup-place-missing' }
  try {
    const probe = join(place, `.kusuribako-${randomBytes(6).toString('hex')}`)
    const file = await open(probe, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600)
    await file.close()
    await unlink(probe)
    const { bavail, bsize } = await statfs(place)
    return { ok: true, isSameDisk: found.dev === (await stat(dataDir)).dev, freeBytes: bavail * bsize }
  } catch {
    return { ok: false, code: 'backup-place-denied' }
  }
}

const isWithin = (path: string, folder: string): boolean => !/^\.\.(\/|$)/.test(relative(folder, path))
