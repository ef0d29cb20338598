import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { openCertificates, type CertificatesOptions } from './certificates.ts'
import { parseAnyIdentity, type Identity } from './identity.ts'

/** What the box serves with: its own certificates, or those it was given. */
export interface FrontDoor {
  current(): Identity
  onChange(listener: (identity: Identity) => void): void
  /** Does the certificate stand for this name or address? */
  covers(host: string): boolean
  /** Certificate to trust (PEM), as a file. */
  caFile: string
  /** The certificate of the box's own authority (PEM); absent when it was given one from elsewhere. */
  caCert?: string
  /** Names that mDNS left to the box; nothing to do for a certificate from elsewhere. */
  useNames(names: readonly string[]): Promise<void>
  close(): Promise<void>
}

export type FrontDoorOutcome = { ok: true; door: FrontDoor } | { ok: false; message: string }

export interface FrontDoorOptions extends CertificatesOptions {
  /** Files with a certificate from elsewhere and its key, PEM. */
  tls?: { cert: string; key: string }
}

/** Throws what the file system says when a file cannot be read. */
export async function openFrontDoor({ tls, ...options }: FrontDoorOptions): Promise<FrontDoorOutcome> {
  if (!tls) {
    const outcome = await openCertificates(options)
    return outcome.ok ? { ok: true, door: outcome.certificates } : outcome
  }
  const identity = parseAnyIdentity(readFileSync(tls.cert, 'utf8'), readFileSync(tls.key, 'utf8'))
  if (!identity)
    return { ok: false, message: '--tls-cert と --tls-key が証明書と、それに合う秘密鍵(PEM)ではありません。' }
  const cert = new X509Certificate(identity.cert)
  return {
    ok: true,
    door: {
      current: () => identity,
      onChange: () => undefined,
      covers: (host) => (isIP(host) === 0 ? cert.checkHost(host) : cert.checkIP(host)) !== undefined,
      caFile: tls.cert,
      useNames: () => Promise.resolve(),
      close: () => Promise.resolve(),
    },
  }
}
