import type { Box } from '../../state/box.ts'
import { draftsOf, type Draft } from '../../state/drafts.ts'

/** What was typed for one entry and not saved, and the version of the entry that it began from. */
export interface UnsavedEntry {
  id: string
  /** Why the entry is taken away; otherwise what it is to say. */
  isRemoval: boolean
  version: number
  draft: Draft
}

/** Not the name of any field. */
const versionKey = '#'
/** Behind the id of an entry that is to be taken away. */
const removal = ' removal'

type Slot = Pick<UnsavedEntry, 'id' | 'isRemoval'>

/** Unsaved forms of one kind of entry of one member, by the entry's id; '' is the new one. A correction and a removal are two. */
export class EntryDrafts {
  readonly #kept: Map<string, Draft>
  readonly #prefix: string

  /** Those of whoever is signed in now: to be asked for anew each time. */
  constructor(box: Pick<Box, 'presence'>, path: string, memberId: string) {
    this.#kept = draftsOf(box)
    this.#prefix = `${path} ${memberId} `
  }

  get(slot: Slot): UnsavedEntry | undefined {
    const kept = this.#kept.get(this.#key(slot))
    if (!kept) return undefined
    const { [versionKey]: version = '0', ...draft } = kept
    return { ...slot, version: Number(version), draft }
  }

  save({ version, draft, ...slot }: UnsavedEntry): void {
    this.#kept.set(this.#key(slot), { ...draft, [versionKey]: String(version) })
  }

  delete(slot: Slot): void {
    this.#kept.delete(this.#key(slot))
  }

  /** What was typed before somebody looked at another page. */
  first(): UnsavedEntry | undefined {
    const key = [...this.#kept.keys()].find((one) => one.startsWith(this.#prefix))?.slice(this.#prefix.length)
    if (key === undefined) return undefined
    const isRemoval = key.endsWith(removal)
    return this.get({ id: isRemoval ? key.slice(0, -removal.length) : key, isRemoval })
  }

  #key({ id, isRemoval }: Slot): string {
    return this.#prefix + id + (isRemoval ? removal : '')
  }
}
