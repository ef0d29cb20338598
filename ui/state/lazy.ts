import { html, type TemplateResult } from 'lit'
import { ja } from '../text/ja.ts'

/** The panels that are loaded when first shown. */
const panels = {
  list: () => import('../panels/list/kb-list-panel.ts'),
  person: () => import('../panels/person/kb-person-panel.ts'),
  intake: () => import('../panels/intake/kb-intake-panel.ts'),
  'sign-in': () => import('../panels/sign-in/kb-sign-in-panel.ts'),
  'virtual-reader': () => import('../panels/virtual-reader/kb-virtual-reader.ts'),
} as const

export type PanelName = keyof typeof panels

/** A part that could not be fetched in this time is said to be missing. */
const limit = 10_000

/** Loads panels when they are wanted, the likely ones before. A part that is gone (an update came in between) offers a reload. */
export class Lazy {
  readonly #state = new Map<PanelName, 'loading' | 'ready' | 'failed'>()
  readonly #changed: () => void
  #isPrefetched = false

  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** The panel's template once its code is there; before that, words or a reason. Nothing of these where `isShown` is false. */
  panel(name: PanelName, template: () => TemplateResult, isShown = true): TemplateResult | undefined {
    const state = this.#state.get(name)
    if (state === 'ready') return template()
    if (state === undefined) void this.#load(name)
    if (!isShown) return undefined
    if (state !== 'failed') return html`<div class="wait"><kb-loading></kb-loading></div>`
    return html`<div class="wait">
      <kb-trouble
        .trouble=${ja.failure.chunk}
        .action=${ja.common.reload}
        @kb-retry=${() => {
          location.reload()
        }}
      ></kb-trouble>
    </div>`
  }

  /** Fetches what is likely to be opened next, once, when the page is idle. */
  prefetch(): void {
    if (this.#isPrefetched) return
    this.#isPrefetched = true
    const idle = (task: () => void) =>
      typeof requestIdleCallback === 'function' ? requestIdleCallback(task) : setTimeout(task, 2000)
    idle(() => {
      // Only a head start: a failure shows when the panel is really opened.
      void Promise.allSettled([panels.person(), panels.intake()])
    })
  }

  /** For parts that are loaded apart from a panel (dialogs). */
  readonly fail = (): void => {
    location.reload()
  }

  async #load(name: PanelName): Promise<void> {
    this.#state.set(name, 'loading')
    let timer: ReturnType<typeof setTimeout> | undefined
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error('no answer in time'))
      }, limit)
    })
    try {
      await Promise.race([panels[name](), tooLong])
      this.#state.set(name, 'ready')
    } catch {
      this.#state.set(name, 'failed')
    } finally {
      clearTimeout(timer)
      this.#changed()
    }
  }
}
