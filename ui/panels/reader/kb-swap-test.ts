import { LitElement, css, html, nothing } from 'lit'
import { swapTouches, type SwapRound, type SwapStep, type SwapTest } from '../../../contract/reader.ts'
import { shared } from '../../styles/shared.ts'
import { reader } from '../../text/readers.ts'

const words = reader.swap

/** The rounds, in their order. */
const rounds: readonly Exclude<SwapStep, 'done'>[] = ['as-is', 'other-port', 'other-reader']

/** 入替テスト: three rounds of ten touches, and what they show. Event `kb-step` with the step to go to. */
export class KbSwapTest extends LitElement {
  static override properties = { test: { attribute: false }, isBusy: { type: Boolean } }
  static override styles = [
    shared,
    css`
      .rounds {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr));
        gap: 10px;
        margin: 12px 0;
      }
      .rounds li {
        padding: 10px 14px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        color: var(--ink-2);
      }
      .rounds li[aria-current='step'] {
        border: 2px solid var(--accent);
        background: var(--accent-soft);
        color: var(--ink);
      }
      .rounds b {
        display: block;
      }
      .count {
        margin-top: 6px;
        font-size: 1.375rem;
        font-weight: 700;
        line-height: 1.2;
      }
      .dots {
        display: flex;
        gap: 4px;
        margin: 6px 0;
      }
      .dots i {
        width: 0.875rem;
        height: 0.875rem;
        border: 1px solid var(--edge);
        border-radius: 50%;
        background: var(--paper);
      }
      .dots .read {
        border-color: var(--accent);
        background: var(--accent);
      }
      /* A failure differs in shape, not only in colour. */
      .dots .bad {
        border-color: var(--stop);
        border-radius: 2px;
        background: var(--stop);
      }
      .todo {
        font-size: 1.0625rem;
      }
      .acts {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 14px;
        margin-top: 12px;
      }
      .result {
        padding: 10px 14px;
        border-left: 5px solid var(--accent);
        background: var(--accent-soft);
        print-color-adjust: exact;
      }
      @media print {
        .acts,
        .hint {
          display: none;
        }
        .rounds {
          margin: 4px 0;
        }
        .rounds li {
          padding: 4px 8px;
        }
        .count {
          margin: 0;
          font-size: 1rem;
        }
        .dots i {
          print-color-adjust: exact;
        }
      }
    `,
  ]
  declare test: SwapTest | null
  declare isBusy: boolean

  override render() {
    const { test } = this
    if (!test)
      return html`<p class="hint">${words.hint}</p>
        <div class="acts">${this.#button('as-is', words.start, 'start-swap')}</div>`
    const isDone = test.step === 'done'
    return html`<div data-test="swap" data-step=${test.step}>
      ${isDone ? nothing : html`<p class="todo" role="status" data-test="swap-todo">${test.instruction}</p>`}
      ${
        test.conclusion === null
          ? nothing
          : html`<p class="result" role="status" data-test="swap-conclusion">
              <b>${words.result}</b>　${test.conclusion}
            </p>`
      }
      <ol class="rounds">
        ${rounds.map((step, index) =>
          this.#round(
            step,
            index + 1,
            test.rounds.find((round) => round.step === step),
            step === test.step,
          ),
        )}
      </ol>
      <div class="acts">${isDone ? this.#button('as-is', words.again, 'start-swap') : this.#going(test)}</div>
    </div>`
  }

  #going({ step, rounds: made }: SwapTest) {
    const at = rounds.findIndex((each) => each === step)
    const next: SwapStep = rounds[at + 1] ?? 'done'
    const round = made.find((each) => each.step === step)
    const isFull = round !== undefined && round.touches + round.errors >= swapTouches
    return html`${this.#button(next, words.next[step], 'next-swap', isFull)}
    ${next === 'done' ? nothing : this.#button('done', words.stop, 'stop-swap', false)}
    ${isFull ? nothing : html`<span class="sub">${words.notYet}</span>`}`
  }

  #round(step: SwapStep, number: number, round: SwapRound | undefined, isCurrent: boolean) {
    const { touches = 0, errors = 0, unplugs = 0, label } = round ?? {}
    const dots = Array.from({ length: swapTouches }, (_, index) =>
      index < touches ? 'read' : index < touches + errors ? 'bad' : '',
    )
    return html`<li data-test="swap-round" data-step=${step} aria-current=${isCurrent ? 'step' : nothing}>
      <span class="sub">${words.number(number)}</span><b>${words.step[step]}</b>
      ${
        round
          ? html`<p class="count">${words.progress(Math.min(touches + errors, swapTouches), swapTouches)}</p>
              <div class="dots" aria-hidden="true">${dots.map((look) => html`<i class=${look}></i>`)}</div>
              <p>${words.counts(touches, errors, unplugs)}</p>
              ${label ? html`<p class="sub">${label}</p>` : nothing}`
          : nothing
      }
    </li>`
  }

  #button(step: SwapStep, label: string, test: string, isPrimary = true) {
    return html`<button
      class="btn ${isPrimary ? 'primary' : ''}"
      type="button"
      data-test=${test}
      ?disabled=${this.isBusy}
      @click=${() => this.dispatchEvent(new CustomEvent<SwapStep>('kb-step', { detail: step }))}
    >
      ${label}
    </button>`
  }
}

customElements.define('kb-swap-test', KbSwapTest)
