import type { Counter } from '../../../contract/counter.ts'
import type { Reader } from '../../../contract/reader.ts'
import type { Failure, Outcome } from '../../data/outcome.ts'
import { changeReader, type ReaderChange } from '../../data/readers.ts'
import { Store } from '../../data/store.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { readers as words } from '../../text/readers.ts'
import type { Trouble } from '../../text/troubles.ts'

export interface ChangeState {
  isBusy: boolean
  /** What was done last, and the way to take it back. */
  done: { text: string; undo?: () => Promise<boolean> } | null
  trouble: { trouble: Trouble; reference?: string | undefined } | null
}
type Done = NonNullable<ChangeState['done']>

/** What カードリーダー設定 changes: one thing at a time, each said in words when it is done or refused. All resolve to "it was done". */
export class Changes {
  readonly state = new Store<ChangeState>({ isBusy: false, done: null, trouble: null })
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

  rename(counter: Counter, name: string): Promise<boolean> {
    return this.#try(
      () => this.#box.counters.rename(counter, name),
      () => ({ text: words.done.renamed(name) }),
      () => words.staleCounter,
    )
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
      () => words.staleCounter,
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
    return this.#try(act, done, () => this.#staleWords(reader))
  }

  /** Another page was quicker: nothing was changed here, and this is how it stands. */
  #staleWords({ id, label }: Reader): string {
    const now = this.#reader(id)
    const place = this.#nameOf(now?.counterId ?? null)
    return words.stale(label, words.nowIs(place, now?.isOn ? words.on : words.off))
  }

  #reader(id: string): Reader | undefined {
    return this.#box.watch.status.value?.readers.find((reader) => reader.id === id)
  }

  #nameOf(counterId: string | null): string {
    return this.#box.counters.list.value?.find(({ id }) => id === counterId)?.name ?? words.noCounter
  }

  async #try(act: () => Promise<Outcome<unknown>>, done: () => Done, stale?: () => string): Promise<boolean> {
    if (this.state.value.isBusy) return false
    this.state.set({ isBusy: true, done: null, trouble: null })
    const outcome = await act()
    this.state.set(
      outcome.ok
        ? { isBusy: false, done: done(), trouble: null }
        : {
            isBusy: false,
            done: null,
            trouble: { trouble: wordsFor(outcome.failure, stale), reference: outcome.failure.reference },
          },
    )
    return outcome.ok
  }
}

const wordsFor = (failure: Failure, stale?: () => string): Trouble => {
  const trouble = troubleOf(failure)
  return failure.code === 'stale-version' && stale ? { ...trouble, means: stale(), todo: '' } : trouble
}
