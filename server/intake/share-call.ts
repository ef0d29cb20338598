import { execFile } from 'node:child_process'
import { lookup } from 'node:dns/promises'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** `//PC/share/folder` or `\\PC\share\folder`, taken apart. `port` only where it is not the usual one. */
export interface ShareAddress {
  host: string
  share: string
  /** Below the share, with `/`; '' for its top. */
  folder: string
  port: number
}

const usualPort = 445

/** Undefined when it is no address of a share. `smb://` may stand in front, and `:port` behind the host. */
export function parseShare(typed: string): ShareAddress | undefined {
  const parts = /^(?:smb:)?\/\/([0-9A-Za-z._-]{1,253})(?::(\d{1,5}))?\/([^/]{1,80})((?:\/[^/]+)*)\/*$/i.exec(
    typed.trim().replaceAll('\\', '/'),
  )
  const [, host, port, share, folder = ''] = parts ?? []
  if (host === undefined || share === undefined || /["';%\p{Cc}]/u.test(share + folder)) return undefined
  return { host, share, folder: folder.slice(1), port: port === undefined ? usualPort : Number(port) }
}

export const isShareAddress = (typed: string): boolean => /^(smb:)?(\/\/|\\\\)/i.test(typed.trim())

/** The first address of a name, asked of the resolver of the system (hosts, DNS, and mDNS where it is set up). */
export async function findHost(host: string, limitMs: number): Promise<string | undefined> {
  const found = lookup(host).then(({ address }) => address)
  return Promise.race([found.catch(() => undefined), pause(limitMs, undefined, { ref: false })])
}

/** `closed`: the machine is there and nothing listens · `silent`: no answer, switched off or behind a firewall. */
export function knock(address: string, port: number, limitMs: number): Promise<'open' | 'closed' | 'silent'> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port })
    const done = (outcome: 'open' | 'closed' | 'silent'): void => {
      socket.destroy()
      resolve(outcome)
    }
    socket.setTimeout(limitMs, () => {
      done('silent')
    })
    socket.on('connect', () => {
      done('open')
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      done(error.code === 'ECONNREFUSED' ? 'closed' : 'silent')
    })
  })
}

export interface ShareAccount {
  user: string
  password: string
}

/** What smbclient said: its output, or NT_STATUS_… in words of one. */
export type ShareAnswer =
  { ok: true; output: string } | { ok: false; why: 'missing' | 'late' | 'refused'; status: string }

/** One call of smbclient(1). The password goes in by standard input: no list of processes shows it. */
export function callShare(
  { host, share, port }: ShareAddress,
  { user, password }: ShareAccount,
  commands: string,
  limitMs: number,
): Promise<ShareAnswer> {
  return new Promise((resolve) => {
    const args = [`//${host}/${share}`, '-p', String(port), '-t', String(Math.ceil(limitMs / 1000))]
    const sign = user === '' ? ['-N', '-U', '%'] : ['-U', user]
    const child = execFile(
      'smbclient',
      [...args, ...sign, '-c', commands],
      {
        timeout: limitMs + 1000,
        maxBuffer: 8 * 1024 * 1024,
        // The prompt would be for a terminal: PASSWD_FD says where the password comes from.
        env: {
          PATH: `${process.env['PATH'] ?? ''}:/usr/bin`,
          LC_ALL: 'C.UTF-8',
          ...(user !== '' && { PASSWD_FD: '0' }),
        },
      },
      (error, stdout, stderr) => {
        const output = stdout + stderr
        const status = /NT_STATUS_[A-Z0-9_]+/.exec(output)?.[0] ?? ''
        if (error === null && status === '') resolve({ ok: true, output })
        else if (error?.code === 'ENOENT') resolve({ ok: false, why: 'missing', status })
        else resolve({ ok: false, why: error?.killed === true ? 'late' : 'refused', status })
      },
    )
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(user === '' ? '' : `${password}\n`)
  })
}

/** The entries of a listing of smbclient: `  NAME   A   123  Sat Nov 21 …`. */
export const readListing = (output: string): { name: string; isFolder: boolean; size: number }[] =>
  output.split('\n').flatMap((line) => {
    const [, name, kind = '', size] = /^ {2}(.+?) +([A-Z]*) +(\d+) {2}\w{3} \w{3} +\d/.exec(line) ?? []
    return name === undefined || name === '.' || name === '..'
      ? []
      : [{ name, isFolder: kind.includes('D'), size: Number(size) }]
  })
