import { createPrivateKey, X509Certificate } from 'node:crypto'
import { earliest, exportKey, makeKeys, makeSerial } from './ca.ts'
import { toPem, type Identity } from './identity.ts'
import { loadX509, signing } from './x509.ts'

const day = 24 * 60 * 60 * 1000
/** Below the 398 days that browsers accept of a public authority; of a private one tablets accept 825, today. */
const leafDays = 397
/** PCs whose clock is behind ours accept a new certificate at once. */
const backdatedMs = day

/** What a certificate of the box has to be good for. */
export interface Reach {
  names: readonly string[]
  addresses: readonly string[]
}

/** The box itself, as it reaches itself. */
const ownAddresses = ['127.0.0.1', '::1']

/** Signs a new certificate, with a new key, for the box. It does not outlive its authority. */
export async function makeLeaf(root: Identity, { names, addresses }: Reach, now: number): Promise<Identity> {
  const x509 = await loadX509()
  const authority = new x509.X509Certificate(root.cert)
  const pkcs8 = createPrivateKey(root.key).export({ type: 'pkcs8', format: 'der' })
  const signingKey = await crypto.subtle.importKey('pkcs8', new Uint8Array(pkcs8), signing, false, ['sign'])
  const keys = await makeKeys()
  const from = Math.max(now, earliest) - backdatedMs
  const made = await x509.X509CertificateGenerator.create({
    serialNumber: makeSerial(),
    subject: `CN=${names[0] ?? 'localhost'}`,
    issuer: authority.subject,
    notBefore: new Date(from),
    notAfter: new Date(endOf(root, now)),
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: signing,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        ...names.map((value) => ({ type: 'dns' as const, value })),
        ...[...ownAddresses, ...addresses].map((value) => ({ type: 'ip' as const, value })),
      ]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
    ],
  })
  return { cert: toPem('CERTIFICATE', made.rawData), key: await exportKey(keys.privateKey) }
}

/** When a certificate signed now would end. */
const endOf = (root: Identity, now: number): number =>
  Math.min(
    Math.max(now, earliest) - backdatedMs + leafDays * day - 1000,
    new X509Certificate(root.cert).validToDate.getTime(),
  )

/** Why a new certificate is wanted, in one word; undefined while this one is good. Only a `foreign` one is of no use at all. */
export function whyRenew(leaf: Identity, root: Identity, { names, addresses }: Reach, now: number) {
  const cert = new X509Certificate(leaf.cert)
  const authority = new X509Certificate(root.cert)
  if (!cert.checkIssued(authority) || !cert.verify(authority.publicKey)) return 'foreign'
  const [from, to] = [cert.validFromDate.getTime(), cert.validToDate.getTime()]
  // Signed while the clock was ahead. A clock that was never set tells nothing.
  if (now >= earliest && from > now) return 'from-the-future'
  // Near the end of its authority a new one would last no longer.
  if (to - now < (to - from) / 3 && endOf(root, now) > to) return 'due'
  // An address that is gone does no harm: a cable that comes and goes is no reason to sign.
  if (!addresses.every((address) => cert.checkIP(address) !== undefined)) return 'new-address'
  if (!names.every((name) => cert.checkHost(name, { subject: 'never' }) !== undefined)) return 'new-name'
  return undefined
}
