import { draftsOfKind } from '../../state/drafts.ts'
import { isChanged, type Editing } from './editing.ts'

const keptOf = draftsOfKind<Editing>()

/** Counts of one member that are typed and not saved: one of a new record, and one of each that is being corrected. */
export class CountDrafts {
  readonly #kept: Map<string, Editing>
  readonly #prefix: string

  /** Those of whoever is signed in now: to be asked for anew each time. */
  constructor(box: Parameters<typeof keptOf>[0], memberId: string) {
    this.#kept = keptOf(box)
    this.#prefix = `${memberId} `
  }

  get(slot: string): Editing | undefined {
    return this.#kept.get(this.#prefix + slot)
  }

  /** The one typed last stands last; what is as it was at first is no draft. */
  save(editing: Editing): void {
    this.delete(editing.slot)
    if (isChanged(editing)) this.#kept.set(this.#prefix + editing.slot, editing)
  }

  delete(slot: string): void {
    this.#kept.delete(this.#prefix + slot)
  }

  /** All of the member, the one typed last in front. */
  all(): Editing[] {
    return [...this.#kept]
      .filter(([key]) => key.startsWith(this.#prefix))
      .map(([, editing]) => editing)
      .reverse()
  }
}
