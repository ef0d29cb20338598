import { LitElement, css, html, nothing } from 'lit'
import { lastScannedJan, proposeName } from '../../data/otc.ts'
import type { Box } from '../../state/box.ts'
import { shared } from '../../styles/shared.ts'
import { personWords } from '../../text/person.ts'

const words = personWords.otc
/** The digits of a whole JAN, however they are written. */
const digitsIn = (typed: string): number => typed.normalize('NFKC').replaceAll(/\D/g, '').length

/**
 * Beside the JAN field: proposes the name that was typed last for the code, and takes over a code that this counter's scanner reads.
 * Event `kb-fill` with fields and what belongs in them.
 */
export class KbJanHelper extends LitElement {
  static override properties = {
    box: { attribute: false },
    jan: {},
    productName: {},
    proposal: { state: true },
    isUnknown: { state: true },
  }
  static override styles = [
    shared,
    css`
      p {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
        color: var(--ink-2);
      }
    `,
  ]
  declare box: Box
  declare jan: string
  declare productName: string
  declare proposal: string | null
  declare isUnknown: boolean
  #asked = 0
  #stop: (() => void) | undefined
  #openedAt = 0

  constructor() {
    super()
    this.jan = ''
    this.productName = ''
    this.proposal = null
    this.isUnknown = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#openedAt = this.box.watch.now()
    this.#stop = this.box.live.listen({
      desk: (event) => {
        const own = this.box.counter().counter?.id ?? null
        if (event.code === 'scan-done' && event.counterId === own) void this.#takeScan(own)
      },
    })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
    this.#asked++
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('jan')) void this.#propose()
  }

  override render() {
    if (this.proposal !== null && this.proposal !== this.productName)
      return html`<p role="status" data-test="jan-proposal">
        ${words.proposed(this.proposal)}
        <button
          class="btn"
          type="button"
          data-test="take-name"
          @click=${() => {
            this.#fill({ name: this.proposal ?? '' })
          }}
        >
          ${words.take}
        </button>
      </p>`
    return this.isUnknown && this.productName === ''
      ? html`<p role="status" data-test="jan-unknown">${words.unknownJan}</p>`
      : nothing
  }

  async #propose(): Promise<void> {
    const mine = ++this.#asked
    const isWhole = [8, 12, 13].includes(digitsIn(this.jan))
    const outcome = isWhole ? await proposeName(this.box.http, this.jan) : null
    if (mine !== this.#asked) return
    // What is wrong with the code is said at its field when the form is saved.
    this.proposal = outcome?.ok ? outcome.value.name : null
    this.isUnknown = outcome?.ok === true && outcome.value.name === null
  }

  async #takeScan(counterId: string | null): Promise<void> {
    const outcome = await lastScannedJan(this.box.http, counterId, this.#openedAt)
    if (!outcome.ok || outcome.value === null) return
    const { jan, name } = outcome.value
    this.#fill({ jan, ...(this.productName === '' && name !== null && { name }) })
  }

  #fill(part: Record<string, string>): void {
    this.dispatchEvent(new CustomEvent('kb-fill', { detail: part }))
  }
}

customElements.define('kb-jan-helper', KbJanHelper)
