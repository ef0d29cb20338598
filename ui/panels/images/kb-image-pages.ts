import { LitElement, css, html, nothing } from 'lit'
import { listImages, type Images, type ImageView } from '../../data/images.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { shared } from '../../styles/shared.ts'
import { images as words } from '../../text/images.ts'
import { ja } from '../../text/ja.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import './kb-image-list.ts'

/** The images of one view, page by page, with words for none and for trouble. */
export class KbImagePages extends LitElement {
  static override properties = { box: { attribute: false }, view: { attribute: false } }
  static override styles = [
    shared,
    css`
      .more {
        display: flex;
        justify-content: center;
        padding: 12px;
      }
    `,
  ]
  declare box: Box
  declare view: ImageView
  #shown = ''
  #images: Images | undefined

  constructor() {
    super()
    new Watch(this, () => [this.#images?.collection.state, this.box.watch.status])
  }

  override willUpdate(): void {
    const wanted = JSON.stringify(this.view)
    if (wanted === this.#shown) return
    this.#shown = wanted
    this.#images?.close()
    this.#images = listImages(this.box.http, this.box.live, this.view)
    void this.#images.collection.load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#images?.close()
    this.#images = undefined
    this.#shown = ''
  }

  override render() {
    const state = this.#images?.collection.state.value
    if (!state || state.phase === 'loading') return html`<div class="sheet"><kb-loading></kb-loading></div>`
    const isDone = 'view' in this.view && this.view.view === 'done'
    const [none, hint] =
      'memberId' in this.view
        ? [words.nonePerson, words.nonePersonHint]
        : isDone
          ? [words.noneDone, '']
          : [words.noneOpen, words.noneOpenHint]
    return html`${
        state.failure
          ? html`<kb-trouble
              .trouble=${troubleOf(state.failure)}
              .reference=${state.failure.reference}
              @kb-retry=${() => this.#images?.collection.load()}
            ></kb-trouble>`
          : nothing
      }
      ${
        state.items.length === 0 && state.phase === 'ready'
          ? html`<div class="sheet quiet-note" data-test="no-images"><b>${none}</b>${hint}</div>`
          : nothing
      }
      <kb-image-list
        .box=${this.box}
        .items=${state.items}
        .today=${this.box.watch.status.value?.today ?? ''}
        ?byDone=${isDone}
      ></kb-image-list>
      ${
        state.hasMore
          ? html`<div class="more">
              ${state.moreFailure ? html`<span role="alert">${ja.failure.more}　</span>` : nothing}
              <button
                class="btn"
                type="button"
                ?disabled=${state.isLoadingMore}
                @click=${() => this.#images?.collection.more()}
              >
                ${state.isLoadingMore ? ja.common.loading : words.older}
              </button>
            </div>`
          : nothing
      }`
  }
}

customElements.define('kb-image-pages', KbImagePages)
