import type { ChangeNoun } from '../../contract/events.ts'
import type { Collection } from './collection.ts'
import type { Live } from './live.ts'

/**
 * Keeps a list fresh by what the box tells.
 *
 * @param change what a change means for it: these ids of this noun
 * @returns closes the list
 */
export function follow<T>(
  live: Pick<Live, 'listen'>,
  collection: Collection<T>,
  change: (noun: ChangeNoun, ids: readonly string[]) => void,
): () => void {
  const stop = live.listen({
    change,
    reload: () => void collection.load(),
    up: () => void collection.kick(),
  })
  return () => {
    stop()
    collection.close()
  }
}
