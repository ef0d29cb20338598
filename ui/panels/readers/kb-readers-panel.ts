import { LitElement, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Counter } from '../../../contract/counter.ts'
import type { Reader } from '../../../contract/reader.ts'
import type { BoxStatus } from '../../../contract/status.ts'
import { DragController } from '../../components/drag.ts'
import { stoppedServices } from '../../format/readers.ts'
import type { Box } from '../../state/box.ts'
import { counterDraftsOf, newCounter, renamesOf, type CounterRename } from '../../state/drafts.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { formField } from '../../styles/form-field.ts'
import { panel } from '../../styles/panel.ts'
import { backToList } from '../back-to-list.ts'
import { shared } from '../../styles/shared.ts'
import { readers as words, wedge } from '../../text/readers.ts'
import '../../components/kb-counter-box.ts'
import { clashNote } from '../../components/kb-conflict.ts'
import '../../components/kb-reader-card.ts'
import '../../components/kb-trouble.ts'
import { Changes, type ChangeState } from './changes.ts'
import './kb-found-satellites.ts'
import './kb-wedge.ts'
import { readersPanel } from './styles.ts'

/** `data-drop` of the readers that belong to no counter. */
const nowhere = ''

/** カードリーダー設定: which reader stands at which counter, ON or OFF, and how each does. */
export class KbReadersPanel extends LitElement {
  static override properties = { box: { attribute: false } }
  static override styles = [shared, formField, panel, readersPanel]
  declare box: Box
  #changes: Changes | undefined
  /** What stood in the field for a new counter when this page was opened. */
  #newName: string | undefined
  readonly #drag = new DragController(this, (id, place) => {
    const reader = this.box.watch.status.value?.readers.find((each) => each.id === id)
    if (reader) this.#move(reader, place || null)
  })

  constructor() {
    super()
    new Watch(this, () => [
      this.#changes?.state,
      this.box.watch.status,
      this.box.counters.list,
      this.box.counters.failure,
      this.box.preferences.counter,
    ])
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // The panel scrolls, so the keys that scroll must reach it.
    this.tabIndex = -1
    this.focus({ preventScroll: true })
  }

  override willUpdate(): void {
    this.#changes ??= new Changes(this.box)
    this.#newName ??= counterDraftsOf(this.box).get(newCounter) ?? ''
  }

  override updated(): void {
    const { moving } = this.#drag
    for (const item of this.renderRoot.querySelectorAll<HTMLElement>('.reader'))
      item.style.transform =
        moving && moving.id === item.dataset['readerId']
          ? `translate(${String(moving.x)}px, ${String(moving.y)}px)`
          : ''
  }

  override render() {
    const status = this.box.watch.status.value
    if (!status || !this.#changes) return nothing
    const { state } = this.#changes
    const { done, trouble, clash, isBusy } = state.value
    const failure = this.box.counters.failure.value
    const isEmpty = status.readers.length === 0
    return html`<div class="page ${this.#drag.moving ? 'dragging' : ''}">
      <div class="tools">
        ${backToList(this.box)}
        <h1>${words.title}</h1>
      </div>
      ${this.#services(status)}
      ${failure ? this.#trouble({ trouble: troubleOf(failure), reference: failure.reference }) : nothing}
      <div class="said" role="status" data-test="said">${done ? this.#done(done) : nothing}</div>
      ${trouble ? this.#trouble(trouble) : nothing}
      ${clashNote(clash, isBusy, () => {
        this.#changes?.settle()
      })}
      ${
        isEmpty
          ? html`<div class="sheet quiet-note" data-test="no-readers"><b>${words.none}</b>${words.noneHint}</div>`
          : html`<p class="hint">${words.hint}</p>`
      }
      <div class="counters">${this.#counters(status)} ${this.#adder()}</div>
      ${this.#maySeeLan() ? html`<kb-found-satellites .box=${this.box}></kb-found-satellites>` : nothing}
      <h2>${wedge.title}</h2>
      <kb-wedge .box=${this.box}></kb-wedge>
    </div>`
  }

  /** What else is on the network is for who looks after the box. */
  #maySeeLan(): boolean {
    const presence = this.box.presence.value
    return 'session' in presence && ['admin', 'maintainer'].includes(presence.session.staff.role)
  }

  #services({ readerServices, readers }: BoxStatus) {
    return stoppedServices(readerServices, readers).map(({ service, state, satellite }) => {
      const { what, means, todo } = words.serviceTrouble[state]
      const ofBox = { what: words.service[service] + what, means, todo }
      return html`<kb-trouble
        slim
        data-test="service-trouble"
        .trouble=${satellite === undefined ? ofBox : words.satelliteTrouble(satellite, service, state)}
        .action=${undefined}
      ></kb-trouble>`
    })
  }

  #trouble({ trouble, reference }: NonNullable<ChangeState['trouble']>) {
    return html`<kb-trouble .trouble=${trouble} .reference=${reference} .action=${undefined}></kb-trouble>`
  }

  #done({ text, undo }: NonNullable<ChangeState['done']>) {
    return html`<span>✓ ${text}</span> ${
        undo
          ? html`<button
              class="btn"
              type="button"
              data-test="undo"
              ?disabled=${this.#isBusy}
              @click=${() => void undo()}
            >
              ${words.undo}
            </button>`
          : nothing
      }`
  }

  get #isBusy(): boolean {
    return this.#changes?.state.value.isBusy ?? false
  }

  /** Every counter, and last the readers that belong to none of them. */
  #counters({ readers }: BoxStatus) {
    const counters = this.box.counters.list.value ?? []
    const loose = readers.filter(({ counterId }) => !counters.some(({ id }) => id === counterId))
    return html`${repeat(
      counters,
      ({ id }) => id,
      (counter) =>
        this.#counter(
          counter,
          readers.filter(({ counterId }) => counterId === counter.id),
        ),
    )}
    ${readers.length > 0 ? this.#counter(null, loose) : nothing}`
  }

  /** What is typed outlives the page: a touch that is opened, or a look elsewhere, must not cost it. */
  #keepNew(name: string): void {
    if (name === '') counterDraftsOf(this.box).delete(newCounter)
    else counterDraftsOf(this.box).set(newCounter, name)
  }

  #keepRename(id: string, rename: CounterRename | null): void {
    if (rename) renamesOf(this.box).set(id, rename)
    else renamesOf(this.box).delete(id)
    this.requestUpdate()
  }

  #counter(counter: Counter | null, readers: readonly Reader[]) {
    const place = counter?.id ?? nowhere
    return html`<kb-counter-box
      data-test=${counter ? 'counter' : 'no-counter'}
      data-drop=${place}
      .counter=${counter}
      .draft=${counter ? renamesOf(this.box).get(counter.id) : undefined}
      ?isown=${counter !== null && this.box.counter().counter?.id === counter.id}
      ?isover=${this.#drag.moving?.over === place}
      ?isbusy=${this.#isBusy}
      @kb-rename=${(event: CustomEvent<CounterRename>) => void this.#changes?.rename(event.detail)}
      @kb-remove=${() => counter && void this.#remove(counter)}
      @kb-draft=${(event: CustomEvent<CounterRename | null>) => {
        if (counter) this.#keepRename(counter.id, event.detail)
      }}
    >
      ${readers.length === 0 ? html`<p class="empty">${counter ? words.emptyCounter : words.emptyNowhere}</p>` : this.#readers(readers)}
      ${counter ? nothing : html`<p class="sub about">${words.noCounterHint}</p>`}
    </kb-counter-box>`
  }

  #readers(readers: readonly Reader[]) {
    return html`<ul class="readers">
      ${repeat(
        readers,
        ({ id }) => id,
        (reader) => this.#reader(reader),
      )}
    </ul>`
  }

  #reader(reader: Reader) {
    return html`<li
      class="reader ${this.#drag.moving?.id === reader.id ? 'moving' : ''}"
      data-test="reader"
      data-reader-id=${reader.id}
      data-on=${reader.isOn ? 'true' : 'false'}
      @pointerdown=${(event: PointerEvent) => {
        this.#press(event, reader.id)
      }}
    >
      <span class="grip" aria-hidden="true" data-test="grip">⠿</span>
      <kb-reader-card
        .reader=${reader}
        .counters=${this.box.counters.list.value ?? []}
        .today=${this.box.watch.status.value?.today}
        ?isbusy=${this.#isBusy}
        @kb-move=${(event: CustomEvent<string | null>) => {
          this.#move(reader, event.detail)
        }}
        @kb-power=${(event: CustomEvent<boolean>) => void this.#changes?.power(reader, event.detail)}
        @kb-health=${() => {
          this.box.router.go({ page: 'reader', id: reader.id })
        }}
      ></kb-reader-card>
    </li>`
  }

  /** By mouse anywhere but on what can be pressed; a finger drags by the grip, elsewhere it scrolls. */
  #press(event: PointerEvent, id: string): void {
    const path = event.composedPath().filter((part) => part instanceof HTMLElement)
    if (path.some((part) => part.matches('button, a, select'))) return
    if (event.pointerType === 'touch' && !path.some((part) => part.matches('.grip'))) return
    this.#drag.press(event, id)
  }

  #adder() {
    return html`<form class="sheet add" @submit=${this.#onAdd}>
      <label class="field"
        >${words.newCounter}
        <input
          name="counter"
          maxlength="20"
          autocomplete="off"
          spellcheck="false"
          placeholder=${words.newCounterHint}
          data-test="new-counter"
          .value=${this.#newName}
          @input=${(event: Event) => {
            this.#keepNew((event.target as HTMLInputElement).value)
          }}
      /></label>
      <button class="btn" type="submit" data-test="add-counter" ?disabled=${this.#isBusy}>${words.add}</button>
    </form>`
  }

  readonly #onAdd = (event: SubmitEvent): void => {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    const name = form.querySelector('input')?.value.trim() ?? ''
    // What was typed stays when it could not be added.
    if (name !== '')
      void this.#changes?.add(name).then((isDone) => {
        if (!isDone) return
        form.reset()
        this.#keepNew('')
      })
  }

  #move(reader: Reader, counterId: string | null): void {
    if (counterId !== reader.counterId) void this.#changes?.move(reader, counterId)
  }

  async #remove(counter: Counter): Promise<void> {
    if (!(await this.#changes?.remove(counter))) return
    // The counter is gone, and the focus with it: it goes to what takes the press back.
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('[data-test=undo]')?.focus()
  }
}

customElements.define('kb-readers-panel', KbReadersPanel)
