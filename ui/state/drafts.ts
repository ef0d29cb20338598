import type { Box } from './box.ts'

/** What was typed into a form and not saved, by the id of its field. */
export type Draft = Record<string, string>

/** All that is asked of a box here. */
type Signed = Pick<Box, 'presence'>

/**
 * Unsaved forms by a key of their own. They outlive the page they stand on and the lock, and end when the person who typed them signs
 * out: whoever is next at this PC finds nothing of them.
 *
 * @returns the drafts of a box; always the same map for the same box
 */
export const draftsOfKind = <T>(): ((box: Signed) => Map<string, T>) => {
  const known = new WeakMap<Signed, Map<string, T>>()
  return (box) => {
    let drafts = known.get(box)
    if (!drafts) {
      const made = new Map<string, T>()
      known.set(box, made)
      box.presence.subscribe(() => {
        if (box.presence.value.state === 'out') made.clear()
      })
      drafts = made
    }
    return drafts
  }
}

/** Those of forms that are nothing but fields. */
export const draftsOf = draftsOfKind<Draft>()
