import { existsSync, readFileSync, rmSync } from 'node:fs'
import { listAddresses } from './addresses.ts'
import { writeAtomically } from './atomic-file.ts'
import { filesOf, readRoot } from './certificates.ts'
import { parseIdentity, printIdentity } from './identity.ts'
import { issue as issueInChild, type Issue, type IssueRequest } from './issuer.ts'
import { keptPath, keptRoots } from './kept-roots.ts'

/** `none`: there is no authority yet, or none to go back to. */
export type ReplaceOutcome = { ok: true; cert: string } | { ok: false; code: 'none' } | { ok: false; message: string }

interface ReplaceOptions {
  dataDir: string
  now: number
  issue?: (request: IssueRequest) => Promise<Issue>
  addresses?: () => string[]
}

/**
 * A new authority in place of the present one; for a box that is stopped. The old one is kept for thirty days, so that there is a way
 * back. Whatever is interrupted, one of the two is whole in its place, and the box signs what is missing at its next start.
 */
export async function replaceRoot(options: ReplaceOptions): Promise<ReplaceOutcome> {
  const { dataDir, now, issue = issueInChild, addresses = listAddresses } = options
  const read = readRoot(dataDir)
  if (!read.ok) return { ok: false, message: read.message }
  if (!read.root) return { ok: false, code: 'none' }
  const files = filesOf(dataDir)
  const made = await issue({ root: null, names: [], addresses: addresses(), now })
  writeAtomically(keptPath(files.folder, now), printIdentity(read.root))
  writeAtomically(files.root, printIdentity(made.root))
  writeAtomically(files.ca, made.root.cert)
  writeAtomically(files.leaf, printIdentity(made.leaf))
  return { ok: true, cert: made.root.cert }
}

/** The authority before the last replacement, back in its place; the one it takes the place of is gone. */
export function bringBackRoot(dataDir: string, now: number): ReplaceOutcome {
  const files = filesOf(dataDir)
  const [newest] = existsSync(files.folder) ? keptRoots(files.folder, now) : []
  const root = newest === undefined ? undefined : parseIdentity(readFileSync(newest, 'utf8'))
  if (newest === undefined || !root) return { ok: false, code: 'none' }
  writeAtomically(files.root, printIdentity(root))
  writeAtomically(files.ca, root.cert)
  // The certificate is another authority's now: the box signs one at its next start.
  rmSync(files.leaf, { force: true })
  rmSync(newest)
  return { ok: true, cert: root.cert }
}
