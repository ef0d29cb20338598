import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Store } from '../data/store.ts'

/** Renders its host again when any of the stores was replaced. Which stores is asked before each render: they may come later. */
export class Watch implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #stores: () => readonly (Store<unknown> | undefined)[]
  #watched = new Map<Store<unknown>, () => void>()
  /** Lit updates an element that has left the page as well, where something asks for it. */
  #isOn = false

  constructor(host: ReactiveControllerHost, stores: () => readonly (Store<unknown> | undefined)[]) {
    this.#host = host
    this.#stores = stores
    host.addController(this)
  }

  hostConnected(): void {
    this.#isOn = true
    this.#follow()
  }

  hostUpdate(): void {
    if (this.#isOn) this.#follow()
  }

  hostDisconnected(): void {
    this.#isOn = false
    for (const stop of this.#watched.values()) stop()
    this.#watched.clear()
  }

  #follow(): void {
    const wanted = new Set(this.#stores().filter((store) => store !== undefined))
    for (const [store, stop] of this.#watched) {
      if (wanted.has(store)) continue
      stop()
      this.#watched.delete(store)
    }
    for (const store of wanted) {
      if (this.#watched.has(store)) continue
      this.#watched.set(
        store,
        store.subscribe(() => {
          this.#host.requestUpdate()
        }),
      )
    }
  }
}
