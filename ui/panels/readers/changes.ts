import type { Counter } from '../../../contract/counter.ts'
import type { Reader } from '../../../contract/reader.ts'
import type { Clash } from '../../components/kb-conflict.ts'
import { success, type Outcome } from '../../data/outcome.ts'
import { changeReader, type ReaderChange } from '../../data/readers.ts'
import { Store } from '../../data/store.ts'
import type { Box } from '../../state/box.ts'
import { renamesOf, type CounterRename } from '../../state/drafts.ts'
import { troubleOf } from '../../state/trouble.ts'
import { readers as words } from '../../text/readers.ts'
import type { Trouble } from '../../text/troubles.ts'

export interface ChangeState {
  isBusy: boolean
  /** What was done last, and the way to take it back. */
  done: { text: string; undo?: () => Promise<boolean> } | null
  trouble: { trouble: Trouble; reference?: string | undefined } | null
  /** Another page was quicker: nothing was changed here. */
  clash: Clash | null
}
type Done = NonNullable<ChangeState['done']>

const calm: ChangeState = { isBusy: false, done: null, trouble: null, clash: null }

/** What カードリーダー設定 changes: one thing at a time, each said in words when it is done or refused. All resolve to "it was done". */
export class Changes {
  readonly state = new Store<ChangeState>(calm)
  readonly #box: Box

  constructor(box: Box) {
    this.#box = box
  }

  add(name: string): Promise<boolean> {
    return this.#try(
      () => this.#box.counters.add(name),
      () => ({ text: words.done.added(name) }),
    )
  }

  rename({ name, from }: CounterRename): Promise<boolean> {
    return this.#try(
      () => this.#rename(from, name),
      () => ({ text: words.done.renamed(name) }),
      (current) => {
        const now = current as Counter
        const clash = this.#counterClash(name, now, () => this.rename({ name, from: now }))
        return { ...clash, takeTheirs: () => renamesOf(this.#box).delete(now.id) }
      },
    )
  }

  /** Somebody else is met where they gave it another name since this one was begun, and nowhere else. */
  async #rename(from: Counter, name: string): Promise<Outcome<undefined>> {
    const outcome = await this.#box.counters.rename(from, name)
    if (outcome.ok || outcome.failure.code !== 'stale-version') return outcome
    const now = outcome.failure.current as Counter
    if (now.name === name) return success(undefined)
    return now.name === from.name ? this.#rename(now, name) : outcome
  }

  remove(counter: Counter): Promise<boolean> {
    const { id, name } = counter
    const restore = () =>
      this.#try(
        () => this.#box.counters.restore(id),
        () => ({ text: words.done.restored(name) }),
      )
    return this.#try(
      () => this.#box.counters.remove(counter),
      () => ({ text: words.done.removed(name), undo: restore }),
      (current) => {
        const now = current as Counter
        return this.#counterClash(words.remove, now, () => this.remove(now))
      },
    )
  }

  move(reader: Reader, counterId: string | null, isUndo = false): Promise<boolean> {
    const { id, label, counterId: before } = reader
    const back = async () => {
      const now = this.#reader(id)
      return now ? this.move(now, before, true) : false
    }
    return this.#change(reader, { counterId }, () => ({
      text: words.done.moved(label, this.#nameOf(counterId)),
      ...(!isUndo && { undo: back }),
    }))
  }

  power(reader: Reader, isWanted: boolean): Promise<boolean> {
    const { label } = reader
    return this.#change(reader, { isWanted }, () => ({
      text: isWanted ? words.done.on(label) : words.done.off(label),
    }))
  }

  #change(reader: Reader, change: ReaderChange, done: () => Done): Promise<boolean> {
    const act = async () => {
      const outcome = await changeReader(this.#box.http, reader, change)
      // Taken or refused: the page goes on with how it stands now.
      await this.#box.watch.refresh()
      return outcome
    }
    return this.#try(act, done, (current) => {
      const now = current as Reader
      const mine = this.#placeOf({ ...now, ...change, isOn: change.isWanted ?? now.isOn })
      return {
        rows: [{ label: reader.label, mine, theirs: this.#placeOf(now) }],
        keepMine: () => this.#change(now, change, done),
      }
    })
  }

  #counterClash(mine: string, { name }: Counter, keepMine: () => unknown): Clash {
    return { rows: [{ label: words.name, mine, theirs: name }], keepMine }
  }

  #placeOf({ counterId, isOn }: Pick<Reader, 'counterId' | 'isOn'>): string {
    return words.nowIs(this.#nameOf(counterId), isOn ? words.on : words.off)
  }

  #reader(id: string): Reader | undefined {
    return this.#box.watch.status.value?.readers.find((reader) => reader.id === id)
  }

  #nameOf(counterId: string | null): string {
    return this.#box.counters.list.value?.find(({ id }) => id === counterId)?.name ?? words.noCounter
  }

  /** The two versions were chosen from. */
  settle(): void {
    this.state.set(calm)
  }

  async #try(
    act: () => Promise<Outcome<unknown>>,
    done: () => Done,
    meet?: (current: unknown) => Clash,
  ): Promise<boolean> {
    if (this.state.value.isBusy) return false
    this.state.set({ ...calm, isBusy: true })
    const outcome = await act()
    if (outcome.ok) this.state.set({ ...calm, done: done() })
    else {
      const { failure } = outcome
      const clash = failure.code === 'stale-version' && meet ? meet(failure.current) : null
      const trouble = clash ? null : { trouble: troubleOf(failure), reference: failure.reference }
      this.state.set({ ...calm, trouble, clash })
    }
    return outcome.ok
  }
}
