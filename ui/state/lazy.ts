import { html, nothing, type TemplateResult } from 'lit'
import { ja } from '../text/ja.ts'
import { whenIdle } from './after-paint.ts'

/** The panels that are loaded when first shown. */
const panels = {
  list: () => import('../panels/list/kb-list-panel.ts'),
  person: () => import('../panels/person/kb-person-panel.ts'),
  intake: () => import('../panels/intake/kb-intake-panel.ts'),
  readers: () => import('../panels/readers/kb-readers-panel.ts'),
  reader: () => import('../panels/reader/kb-reader-panel.ts'),
  audit: () => import('../panels/audit/kb-audit-panel.ts'),
  enrol: () => import('../panels/account/kb-enrol-panel.ts'),
  account: () => import('../panels/account/kb-account-panel.ts'),
  devices: () => import('../panels/devices/kb-devices-panel.ts'),
  'device-strip': () => import('../panels/devices/kb-device-strip.ts'),
  join: () => import('../panels/join/kb-join-panel.ts'),
  cards: () => import('../panels/cards/kb-cards-panel.ts'),
  images: () => import('../panels/images/kb-images-panel.ts'),
  connections: () => import('../panels/connections/kb-connections-panel.ts'),
  disclosure: () => import('../panels/disclosure/kb-disclosure-panel.ts'),
  lan: () => import('../panels/lan/kb-lan-panel.ts'),
  leftovers: () => import('../panels/leftovers/kb-leftovers-panel.ts'),
  links: () => import('../panels/links/kb-links-panel.ts'),
  maintenance: () => import('../panels/maintenance/kb-maintenance-panel.ts'),
  manual: () => import('../panels/manual/kb-manual-panel.ts'),
  merges: () => import('../panels/merges/kb-merges-panel.ts'),
  notices: () => import('../panels/notices/kb-notices-panel.ts'),
  outside: () => import('../panels/outside/kb-outside-panel.ts'),
  replacement: () => import('../panels/replacement/kb-replacement-panel.ts'),
  staff: () => import('../panels/staff/kb-staff-panel.ts'),
  settings: () => import('../panels/settings/kb-settings-panel.ts'),
  setup: () => import('../panels/setup/kb-setup-panel.ts'),
  'sign-in': () => import('../panels/sign-in/kb-sign-in-panel.ts'),
  'virtual-reader': () => import('../panels/virtual-reader/kb-virtual-reader.ts'),
} as const

/** The dialogs that are opened from the line on top. */
export const dialogs = {
  help: () => import('../dialogs/help/kb-help-dialog.ts'),
  counter: () => import('../dialogs/counter/kb-counter-dialog.ts'),
} as const

export type PanelName = keyof typeof panels

/** What may be wanted while the box is away. */
const likely: readonly PanelName[] = ['list', 'person', 'intake', 'readers', 'reader', 'sign-in', 'manual']

/** What a locked page may want beside the password. */
const ways = [() => import('../components/kb-pin-pad.ts'), () => import('../components/kb-factor-form.ts')]

/** A part that could not be fetched in this time is said to be missing. */
const limit = 10_000

/**
 * Loads panels and dialogs when they are wanted, and all of them ahead of that, so that they open without the box. A part that cannot
 * be had is said in words beside a button; the page never reloads by itself, because that would throw away what it shows.
 */
export class Lazy {
  readonly #state = new Map<PanelName, 'loading' | 'ready' | 'failed'>()
  readonly #changed: () => void
  #isPrefetched = false
  #isOpening = false
  #isDialogMissing = false

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
        data-test="part-missing"
        .trouble=${ja.failure.chunk}
        .action=${ja.common.reload}
        @kb-retry=${reload}
      ></kb-trouble>
    </div>`
  }

  /** Opens a dialog once its code is there. Where it cannot be had, {@link missingDialog} says so. */
  async open<T>(load: () => Promise<T>, show: (part: T) => unknown): Promise<void> {
    if (this.#isOpening) return
    this.#isOpening = true
    const part = await inTime(load)
    this.#isOpening = false
    this.#isDialogMissing = part === null
    this.#changed()
    if (part !== null) show(part)
  }

  /** Words for a dialog that could not be opened. */
  missingDialog(): TemplateResult | typeof nothing {
    if (!this.#isDialogMissing) return nothing
    return html`<kb-trouble
      slim
      data-test="part-missing"
      .trouble=${ja.failure.chunk}
      .action=${ja.common.reload}
      @kb-retry=${reload}
    ></kb-trouble>`
  }

  /** Fetches what is likely to be opened, once, when the page is idle. */
  prefetch(): void {
    if (this.#isPrefetched) return
    this.#isPrefetched = true
    whenIdle(() => {
      void this.#loadAhead()
    })
  }

  /** Whether a panel can be drawn at once. */
  isReady(name: PanelName): boolean {
    return this.#state.get(name) === 'ready'
  }

  /** The box answers again, or somebody went on: what could not be had before is worth another try. */
  heal(): void {
    this.#isPrefetched = false
    this.#isDialogMissing = false
    for (const [name, state] of this.#state) if (state === 'failed') this.#state.delete(name)
    this.#changed()
  }

  /** Only a head start: a failure shows when the part is really opened. */
  async #loadAhead(): Promise<void> {
    const loads = [...Object.values(dialogs), ...ways].map((load) => load())
    const parts = likely.map(async (name) => {
      await panels[name]()
      this.#state.set(name, 'ready')
    })
    await Promise.allSettled([...loads, ...parts])
    this.#changed()
  }

  async #load(name: PanelName): Promise<void> {
    this.#state.set(name, 'loading')
    const part = await inTime<unknown>(panels[name])
    this.#state.set(name, part === null ? 'failed' : 'ready')
    this.#changed()
  }
}

const reload = (): void => {
  location.reload()
}

/** A part's code, or null when it cannot be had in time. */
const inTime = async <T>(load: () => Promise<T>): Promise<T | null> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLong = new Promise<null>((resolve) => {
    timer = setTimeout(() => {
      resolve(null)
    }, limit)
  })
  try {
    return await Promise.race([load(), tooLong])
  } catch {
    return null
  } finally {
    clearTimeout(timer)
  }
}
