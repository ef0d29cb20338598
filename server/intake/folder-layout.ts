import { join } from 'node:path'
import type { FolderStatus } from '../../contract/status.ts'
import type { FolderIo, Listed } from './folder-io.ts'

/** One content file. */
export interface FolderFile {
  name: string
  path: string
  /** Its INDEX file, to be deleted first. Undefined in a flat folder. */
  flagPath: string | undefined
}

export interface FolderListing {
  layout: FolderStatus['layout']
  /** Content whose INDEX is there, or any content of a flat folder: to be taken. */
  ready: FolderFile[]
  /** DATA with no INDEX: still being written, or left over from an interrupted deletion. */
  unflagged: FolderFile[]
  /** INDEX with no DATA. */
  flagsAlone: string[]
  /** Folders in which new files show first. */
  watched: string[]
}

const isText = ({ name, kind }: Listed): boolean =>
  kind === 'file' && !name.startsWith('.') && name.slice(-4).toLowerCase() === '.txt'

const textFiles = (found: Listed[]): string[] => found.filter(isText).map(({ name }) => name)

/** Letter case differs from maker to maker: INDEX, index, Index. */
const subfolder = (found: Listed[], name: string): string | undefined =>
  found
    .filter((item) => item.kind === 'folder' && item.name.toUpperCase() === name)
    .map((item) => item.name)
    .sort()[0]

/**
 * Looks at what the receipt computer has put there. An INDEX sub-folder makes the layout; it may appear or vanish between
 * two looks. Errors of the file system on a folder are thrown as they are.
 */
export async function listFolder(io: FolderIo, path: string): Promise<FolderListing> {
  const found = await io.list(path)
  const index = subfolder(found, 'INDEX')
  if (index === undefined) {
    const ready = textFiles(found).map((name) => ({ name, path: join(path, name), flagPath: undefined }))
    const layout = ready.length > 0 ? 'flat' : 'unknown'
    return { layout, ready, unflagged: [], flagsAlone: [], watched: [path] }
  }
  const data = subfolder(found, 'DATA')
  const indexPath = join(path, index)
  const dataPath = join(path, data ?? 'DATA')
  const flags = textFiles(await io.list(indexPath))
  const contents = data === undefined ? [] : textFiles(await io.list(dataPath))
  const pairs = pairUp(flags, contents)
  // Plain concatenation: ten thousand files may lie here, and this is done at every look.
  const file = (name: string, flag: string | undefined): FolderFile => ({
    name,
    path: `${dataPath}/${name}`,
    flagPath: flag === undefined ? undefined : `${indexPath}/${flag}`,
  })
  const paired = new Set(pairs.values())
  return {
    layout: 'indexed',
    ready: [...pairs].map(([flag, name]) => file(name, flag)),
    unflagged: contents.filter((name) => !paired.has(name)).map((name) => file(name, undefined)),
    flagsAlone: flags.filter((flag) => !pairs.has(flag)),
    watched: [path, indexPath],
  }
}

/** Flag name -> content name: the very same name first, then the same name in another letter case. */
function pairUp(flags: string[], contents: string[]): Map<string, string> {
  const pairs = new Map<string, string>()
  const left = new Set(contents)
  for (const flag of flags) if (left.delete(flag)) pairs.set(flag, flag)
  const byUpper = new Map([...left].map((name) => [name.toUpperCase(), name]))
  for (const flag of flags) {
    const name = pairs.has(flag) ? undefined : byUpper.get(flag.toUpperCase())
    if (name === undefined) continue
    byUpper.delete(flag.toUpperCase())
    pairs.set(flag, name)
  }
  return pairs
}
