import { constants } from 'node:os'
import type { FolderStatus } from '../../contract/status.ts'

/** Linux error numbers that Node has no name for and that a network mount gives. */
const unnamed: Record<number, string> = {
  116: 'ESTALE',
  117: 'EUCLEAN',
  126: 'ENOKEY',
  127: 'EKEYEXPIRED',
  128: 'EKEYREVOKED',
  129: 'EKEYREJECTED',
}

const denied = new Set(['EACCES', 'EPERM', 'ENOKEY', 'EKEYEXPIRED', 'EKEYREVOKED', 'EKEYREJECTED'])

/** The whole share has gone, not one file: there is no sense in trying the next file. */
const lost = new Set([
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'EKEYEXPIRED',
  'EKEYREJECTED',
  'EKEYREVOKED',
  'ENETDOWN',
  'ENETUNREACH',
  'ENODEV',
  'ENOKEY',
  'ENOTCONN',
  'EPIPE',
  'ESHUTDOWN',
  'ESTALE',
  'ETIMEDOUT',
])

const names = new Map(Object.entries(constants.errno).map(([name, number]) => [number, name]))

/** The operating system's name for a failed file call (`EACCES`), or undefined when the error is something else. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const { errno, syscall, code } = error as NodeJS.ErrnoException
  if (syscall === undefined || typeof errno !== 'number') return undefined
  return unnamed[-errno] ?? names.get(-errno) ?? code
}

/** Not there, or no longer: the ordinary end of a file that somebody else deleted. */
export const isGone = (errno: string | undefined): boolean => errno === 'ENOENT' || errno === 'ENOTDIR'

export const isShareLost = (errno: string | undefined): boolean => errno !== undefined && lost.has(errno)

/** What an error on the folder itself says about the way to it. */
export function reachOf(errno: string): FolderStatus['reach'] {
  if (isGone(errno)) return 'missing'
  return denied.has(errno) ? 'denied' : 'unreachable'
}
