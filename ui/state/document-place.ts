import type { Route } from './route.ts'

/** As in the style sheet of the whole page: so low that it scrolls as one instead of each panel by itself. */
const isOneScroll = matchMedia('(max-height: 480px)')

/** What a page is about; the tabs of it are the same page. */
const subjectOf = (route: Route): string => {
  if (route.page === 'list') return 'list'
  if (route.page === 'person') return `${route.person.kind} ${route.person.id}`
  return `${route.page} ${'id' in route ? (route.id ?? '') : ''}`
}

/** Where the whole page is scrolled to: every page begins at its top, the list where it was left. */
export class DocumentPlace {
  #subject = ''
  #listTop = 0

  constructor() {
    // The browser would put it back before what belongs there is drawn.
    history.scrollRestoration = 'manual'
  }

  /** Before `route` is drawn. */
  leave(route: Route): void {
    if (this.#subject === 'list' && subjectOf(route) !== 'list') this.#listTop = isOneScroll.matches ? scrollY : 0
  }

  /** Once `route` is drawn. Elsewhere the panels scroll, and asking for a place would lay everything out. */
  show(route: Route): void {
    const subject = subjectOf(route)
    if (subject === this.#subject) return
    this.#subject = subject
    if (isOneScroll.matches) scrollTo(0, subject === 'list' ? this.#listTop : 0)
  }
}
