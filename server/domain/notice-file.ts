import { createPublicKey, hash, verify } from 'node:crypto'
import type { IssueStatus } from '../../contract/notice.ts'
import { parseCompactDate } from './calendar-date.ts'

/** The form of the file that this program reads (docs/formats/notice-file.md). */
export const noticeFileFormat = 'kusuribako-notices/1'
/** Larger files are refused unread. */
export const noticeFileLimit = 256 * 1024
const mostEntries = 200

export interface FileEntry {
  id: string
  version: number
  kind: 'facility' | 'known-issue'
  title: string
  body: string
  status: IssueStatus | null
  affects: string
  on: string
}

export type NoticeFileOutcome =
  | { ok: true; key: string; issuer: string; entries: FileEntry[] }
  | {
      ok: false
      code:
        'notice-file-malformed' | 'notice-file-too-large' | 'notice-file-unknown-key' | 'notice-file-wrong-signature'
    }

const refused = (code: Extract<NoticeFileOutcome, { ok: false }>['code']): NoticeFileOutcome => ({ ok: false, code })

/** How a file names the key it was signed with: the first 16 hexadecimal digits of the SHA-256 of the 32 bytes. */
export const keyName = (publicKey: Uint8Array): string => hash('sha256', publicKey).slice(0, 16)

/**
 * Reads a signed notice file. Nothing of what it says is looked at before its signature is known to be right.
 * @param keys the public keys that are trusted, 32 bytes each
 */
export function readNoticeFile(bytes: Uint8Array, keys: readonly { publicKey: Buffer }[]): NoticeFileOutcome {
  if (bytes.length > noticeFileLimit) return refused('notice-file-too-large')
  const envelope = parse(bytes)
  if (!isObject(envelope) || envelope['format'] !== noticeFileFormat) return refused('notice-file-malformed')
  const { key: name, signature, payload } = envelope
  if (typeof name !== 'string' || typeof signature !== 'string' || typeof payload !== 'string')
    return refused('notice-file-malformed')
  const key = keys.find(({ publicKey }) => keyName(publicKey) === name.toLowerCase())
  if (!key) return refused('notice-file-unknown-key')
  if (!isSigned(Buffer.from(payload, 'utf8'), signature, key.publicKey)) return refused('notice-file-wrong-signature')
  const content = readPayload(payload)
  return content ? { ok: true, key: keyName(key.publicKey), ...content } : refused('notice-file-malformed')
}

const signatureBytes = 64

function isSigned(payload: Buffer, signature: string, publicKey: Buffer): boolean {
  const bytes = Buffer.from(signature, 'base64')
  if (bytes.length !== signatureBytes) return false
  const key = publicKeyOf(publicKey)
  return key !== null && verify(null, payload, key, bytes)
}

/** DER in front of the 32 bytes of an Ed25519 public key (RFC 8410). */
const derHead = Buffer.from('302a300506032b6570032100', 'hex')
const keyBytes = 32

function publicKeyOf(bytes: Buffer) {
  try {
    return createPublicKey({ key: Buffer.concat([derHead, bytes]), format: 'der', type: 'spki' })
  } catch {
    return null
  }
}

/** A public key as people hand it on: 32 bytes in base64, or a PEM. Null when it is none. */
export function readPublicKey(text: string): Buffer | null {
  const base64 = text
    .replaceAll(/-----(BEGIN|END) PUBLIC KEY-----/g, '')
    .normalize('NFKC')
    .replaceAll(/\s/g, '')
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(base64)) return null
  const bytes = Buffer.from(base64, 'base64')
  const isDer = bytes.length === derHead.length + keyBytes && bytes.subarray(0, derHead.length).equals(derHead)
  const key = isDer ? bytes.subarray(derHead.length) : bytes
  return key.length === keyBytes && publicKeyOf(key) ? key : null
}

function readPayload(payload: string): { issuer: string; entries: FileEntry[] } | null {
  const content = parse(Buffer.from(payload, 'utf8'))
  if (!isObject(content) || !isText(content['issuer'], 1, 60)) return null
  const { notices } = content
  if (!Array.isArray(notices) || notices.length === 0 || notices.length > mostEntries) return null
  const entries = notices.map(readEntry)
  const isWhole = entries.every((entry) => entry !== null)
  const isOnce = new Set(entries.map((entry) => entry?.id)).size === entries.length
  return isWhole && isOnce ? { issuer: content['issuer'], entries } : null
}

const statuses: readonly IssueStatus[] = ['resolved', 'new-in-progress', 'watching', 'new-watching', 'paused']

function readEntry(entry: unknown): FileEntry | null {
  if (!isObject(entry)) return null
  const { id, version, kind, title, body, status, affects = '', on } = entry
  if (!isText(id, 1, 64) || !/^[A-Za-z0-9._-]+$/.test(id)) return null
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1) return null
  if (kind !== 'facility' && kind !== 'known-issue') return null
  if (!isText(title, 1, 120) || !isText(body, 0, 8000) || !isText(affects, 0, 200)) return null
  if (typeof on !== 'string' || parseCompactDate(on.replaceAll('-', '')) !== on) return null
  const known = statuses.find((word) => word === status)
  if ((kind === 'known-issue') !== (known !== undefined)) return null
  return { id, version, kind, title, body, status: known ?? null, affects, on }
}

const isText = (value: unknown, least: number, most: number): value is string =>
  typeof value === 'string' && value.trim().length >= least && value.length <= most

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}
