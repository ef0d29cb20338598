import { randomBytes } from 'node:crypto'

/** Loaded when the first one is asked for: most boxes start without anybody needing it. */
const load = () => import('otpauth')

const periodSeconds = 30
/** A clock may be off by one step in either direction. */
const drift = 1
/** RFC 4226 asks for 128 bits at the least and advises 160. */
const secretBytes = 20

/** 160 random bits, in the letters that 認証アプリ take. */
export async function makeTotpSecret(): Promise<string> {
  const { Secret } = await load()
  return new Secret({ buffer: Uint8Array.from(randomBytes(secretBytes)).buffer }).base32
}

/** What the QR code says (Key Uri Format): SHA-1, six digits, 30 seconds, which every app knows. */
export async function totpUri(secret: string, login: string, facility: string): Promise<string> {
  const { TOTP } = await load()
  // A colon would part the name of the issuer from that of the account.
  return new TOTP({
    issuer: `薬箱 ${facility}`.replaceAll(':', ' '),
    label: login,
    secret,
    period: periodSeconds,
  }).toString()
}

/** The 30-second step that a code belongs to, or undefined when it is wrong or of a time too far away. RFC 6238. */
export async function stepOfCode(secret: string, typed: string, now: number): Promise<number | undefined> {
  const token = typed.normalize('NFKC').replace(/[\s-]/g, '')
  if (!/^\d{6}$/.test(token)) return undefined
  const { TOTP } = await load()
  const delta = new TOTP({ secret, period: periodSeconds }).validate({ token, timestamp: now, window: drift })
  return delta === null ? undefined : Math.floor(now / 1000 / periodSeconds) + delta
}
