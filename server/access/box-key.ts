import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16

const fileOf = (dataDir: string): string => join(dataDir, 'keys', 'box.key')

/** The key as it lies there; undefined when there is none, or the file is no key. Changes nothing. */
export function findBoxKey(dataDir: string): Buffer | undefined {
  const known = read(fileOf(dataDir))
  return known?.length === keyBytes ? known : undefined
}

/**
 * The key under which the store keeps what must not be read from a copy of it. It lies beside the store, in a file for the box's own user
 * alone, and is made when it is first asked for. Undefined when the file is there and is not a key: then nothing is written.
 * A store that came back without its key gets a new one too, so that the pharmacy can work; that is told by `hasLostKey` (lost-key.ts).
 */
export function openBoxKey(dataDir: string): Buffer | undefined {
  const folder = join(dataDir, 'keys')
  const file = fileOf(dataDir)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const known = read(file)
  if (known) return known.length === keyBytes ? known : undefined
  // Whole or not at all: written aside, then given its name, which fails if another process was faster.
  const draft = `${file}.${String(process.pid)}`
  const fd = openSync(draft, 'w', 0o600)
  try {
    writeSync(fd, randomBytes(keyBytes))
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(draft)
  }
  const folderFd = openSync(folder, 'r')
  fsyncSync(folderFd)
  closeSync(folderFd)
  return findBoxKey(dataDir)
}

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** AES-256-GCM. `owner` is bound to it: what was sealed for one row opens in no other. */
export function seal(key: Buffer, text: string, owner: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** Undefined when it was sealed under another key or for another owner. */
export function unseal(key: Buffer, sealed: Buffer, owner: string): string | undefined {
  const nonce = sealed.subarray(0, nonceBytes)
  const tag = sealed.subarray(nonceBytes, nonceBytes + tagBytes)
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner)).setAuthTag(tag)
    return decipher.update(sealed.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    return undefined
  }
}
