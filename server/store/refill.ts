import type { Store } from './open.ts'
import { indexPatient } from './search-index.ts'

/** Everything from this row of the queue on has been looked through; 0 all. */
export const refillBefore = (store: Store): number => store.queries.findRefill.get()?.before ?? 0

/** Files of one portion of the queue whose patient has no telephone number yet, newest first. */
export const listFilesWithoutPhones = (store: Store, range: { from: number; before: number; limit: number }) =>
  store.queries.listFilesWithoutPhones.all(range)

/** What the files of a portion say, newest first, and how far it has come: in one transaction. A number that is known stays. */
export function savePhones(
  store: Store,
  found: readonly { patientId: string; phones: readonly string[] }[],
  before: number,
): void {
  store.write(() => {
    for (const { patientId: id, phones } of found) {
      const { changes } = store.queries.fillPhones.run({ id, phones: phones.join(' ') })
      // No change is noted: a hundred thousand of them would push out what pages that were away still have to hear.
      if (changes > 0) indexPatient(store, id)
    }
    store.queries.saveRefill.run({ before })
  })
}
