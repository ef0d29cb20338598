import type { Pharmacy } from '../../../contract/dispensing.ts'
import { parseCompactDate } from '../../domain/calendar-date.ts'
import { hasBom } from './decode.ts'
import { given, readKey, readPlain, readText } from './fields.ts'
import type { Findings } from './findings.ts'
import type { Row } from './rows.ts'

export interface Header {
  format: string
  sentAt: string | undefined
  pharmacy: Pharmacy | undefined
  terminal: string
}

/** Header columns: 1 送信日時, 2 備考, 3 送信端末, 4 都道府県番号, 6 薬局コード, 7 薬局名. Any version VER + 6 digits is taken. */
export function readHeader(row: Row, findings: Findings): Header {
  if (!/^VER\d{6}$/.test(row.id)) findings.refuse('header-malformed', row.line, 0)
  const sent = readPlain(row, 1)
  const sentAt = sent === undefined || /^0+$/.test(sent) ? undefined : parseSentAt(sent)
  if (sent !== undefined && sentAt !== undefined && (sentAt === null || sent.length < sentAtDigits))
    findings.warn('sent-at-malformed', row.line, 1)
  const code = readKey(row, 6, 'pharmacy-code-missing', findings)
  const pharmacy =
    code === undefined
      ? undefined
      : given({ code, prefecture: readPlain(row, 4), name: readText(row, 7), vendor: readText(row, 2) })
  return { format: row.id, sentAt: sentAt ?? undefined, pharmacy, terminal: readText(row, 3) ?? '' }
}

const sentAtDigits = 14

/**
 * `YYYYMMDDhhmmss` in Japanese time as ISO 8601; null when it is no instant. Parts that are not there count as 00: files are put
 * in order by it, and the day alone is better than nothing.
 */
function parseSentAt(text: string): string | null {
  const match = /^(\d{8})(?:([01]\d|2[0-3])(?:([0-5]\d)([0-5]\d)?)?)?$/.exec(text)
  if (!match) return null
  const [, day = '', hour = '00', minute = '00', second = '00'] = match
  const date = parseCompactDate(day)
  return date && `${date}T${hour}:${minute}:${second}+09:00`
}

const peekBytes = 256
const latin1 = new TextDecoder('latin1')

/**
 * The send time (ISO 8601) out of the first bytes of a file, for putting a backlog in order before reading it; null when it is
 * not there. 256 bytes are enough.
 */
export function peekSentAt(head: Uint8Array): string | null {
  const start = hasBom(head) ? 3 : 0
  const text = latin1.decode(head.subarray(start, start + peekBytes))
  const match = /^VER\d{6}[ \t]*,[ \t]*(\d{8,14})[ \t]*(?:[,\r\n]|$)/.exec(text.trimStart())
  return match ? parseSentAt(match[1] ?? '') : null
}
