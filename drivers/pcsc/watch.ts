import { isUsable, listReaders, plugAndPlay, stateChanged, type Context, type ReaderState } from './binding.ts'
import { compareSights, firstSight, hasCard, type Sight } from './sight.ts'

export interface ReaderChanges {
  attached(reader: ReaderState): void
  detached(name: string): void
  /** A card came. `wasLying`: it was there before the reader was. */
  inserted(reader: ReaderState, wasLying: boolean): void
  removed(name: string): void
  /** A card came and went before anybody could look. */
  missed(name: string): void
}

/**
 * The daemon of Debian 12 tells of a new reader only if it comes while we wait, so that one that comes between two waits is missed.
 * The list is looked at this often; more often for a while after a reader went or came, for then the next is likely.
 */
const listEveryMs = 1000
const listSoonMs = 50
const soonForMs = 3000

/**
 * Tells what happens at all readers of a context until it is cancelled or fails. Rejects when the context is no longer any good.
 * One waiting call for everything: the client library keeps the readers' states once a process.
 */
export async function watchReaders(context: Context, changes: ReaderChanges): Promise<void> {
  const known = new Map<string, Sight>()
  let pnpState = 0
  let listedAt = -Infinity
  let changedAt = performance.now()
  const pause = (): number => (performance.now() - changedAt < soonForMs ? listSoonMs : listEveryMs)
  for (;;) {
    if (performance.now() - listedAt >= pause()) {
      listedAt = performance.now()
      if (list(listReaders(context).filter(isUsable), known, changes)) changedAt = listedAt
    }
    const waiting = [...known].map(([name, { state }]) => ({ name, state }))
    let states: ReaderState[] | null
    try {
      states = await context.waitForChange([...waiting, { name: plugAndPlay, state: pnpState }], pause())
    } catch (error) {
      // A reader that went between listing and waiting is no fault of the context: the list says so.
      if (!(error instanceof Error) || error.message !== 'Unknown reader') throw error
      listedAt = -Infinity
      continue
    }
    if (states === null) return
    for (const reader of states) {
      if (reader.name === plugAndPlay) {
        if ((reader.state & stateChanged) === 0) continue
        pnpState = reader.state & ~stateChanged
        listedAt = -Infinity
      } else if (!isUsable(reader)) listedAt = -Infinity
      else update(reader, known, changes)
    }
  }
}

/** @returns whether readers came or went, or are about to */
function list(readers: ReaderState[], known: Map<string, Sight>, changes: ReaderChanges): boolean {
  let hasChanged = false
  for (const name of known.keys()) {
    if (readers.some((reader) => reader.name === name)) continue
    hasChanged = true
    known.delete(name)
    changes.detached(name)
  }
  for (const reader of readers) {
    if (known.has(reader.name)) update(reader, known, changes)
    // Being set up by the daemon: look again soon.
    else if (reader.state === 0) hasChanged = true
    else {
      hasChanged = true
      known.set(reader.name, firstSight(reader.state))
      changes.attached(reader)
      if (hasCard(reader.state)) changes.inserted(reader, true)
    }
  }
  return hasChanged
}

function update(reader: ReaderState, known: Map<string, Sight>, changes: ReaderChanges): void {
  const before = known.get(reader.name)
  // A reader whose state could not be had; the next look tells.
  if (before === undefined || reader.state === 0) return
  const { sight, changes: seen } = compareSights(before, reader.state)
  known.set(reader.name, sight)
  for (const change of seen) {
    if (change === 'inserted') changes.inserted(reader, false)
    else changes[change](reader.name)
  }
}
