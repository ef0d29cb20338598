import { X509Certificate } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { listAddresses, watchAddresses } from './addresses.ts'
import { writeAtomically } from './atomic-file.ts'
import { namesOf, parseIdentity, printIdentity, type Identity } from './identity.ts'
import { issue as issueInChild, type Issue, type IssueRequest } from './issuer.ts'
import { forgetReplacedRoots } from './kept-roots.ts'
import { whyRenew, type Reach } from './leaf.ts'

export interface CertificatesOptions {
  dataDir: string
  /** Milliseconds UTC. */
  now: () => number
  /** Something could not be signed or written; the box goes on with what it has. */
  onError: (error: unknown) => void
  issue?: (request: IssueRequest) => Promise<Issue>
  addresses?: () => string[]
}

export interface Certificates {
  /** The certificate of the authority (PEM), for devices to trust. */
  readonly caFile: string
  readonly caCert: string
  /** Certificate and key to serve with now. */
  current(): Identity
  /** Called with every later one, to be swapped in while connections go on. */
  onChange(listener: (identity: Identity) => void): void
  /** Does the present certificate stand for this name or address? */
  covers(host: string): boolean
  /** Further names the box goes by, all in `.local`, such as the one mDNS left to it; replaces what was said before. */
  useNames(names: readonly string[]): Promise<void>
  /** Looks now whether a new certificate is wanted, and waits for it; otherwise it happens by itself. */
  check(): Promise<void>
  close(): Promise<void>
}

export type CertificatesOutcome = { ok: true; certificates: Certificates } | { ok: false; message: string }

const checkEveryMs = 60_000

/** Where the authority of a data folder lies. */
export const filesOf = (dataDir: string) => {
  const folder = join(dataDir, 'ca')
  return {
    folder,
    /** Key and certificate of the authority: the one file that cannot be made anew. */
    root: join(folder, 'root.pem'),
    ca: join(folder, 'ca.crt'),
    leaf: join(folder, 'box.pem'),
  }
}

/** `file`: where its certificate is for others to read. */
export type RootOutcome = { ok: true; root: Identity | undefined; file: string } | { ok: false; message: string }

/**
 * The authority of a data folder, undefined before its first start. A damaged one is never replaced silently: every device of the
 * pharmacy would warn, and nobody would know why.
 */
export function readRoot(dataDir: string): RootOutcome {
  const files = filesOf(dataDir)
  const [text, caText] = [readIfThere(files.root), readIfThere(files.ca)]
  // The authority is written before its certificate is: this one was there, and is gone.
  if (text === undefined && caText !== undefined)
    return { ok: false, message: remedy(`${files.root} がありません。`, files.folder) }
  if (text === undefined) return { ok: true, root: undefined, file: files.ca }
  const root = parseIdentity(text)
  if (!root || !new X509Certificate(root.cert).ca) {
    return { ok: false, message: remedy(`${files.root} が壊れています。`, files.folder) }
  }
  return { ok: true, root, file: files.ca }
}

const remedy = (what: string, folder: string): string =>
  `薬箱の認証局のファイル ${what}バックアップから戻してください。バックアップがないときは、フォルダー ${folder} を別の場所へ移してから起動すると新しく作り直しますが、すべての端末で「薬箱を信頼する」手順をやり直す必要があります。`

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * The certificates of a box: makes its authority at the first start, and from then on keeps a certificate at hand that is valid, and
 * good for every name and address of the box. Throws when the folder cannot be read, or nothing can be signed at the first start.
 */
export async function openCertificates(options: CertificatesOptions): Promise<CertificatesOutcome> {
  const { dataDir, now, onError, issue = issueInChild, addresses = listAddresses } = options
  const files = filesOf(dataDir)
  mkdirSync(files.folder, { recursive: true, mode: 0o700 })
  chmodSync(files.folder, 0o700)
  forgetReplacedRoots(files.folder, now())
  const read = readRoot(dataDir)
  if (!read.ok) return read

  const listeners = new Set<(identity: Identity) => void>()
  let extraNames: readonly string[] = []
  const reach = (root: Identity): Reach => ({
    names: [...new Set([...namesOf(root), ...extraNames])],
    addresses: addresses(),
  })
  const sign = (root: Identity | null) => issue({ root, names: extraNames, addresses: addresses(), now: now() })

  let { root } = read
  let leaf = root && parseIdentity(readIfThere(files.leaf) ?? '')
  if (!root) {
    const made = await sign(null)
    ;({ root, leaf } = made)
    writeAtomically(files.root, printIdentity(root))
    writeAtomically(files.ca, root.cert)
    writeAtomically(files.leaf, printIdentity(leaf))
  }
  const authority = root
  if (readIfThere(files.ca) !== authority.cert) writeAtomically(files.ca, authority.cert)

  const renew = async (): Promise<Identity> => {
    const made = await sign(authority)
    try {
      writeAtomically(files.leaf, printIdentity(made.leaf))
    } catch (error) {
      // It serves all the same; the next start signs another one.
      onError(error)
    }
    return made.leaf
  }
  if (!leaf || whyRenew(leaf, authority, reach(authority), now()) === 'foreign') leaf = await renew()
  let present = leaf
  let presentCert = new X509Certificate(present.cert)
  const use = (identity: Identity): void => {
    present = identity
    presentCert = new X509Certificate(identity.cert)
    for (const listener of listeners) listener(identity)
  }

  let isClosed = false
  let renewing: Promise<void> = Promise.resolve()
  /** One after the other; what is asked for meanwhile is looked at again when the one before is done. */
  const check = (): Promise<void> => {
    renewing = renewing.then(async () => {
      if (isClosed || whyRenew(present, authority, reach(authority), now()) === undefined) return
      try {
        use(await renew())
      } catch (error) {
        onError(error)
      }
    })
    return renewing
  }
  await check()
  const watch = watchAddresses(() => void check(), addresses)
  const timer = setInterval(() => {
    try {
      forgetReplacedRoots(files.folder, now())
    } catch (error) {
      onError(error)
    }
    void check()
  }, checkEveryMs)
  timer.unref()

  return {
    ok: true,
    certificates: {
      caFile: files.ca,
      caCert: authority.cert,
      current: () => present,
      onChange: (listener) => void listeners.add(listener),
      covers: (host) =>
        (isIP(host) === 0 ? presentCert.checkHost(host, { subject: 'never' }) : presentCert.checkIP(host)) !==
        undefined,
      useNames(names) {
        extraNames = names
        return check()
      },
      check,
      async close() {
        isClosed = true
        watch.stop()
        clearInterval(timer)
        await renewing
      },
    },
  }
}
