import { Store } from '../data/store.ts'
import { parseRoute, pathOf, type Route } from './route.ts'

/** The address bar as a store. */
export class Router {
  readonly route: Store<Route>
  /** Name of the page from which the manual was opened. */
  from: Route['page'] = 'list'
  /** Whether "back" leads to the list, with its tab and its place. */
  #isFromList: boolean

  constructor() {
    this.route = new Store(parseRoute(location.pathname))
    this.#isFromList = isFromList(history.state)
    addEventListener('popstate', (event) => {
      this.#isFromList = isFromList(event.state)
      this.route.set(parseRoute(location.pathname))
    })
  }

  go(route: Route): void {
    const path = pathOf(route)
    if (path === location.pathname) return
    this.#isFromList = this.route.value.page === 'list'
    if (this.route.value.page !== 'manual') this.from = this.route.value.page
    history.pushState({ isFromList: this.#isFromList }, '', path)
    this.route.set(route)
  }

  /** Changes the address without a step back to it: the tabs of one page. */
  replace(route: Route): void {
    history.replaceState({ isFromList: this.#isFromList }, '', pathOf(route))
    this.route.set(route)
  }

  /** Where this page was opened from, or `otherwise` when its address was opened directly. */
  back(otherwise: Route): void {
    if (history.state === null) this.go(otherwise)
    else history.back()
  }

  /** Where the list was left, with its tab, or the list itself when this page was opened directly. */
  toList(): void {
    if (this.#isFromList) history.back()
    else this.go({ page: 'list', tab: 'visits' })
  }
}

const isFromList = (state: unknown): boolean =>
  typeof state === 'object' && state !== null && 'isFromList' in state && state.isFromList === true
