import { createHash, createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'

/** A certificate and its private key, both PEM. */
export interface Identity {
  cert: string
  key: string
}

const block = (label: string): RegExp => new RegExp(`-----BEGIN ${label}-----[\\s\\S]+?-----END ${label}-----\n`)

/** One file for both: they cannot be torn apart. */
export const printIdentity = ({ cert, key }: Identity): string => key + cert

/** What `printIdentity` wrote; undefined when it is anything else, or key and certificate do not belong together. */
export function parseIdentity(text: string): Identity | undefined {
  const cert = block('CERTIFICATE').exec(text)?.[0]
  const key = block('PRIVATE KEY').exec(text)?.[0]
  return cert === undefined || key === undefined ? undefined : parseAnyIdentity(cert, key)
}

/** A certificate (perhaps followed by the chain above it) and a key from elsewhere; undefined when they do not belong together. */
export function parseAnyIdentity(cert: string, key: string): Identity | undefined {
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key)) ? { cert, key } : undefined
  } catch {
    return undefined
  }
}

/** A private key or a certificate as text: lines of 64 characters (RFC 7468). */
export const toPem = (label: 'PRIVATE KEY' | 'CERTIFICATE', der: ArrayBuffer): string =>
  `-----BEGIN ${label}-----\n${(
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  ).join('\n')}\n-----END ${label}-----\n`

/** SHA-256 of a certificate, as every browser shows it. */
export const fingerprintOf = (cert: string): Buffer =>
  createHash('sha256').update(new X509Certificate(cert).raw).digest()

const letters = 'abcdefghijkmnpqrstuvwxyz23456789'

/** The short name of a box, `kb-` and six characters, made from its authority's key: two boxes never share it. */
export function shortIdOf(rootKey: KeyObject): string {
  const digest = createHash('sha256')
    .update(rootKey.export({ type: 'spki', format: 'der' }))
    .digest()
  return `kb-${[...digest.subarray(0, 6)].map((byte) => letters.charAt(byte & 31)).join('')}`
}

/** The first part of the name a box is known by without a word about it. */
export const usualLabel = 'kusuribako'

/** That name, while no other box on the LAN has it. */
export const commonName = `${usualLabel}.local`

/** Names under which a box is always reachable, its own first. */
export const namesOf = (root: Identity): string[] => [
  commonName,
  `${shortIdOf(new X509Certificate(root.cert).publicKey)}.local`,
  'localhost',
]

/** Names in `.local` that are this box's alone; none with a certificate from elsewhere. */
export const aliasesOf = (caCert: string | undefined): string[] =>
  caCert === undefined ? [] : [`${shortIdOf(new X509Certificate(caCert).publicKey)}.local`]
