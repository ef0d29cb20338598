import { readFileSync } from 'node:fs'

/** A share of another machine, as the kernel or /etc/fstab names it. */
export interface Mount {
  path: string
  /** `//PC/share` or `host:/path`. */
  source: string
}

const networkKinds = new Set(['cifs', 'smb3', 'smbfs', 'nfs', 'nfs4', '9p', 'fuse.sshfs'])

/** Spaces and the like are written in octal there. */
const plain = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)))

/** Shares in a table of the form of fstab(5), such as /proc/self/mounts; none when it cannot be read. */
export function listShares(file: string): Mount[] {
  return readTable(file)
    .split('\n')
    .flatMap((line) => {
      const [source, path, kind] = line.trim().split(/\s+/)
      if (source === undefined || path === undefined || source.startsWith('#')) return []
      return networkKinds.has(kind ?? '') ? [{ path: plain(path), source: plain(source) }] : []
    })
}

function readTable(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

export const mountsFile = '/proc/self/mounts'
export const fstabFile = '/etc/fstab'
