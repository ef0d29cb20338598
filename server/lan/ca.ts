import { createPublicKey } from 'node:crypto'
import { shortIdOf, toPem, type Identity } from './identity.ts'
import { loadX509, signing } from './x509.ts'

const day = 24 * 60 * 60 * 1000
const rootYears = 10

/** No box is older than this: an earlier clock is a clock that was never set. */
export const earliest = Date.UTC(2026, 0, 1)

/** What every name that the authority may vouch for ends with; see `permittedNames`. */
const permittedDomains = ['local', 'localhost']

/**
 * Makes the authority of one box: P-256, ten years, no authority below it, and no name but those of a LAN, so that its key in the wrong
 * hands cannot speak for a bank. It is valid from long ago: what a box signed while its clock was wrong is then at least well rooted.
 */
export async function makeRoot(now: number): Promise<Identity> {
  const x509 = await loadX509()
  const keys = await makeKeys()
  const spki = Buffer.from(await crypto.subtle.exportKey('spki', keys.publicKey))
  const id = shortIdOf(createPublicKey({ key: spki, type: 'spki', format: 'der' }))
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: makeSerial(),
    name: `CN=Kusuribako ${id}, O=Kusuribako`,
    notBefore: new Date(earliest),
    notAfter: new Date(Math.max(now, earliest) + rootYears * 365.25 * day),
    keys,
    signingAlgorithm: signing,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      new x509.Extension('2.5.29.30', true, permittedNames()),
    ],
  })
  return { cert: toPem('CERTIFICATE', made.rawData), key: await exportKey(keys.privateKey) }
}

export const makeKeys = (): Promise<CryptoKeyPair> => crypto.subtle.generateKey(signing, true, ['sign', 'verify'])

export const exportKey = async (key: CryptoKey): Promise<string> =>
  toPem('PRIVATE KEY', await crypto.subtle.exportKey('pkcs8', key))

/** Positive, and never 0 (RFC 5280, 4.1.2.2). */
export function makeSerial(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return Buffer.from(bytes).toString('hex')
}

/** NameConstraints (RFC 5280, 4.2.1.10) with permitted DNS names alone; addresses stay free, for a LAN may have any. Far below 128 bytes. */
function permittedNames(): Buffer<ArrayBuffer> {
  const wrap = (tag: number, ...parts: Buffer[]): Buffer<ArrayBuffer> => {
    const body = Buffer.concat(parts)
    return Buffer.concat([Buffer.from([tag, body.length]), body])
  }
  const subtrees = permittedDomains.map((domain) => wrap(0x30, wrap(0x82, Buffer.from(domain, 'ascii'))))
  return wrap(0x30, wrap(0xa0, ...subtrees))
}
