import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit'
import type { Member } from '../../../contract/member.ts'
import { clashNote, type Clash } from '../../components/kb-conflict.ts'
import type { Http } from '../../data/http.ts'
import type { Failure } from '../../data/outcome.ts'
import { troubleOf } from '../../state/trouble.ts'
import { links } from '../../text/links.ts'
import { doLink, type Deed, type LinkAct } from './linking.ts'

export interface LinkDeedsOptions {
  http: () => Http
  /** Called after each deed, done or refused: what is shown may be another. */
  settled: (isDone: boolean) => Promise<unknown>
}

/** お薬自動登録 as it is set and undone on one page: one deed at a time, each said in words, taken back, or shown beside what came first. */
export class LinkDeeds implements ReactiveController {
  isBusy = false
  #deed: Deed | null = null
  #note = ''
  #clash: Clash | null = null
  readonly #host: ReactiveControllerHost
  readonly #options: LinkDeedsOptions
  /** What is shown; an answer that comes for another is not told. */
  #shown = 0
  #isOn = false

  constructor(host: ReactiveControllerHost, options: LinkDeedsOptions) {
    this.#host = host
    this.#options = options
    host.addController(this)
  }

  hostConnected(): void {
    this.#isOn = true
  }

  hostDisconnected(): void {
    this.#isOn = false
    this.#shown++
    this.#note = ''
    this.#deed = this.#clash = null
  }

  /** Somebody else is shown from now on. */
  clear(): void {
    this.#shown++
    this.#say({})
  }

  fail(failure: Failure): void {
    const { what, todo } = troubleOf(failure)
    this.#say({ note: failure.code === 'patient-linked-elsewhere' ? `${what}。${todo}` : what })
  }

  async do(member: Member, act: LinkAct): Promise<void> {
    if (this.isBusy) return
    const shown = this.#shown
    this.isBusy = true
    this.#host.requestUpdate()
    const done = await doLink(this.#options.http(), member, act)
    if (!this.#isFor(shown)) return
    if ('deed' in done) this.#say({ deed: done.deed })
    else if ('failure' in done) this.fail(done.failure)
    else this.#say({ clash: { rows: done.rows, keepMine: () => this.do(done.now, act) } })
    await this.#options.settled('deed' in done)
  }

  /** What was done last, with the way back; or why it was not. */
  said(): TemplateResult {
    return html`<div role="status" aria-live="polite">
        ${
          this.#deed
            ? html`<p class="done" data-test="done">
                ${this.#deed.text}
                <button
                  class="btn"
                  type="button"
                  data-test="undo"
                  ?disabled=${this.isBusy}
                  @click=${() => void this.#undo()}
                >
                  ${links.done.undo}
                </button>
              </p>`
            : nothing
        }
        ${this.#note === '' ? nothing : html`<p class="note" data-test="note"><b>${this.#note}</b></p>`}
      </div>
      ${clashNote(this.#clash, this.isBusy, () => {
        this.#say({})
      })}`
  }

  async #undo(): Promise<void> {
    const deed = this.#deed
    if (!deed || this.isBusy) return
    const shown = this.#shown
    this.isBusy = true
    this.#host.requestUpdate()
    const outcome = await deed.undo()
    if (!this.#isFor(shown)) return
    if (outcome.ok) this.#say({ note: links.done.undone })
    else this.fail(outcome.failure)
    await this.#options.settled(outcome.ok)
  }

  /** An answer has come: for what is shown, or for a page whose buttons only waited for it. */
  #isFor(shown: number): boolean {
    this.isBusy = false
    if (shown === this.#shown) return true
    if (this.#isOn) this.#host.requestUpdate()
    return false
  }

  #say({ deed, note, clash }: { deed?: Deed; note?: string; clash?: Clash }): void {
    this.#deed = deed ?? null
    this.#note = note ?? ''
    this.#clash = clash ?? null
    this.#host.requestUpdate()
  }
}
