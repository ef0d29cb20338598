import { constants } from 'node:fs'
import { access, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { folderTestSteps, type FolderTest, type FolderTestRequest, type FolderTestWhy } from '../../contract/setup.ts'
import { errnoOf, isGone, reachOf } from './folder-errors.ts'
import { boundIo, diskIo, FolderSilentError } from './folder-io.ts'
import { listFolder, type FolderListing } from './folder-layout.ts'
import { fstabFile, listShares, mountsFile } from './mounts.ts'
import { maxBytes, readNsips } from './nsips/parse.ts'
import { callShare, findHost, isShareAddress, knock, parseShare, readListing, type ShareAddress } from './share-call.ts'

type Step = (typeof folderTestSteps)[number]
type Read = NonNullable<FolderTest['file']>

export interface FolderTestPlace {
  /** Where a file of a share is put while it is read; removed again. */
  tempDir: string
  mountsFile?: string
  fstabFile?: string
  /** Milliseconds for one call. */
  limitMs?: number
}

/** What is found on the way, step by step: the first that fails ends it. */
class Walk {
  readonly passed = new Map<Step, FolderTestWhy | null>()
  failed: { step: Step; why: FolderTestWhy; errno: string | undefined } | undefined
  file: Read | null = null

  /** @param why it is only waited for: nothing is wrong */
  pass(step: Step, why: FolderTestWhy | null = null): void {
    this.passed.set(step, why)
  }

  fail(step: Step, why: FolderTestWhy, errno?: string): void {
    this.failed = { step, why, errno }
  }

  tell(isShare: boolean, mountedAt: string | null): FolderTest {
    const { failed, passed, file } = this
    return {
      isOk: failed === undefined,
      isShare,
      mountedAt,
      file,
      steps: folderTestSteps.map((step) => {
        const why = passed.get(step)
        if (failed?.step === step)
          return { step, result: 'failed', why: failed.why, ...(failed.errno !== undefined && { errno: failed.errno }) }
        if (why === undefined) return { step, result: 'skipped', why: null }
        return { step, result: why === null ? 'ok' : 'waiting', why }
      }),
    }
  }
}

/**
 * Goes the way that the intake would go, and names the step that fails. Changes nothing in the folder. A share that is not mounted is
 * asked with smbclient; whether the box may delete there is only told where it is mounted.
 */
export async function testFolder(asked: FolderTestRequest, place: FolderTestPlace): Promise<FolderTest> {
  const walk = new Walk()
  if (!isShareAddress(asked.path)) {
    await walkFolder(walk, asked.path.trim(), asked.mode, place)
    return walk.tell(false, null)
  }
  const share = parseShare(asked.path)
  if (!share) walk.fail('name', 'share-malformed')
  else await walkShare(walk, share, asked, place)
  return walk.tell(true, share ? mountOf(share, place) : null)
}

const usualLimitMs = 8000

async function walkFolder(
  walk: Walk,
  path: string,
  mode: 'consume' | 'observe',
  place: FolderTestPlace,
): Promise<void> {
  if (!isAbsolute(path)) {
    walk.fail('name', 'path-relative')
    return
  }
  const io = boundIo(diskIo, place.limitMs ?? usualLimitMs, () => undefined)
  let at: Step = 'name'
  try {
    if (!(await limited(stat(path), place)).isDirectory()) {
      walk.fail('name', 'not-a-folder')
      return
    }
    walk.pass('name')
    at = 'reach'
    if (!isMounted(path, place)) {
      walk.fail('reach', 'not-mounted')
      return
    }
    const found = await io.list(path)
    for (const each of ['reach', 'sign-in'] as const) walk.pass(each)
    at = 'rights'
    const listing = await listFolder(io, path)
    const inner = found.filter(({ name, kind }) => kind === 'folder' && /^(INDEX|DATA)$/i.test(name))
    if (mode === 'consume') await mayDelete(inner.length > 0 ? inner.map(({ name }) => join(path, name)) : [path])
    walk.pass('rights')
    if (listing.layout === 'indexed' && !inner.some(({ name }) => /^DATA$/i.test(name))) {
      walk.fail('layout', 'no-data')
      return
    }
    walk.pass('layout', listing.layout === 'unknown' ? 'no-index' : null)
    at = 'file'
    await readFirst(walk, listing, (file) => io.read(file, 0, maxBytes + 1))
  } catch (error) {
    tellError(walk, at, error)
  }
}

/** Files can be deleted where the folder itself may be written. */
async function mayDelete(folders: readonly string[]): Promise<void> {
  for (const folder of folders) await access(folder, constants.W_OK | constants.X_OK)
}

function tellError(walk: Walk, at: Step, error: unknown): void {
  const errno = errnoOf(error)
  // A folder that does not answer cannot be reached, whatever it was asked.
  if (error instanceof FolderSilentError) failAt(walk, 'reach', 'silent')
  else if (errno === undefined) throw error
  else if (errno === 'EROFS') failAt(walk, 'rights', 'read-only', errno)
  else if (/^E(NOKEY|KEY)/.test(errno)) failAt(walk, 'sign-in', 'wrong-credentials', errno)
  else if (reachOf(errno) === 'denied') failAt(walk, 'rights', isAccess(error) ? 'no-delete' : 'no-read', errno)
  else if (at === 'file') walk.fail('file', 'file-not-read', errno)
  else if (isGone(errno)) walk.fail(at, 'path-missing', errno)
  else failAt(walk, 'reach', 'unreachable', errno)
}

const isAccess = (error: unknown): boolean => (error as NodeJS.ErrnoException).syscall === 'access'

/** The steps before the one that failed went well. */
function failAt(walk: Walk, step: Step, why: FolderTestWhy, errno?: string): void {
  walk.passed.clear()
  for (const each of folderTestSteps.slice(0, folderTestSteps.indexOf(step))) walk.pass(each)
  walk.fail(step, why, errno)
}

/** False only where /etc/fstab says that a share belongs there, or above, and none is. */
function isMounted(path: string, place: FolderTestPlace): boolean {
  const isIn = (mount: string): boolean => path === mount || path.startsWith(`${mount.replace(/\/$/, '')}/`)
  const wanted = listShares(place.fstabFile ?? fstabFile).filter((mount) => isIn(mount.path))
  const mounted = listShares(place.mountsFile ?? mountsFile)
  return wanted.every(({ path: wantedPath }) => mounted.some((mount) => mount.path === wantedPath))
}

function mountOf({ host, share, folder }: ShareAddress, place: FolderTestPlace): string | null {
  const source = `//${host}/${share}`.toLowerCase()
  const mount = listShares(place.mountsFile ?? mountsFile).find((each) => each.source.toLowerCase() === source)
  return mount ? join(mount.path, folder) : null
}

async function readFirst(
  walk: Walk,
  { ready }: Pick<FolderListing, 'ready'>,
  read: (path: string) => Promise<Buffer>,
): Promise<void> {
  const [first] = ready.toSorted((one, other) => (one.name < other.name ? -1 : 1))
  if (!first) {
    walk.pass('file', 'no-file-yet')
    return
  }
  tellFile(walk, first.name, await read(first.path))
}

function tellFile(walk: Walk, name: string, bytes: Buffer): void {
  if (bytes.byteLength > maxBytes) {
    walk.fail('file', 'file-too-large')
    return
  }
  const { outcome } = readNsips(bytes, name)
  if (!outcome.ok) {
    walk.fail('file', 'file-not-nsips')
    return
  }
  const { format, pharmacy } = outcome.record
  walk.file = { name, format, maker: pharmacy.vendor ?? '' }
  walk.pass('file')
}

/** The first look, before it is known what kind of disk it is. */
function limited<T>(call: Promise<T>, { limitMs = usualLimitMs }: FolderTestPlace): Promise<T> {
  const late = pause(limitMs, undefined, { ref: false }).then((): never => {
    throw new FolderSilentError('the folder does not answer')
  })
  return Promise.race([call, late])
}

async function walkShare(
  walk: Walk,
  share: ShareAddress,
  { user = '', password = '' }: FolderTestRequest,
  place: FolderTestPlace,
): Promise<void> {
  const limitMs = place.limitMs ?? usualLimitMs
  const address = await findHost(share.host, limitMs)
  if (address === undefined) {
    walk.fail('name', 'name-unknown')
    return
  }
  walk.pass('name')
  const door = await knock(address, share.port, limitMs)
  if (door !== 'open') {
    walk.fail('reach', door === 'closed' ? 'port-closed' : 'unreachable')
    return
  }
  walk.pass('reach')
  const call = async (commands: string) => callShare(share, { user, password }, commands, limitMs)
  const top = await call(`ls "${join(share.folder, '*')}"`)
  // An empty folder answers that there is no such file.
  if (!top.ok && top.status !== 'NT_STATUS_NO_SUCH_FILE') {
    tellRefusal(walk, top, user)
    return
  }
  for (const each of ['sign-in', 'rights'] as const) walk.pass(each)
  const found = top.ok ? readListing(top.output) : []
  const inner = (name: string): string | undefined =>
    found.find((entry) => entry.isFolder && entry.name.toUpperCase() === name)?.name
  const [index, data] = [inner('INDEX'), inner('DATA')]
  const isText = ({ name, isFolder }: { name: string; isFolder: boolean }) => !isFolder && /^[^.].*\.txt$/i.test(name)
  const isFlat = index === undefined && found.some(isText)
  if (index !== undefined && data === undefined) {
    walk.fail('layout', 'no-data')
    return
  }
  walk.pass('layout', index === undefined && !isFlat ? 'no-index' : null)
  const folder = join(share.folder, isFlat ? '' : (data ?? ''))
  const files = isFlat ? found : data === undefined ? [] : await listed(call, folder)
  const first = files.filter(isText).toSorted((one, other) => (one.name < other.name ? -1 : 1))[0]
  if (!first) walk.pass('file', 'no-file-yet')
  else if (first.size > maxBytes) walk.fail('file', 'file-too-large')
  else if (/["';%\p{Cc}]/u.test(first.name)) walk.fail('file', 'file-not-nsips')
  else await fetchFile(walk, call, join(folder, first.name), first.name, place)
}

type Call = (commands: string) => ReturnType<typeof callShare>

async function listed(call: Call, folder: string): Promise<ReturnType<typeof readListing>> {
  const answer = await call(`ls "${join(folder, '*')}"`)
  return answer.ok ? readListing(answer.output) : []
}

async function fetchFile(walk: Walk, call: Call, path: string, name: string, place: FolderTestPlace): Promise<void> {
  const dir = await mkdtemp(join(place.tempDir, 'setup-'))
  try {
    const copy = join(dir, 'file')
    const answer = await call(`get "${path}" "${copy}"`)
    if (!answer.ok) walk.fail('file', 'file-not-read', answer.status)
    else tellFile(walk, name, await readFile(copy))
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

function tellRefusal(
  walk: Walk,
  { why, status }: Extract<Awaited<ReturnType<Call>>, { ok: false }>,
  user: string,
): void {
  if (why === 'missing') walk.fail('sign-in', 'no-smbclient')
  else if (why === 'late') walk.fail('sign-in', 'silent')
  else if (/LOGON_FAILURE|ACCOUNT|PASSWORD|WRONG/.test(status))
    walk.fail('sign-in', user === '' ? 'credentials-missing' : 'wrong-credentials', status)
  else if (/ACCESS_DENIED/.test(status) && user === '') walk.fail('sign-in', 'credentials-missing', status)
  else {
    walk.pass('sign-in')
    if (/BAD_NETWORK_NAME/.test(status)) walk.fail('rights', 'share-unknown', status)
    else if (/OBJECT_(NAME|PATH)_NOT_FOUND/.test(status)) {
      walk.pass('rights')
      walk.fail('layout', 'path-missing', status)
    } else walk.fail('rights', 'no-read', status)
  }
}
