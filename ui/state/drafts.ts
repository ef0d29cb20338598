import type { Counter } from '../../contract/counter.ts'
import type { Box } from './box.ts'

/** What was typed into a form and not saved, by the id of its field. */
export type Draft = Record<string, string>

/** All that is asked of a box here. */
type Signed = Pick<Box, 'presence'>

/**
 * Unsaved forms by a key of their own, for each person apart. They outlive the page they stand on, the lock, and a sign-in of somebody
 * else, who sees nothing of them; they end with the window. Ask for them anew each time: the person may be another by then.
 *
 * @returns the drafts of whoever is signed in at a box; an empty map that is forgotten while nobody is
 */
export const draftsOfKind = <T>(): ((box: Signed) => Map<string, T>) => {
  const known = new WeakMap<Signed, Map<string, Map<string, T>>>()
  return (box) => {
    const { value } = box.presence
    if (!('session' in value)) return new Map()
    const { id } = value.session.staff
    const ofAll = known.get(box) ?? new Map<string, Map<string, T>>()
    const own = ofAll.get(id) ?? new Map<string, T>()
    known.set(box, ofAll.set(id, own))
    return own
  }
}

/** Those of forms that are nothing but fields. */
export const draftsOf = draftsOfKind<Draft>()

/** The name of a new counter, under {@link newCounter}. */
export const counterDraftsOf = draftsOfKind<string>()
export const newCounter = ''

/** A counter that is being renamed: what is typed, and how it stood when that began. */
export interface CounterRename {
  name: string
  from: Counter
}

/** By the counter's id. */
export const renamesOf = draftsOfKind<CounterRename>()
