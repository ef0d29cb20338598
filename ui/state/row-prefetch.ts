import type { PersonRef } from '../data/people.ts'
import type { Box } from './box.ts'
import { parseRoute } from './route.ts'

/**
 * Fetches a person's details ahead when the pointer or the keyboard comes to a row that leads to them, and when they touch at this
 * counter. What does it is no part of the first load.
 */
export class RowPrefetch {
  readonly #box: Box

  constructor(box: Box) {
    this.#box = box
    for (const type of ['pointerover', 'focusin'])
      addEventListener(type, (event) => {
        const person = personOf(event)
        if (person) this.warm(person)
      })
  }

  warm(person: PersonRef): void {
    // Only a head start: where the code cannot be had, opening the page says so.
    void import('./prefetch.ts').then(
      ({ prefetchOf }) => {
        prefetchOf(this.#box).warm(person)
      },
      () => undefined,
    )
  }
}

/** Whose row it is, told by the link in it. */
function personOf(event: Event): PersonRef | null {
  const target = event.composedPath()[0]
  const row = target instanceof Element ? target.closest('tr, li, a') : null
  const link = row?.matches('a') ? row : row?.querySelector('a[href^="/members/"], a[href^="/patients/"]')
  const route = parseRoute(link?.getAttribute('href') ?? '')
  return route.page === 'person' ? route.person : null
}
