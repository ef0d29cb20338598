import { LitElement, css, html, nothing } from 'lit'
import type { Member } from '../../../contract/member.ts'
import type { CardProof, CodeMedium, GivenRegistrationCode } from '../../../contract/registration-code.ts'
import { printPaper } from '../../components/paper.ts'
import { getCardProof, giveRegistrationCode } from '../../data/member-settings.ts'
import type { Failure } from '../../data/outcome.ts'
import { chooseCounter } from '../../dialogs/counter/kb-counter-dialog.ts'
import { dateOf, hourMinute, hourMinuteSecond } from '../../format/clock.ts'
import { longDate } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { handover } from '../../text/handover.ts'
import '../../components/kb-qr.ts'
import '../../components/kb-trouble.ts'
import './kb-code-list.ts'
import { papers, registrationPaper, type PaperSize } from './registration-paper.ts'
import { settingsSections } from './styles.ts'

const words = handover.code
const media: readonly CodeMedium[] = ['spot', 'paper']
const sizes: readonly PaperSize[] = ['slip', 'a6', 'a4']

/** アプリ会員登録用QRコード発行: 発行, a touch of the card, and the code stands on the screen and can be printed. */
export class KbHandover extends LitElement {
  static override properties = {
    box: { attribute: false },
    member: { attribute: false },
    medium: { state: true },
    proof: { state: true },
    given: { state: true },
    failure: { state: true },
    isUsed: { state: true },
  }
  static override styles = [
    shared,
    form,
    settingsSections,
    css`
      .go {
        min-height: 3.5rem;
        font-size: 1.125rem;
      }
      .wait {
        display: grid;
        gap: 6px;
        padding: 16px;
        border: 2px dashed var(--accent);
        border-radius: var(--radius);
        background: var(--accent-soft);
      }
      .wait.warn {
        border-color: var(--warn);
        background: var(--warn-soft);
      }
      .wait b {
        font-size: 1.125rem;
      }
      .code {
        display: grid;
        grid-template-columns: minmax(0, 15rem) minmax(0, 1fr);
        gap: 12px 20px;
        align-items: center;
      }
      kb-qr {
        width: min(15rem, 100%);
      }
      .code .words {
        display: grid;
        gap: 8px;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      fieldset {
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        margin-bottom: 4px;
        padding: 0;
      }
      @media (max-width: 560px) {
        .code {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ]
  declare box: Box
  declare member: Member
  declare medium: CodeMedium
  /** What the last touch proves; null while nobody asked for a code. */
  declare proof: CardProof | null
  declare given: GivenRegistrationCode | null
  declare failure: Failure | null
  declare isUsed: boolean
  #stop: (() => void) | undefined
  #asked = 0
  /** The question that is fetching the code, 0 for none: its answer is the only copy, so no later question may overtake it. */
  #giving = 0
  #ofMember = ''

  constructor() {
    super()
    this.medium = 'spot'
    this.proof = null
    this.given = null
    this.failure = null
    this.isUsed = false
    new Watch(this, () => [this.box.counters.list, this.box.preferences.counter])
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#end()
  }

  override willUpdate(): void {
    this.#stop ??= this.box.live.listen({
      change: (noun) => {
        if (noun === 'visit' && this.proof) void this.#look()
      },
      up: () => {
        if (this.proof) void this.#look()
      },
    })
    if (this.#ofMember === this.member.id) return
    this.#ofMember = this.member.id
    this.#reset()
  }

  #end(): void {
    this.#stop?.()
    this.#stop = undefined
    this.#asked++
    this.#giving = 0
  }

  #reset(): void {
    this.#asked++
    this.#giving = 0
    this.proof = null
    this.given = null
    this.failure = null
    this.isUsed = false
  }

  override render() {
    return html`<section aria-labelledby="title">
        <h3 id="title">${words.title}</h3>
        <p class="sub">${words.hint}</p>
        ${this.given ? this.#code(this.given) : this.proof ? this.#waiting(this.proof) : this.#start()}
        ${
          this.failure
            ? html`<kb-trouble
                slim
                .trouble=${troubleOf(this.failure)}
                @kb-retry=${() => {
                  this.failure = null
                  void this.#look()
                }}
              ></kb-trouble>`
            : nothing
        }
        <div class="visually-hidden" role="status">${this.given ? words.ready : ''}</div>
      </section>
      <kb-code-list
        .box=${this.box}
        .memberId=${this.member.id}
        @kb-code-used=${(event: CustomEvent<string>) => {
          if (event.detail === this.given?.code.id) this.isUsed = true
        }}
      ></kb-code-list>`
  }

  #start() {
    return html`<fieldset class="field">
        <legend class="word">${words.medium}</legend>
        <div class="choices">
          ${media.map(
            (medium) =>
              html`<label
                ><input
                  type="radio"
                  name="medium"
                  data-test="medium-${medium}"
                  .checked=${this.medium === medium}
                  @change=${() => {
                    this.medium = medium
                  }}
                />${words.media[medium]}</label
              >`,
          )}
        </div>
      </fieldset>
      <button class="btn primary go" type="button" data-test="issue-code" @click=${this.#begin}>${words.issue}</button>`
  }

  #waiting({ state, touchedAt }: CardProof) {
    const { what, todo } = words.proofs[state]
    const isWarning = state === 'other' || state === 'unknown' || state === 'spent'
    return html`<div class="wait ${isWarning ? 'warn' : ''}" role="status" data-test="proof-${state}">
        <b>${isWarning ? '▲ ' : ''}${what}</b>
        <span>${todo}</span>
        ${touchedAt === null ? nothing : html`<span class="sub">${words.proofAt(hourMinuteSecond(touchedAt))}</span>`}
        ${
          this.#counterId() === null
            ? html`<span class="sub">${words.noCounter}</span>
                <button class="btn" type="button" @click=${this.#chooseCounter}>${words.chooseCounter}</button>`
            : nothing
        }
      </div>
      <div class="actions">
        <button
          class="btn"
          type="button"
          @click=${() => {
            this.#reset()
          }}
        >
          ${words.cancel}
        </button>
      </div>`
  }

  #code({ code, link }: GivenRegistrationCode) {
    if (this.isUsed)
      return html`<div class="wait" role="status" data-test="code-used"><b>✓ ${words.used}</b></div>
        <div class="actions">
          <button class="btn" type="button" @click=${this.#close}>${words.close}</button>
        </div>`
    return html`${
        link.isReachable
          ? nothing
          : html`<p class="ask" role="status" data-test="unreachable">▲ ${words.unreachable}</p>`
      }
      <div class="code" data-test="given-code">
        <kb-qr .text=${link.url} .label=${words.title}></kb-qr>
        <div class="words">
          <b>${this.member.name} 様</b>
          <b>${words.until(untilText(code.expiresAt))}</b>
          <p>${words.once}</p>
          <div class="buttons" role="group" aria-label=${words.print}>
            ${sizes.map(
              (size) =>
                html`<button class="btn" type="button" data-test="print-${size}" @click=${() => void this.#print(size)}>
                  ${words[size]} ${words.print}
                </button>`,
            )}
            <button class="btn quiet" type="button" data-test="close-code" @click=${this.#close}>${words.close}</button>
          </div>
        </div>
      </div>`
  }

  #counterId(): string | null {
    return this.box.counter().counter?.id ?? null
  }

  readonly #begin = (): void => {
    this.failure = null
    this.proof = { state: 'none', touchedAt: null, until: null }
    void this.#look()
  }

  /** The card was touched, perhaps a moment ago: then the code follows at once. */
  async #look(): Promise<void> {
    if (this.#giving !== 0) return
    const mine = ++this.#asked
    const { http } = this.box
    const counterId = this.#counterId()
    const looked = await getCardProof(http, this.member.id, counterId)
    if (mine !== this.#asked || this.given) return
    if (!looked.ok) {
      this.failure = looked.failure
      return
    }
    this.proof = looked.value
    this.failure = null
    if (looked.value.state !== 'proven') return
    this.#giving = mine
    const given = await giveRegistrationCode(http, this.member.id, counterId, this.medium)
    if (mine !== this.#asked) return
    this.#giving = 0
    if (!given.ok) {
      this.failure = given.failure
      return
    }
    this.given = given.value
    this.proof = null
    // The touch was for this page: nothing is to be opened for it.
    this.box.desk.noteShown(this.member.id)
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[data-test^=print-]')?.focus())
  }

  readonly #close = (): void => {
    this.#reset()
  }

  readonly #chooseCounter = (): void => {
    void chooseCounter(this.box).then(() => this.#look())
  }

  async #print(size: PaperSize): Promise<void> {
    if (!this.given) return
    const { code, link } = this.given
    const facility = this.box.watch.status.value?.facility ?? ''
    const until = untilText(code.expiresAt)
    await printPaper(registrationPaper({ facility, name: this.member.name, url: link.url, until }), papers[size])
  }
}

const untilText = (at: number): string => `${longDate(dateOf(at))} ${hourMinute(at)}`

customElements.define('kb-handover', KbHandover)
