import { LitElement, css, html, nothing } from 'lit'
import type { FolderTest, FolderTestStep } from '../../../contract/setup.ts'
import { shared } from '../../styles/shared.ts'
import { setup } from '../../text/setup.ts'
import { testResultName, testStepName, whyNot } from '../../text/setup-words.ts'

const words = setup.nsips
const marks = { ok: '✓', failed: '▲', waiting: '○', skipped: '－' } as const

/** How far the way to a folder goes, and what to do where it ends. */
export class KbFolderTest extends LitElement {
  static override properties = { test: { attribute: false } }
  static override styles = [
    shared,
    css`
      section {
        display: grid;
        gap: 8px;
        padding: 12px 16px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
      }
      li {
        display: grid;
        grid-template-columns: 1.5rem 8.5rem minmax(0, 1fr);
        gap: 0 8px;
        padding: 6px 0;
      }
      .failed {
        color: var(--warn);
        font-weight: 700;
      }
      .ok {
        color: var(--accent-ink);
      }
      .skipped {
        color: var(--ink-3);
      }
      .why {
        grid-column: 3;
        color: var(--ink);
        font-weight: 400;
      }
      .good {
        color: var(--accent-ink);
        font-weight: 700;
      }
    `,
  ]
  declare test: FolderTest

  override render() {
    const { isOk, isShare, steps, file } = this.test
    return html`<section role="status" data-test="folder-test">
      <h3>${words.result}</h3>
      <ol>
        ${steps.map((step) => this.#step(step))}
      </ol>
      ${file ? html`<p data-test="test-file">${words.file(file.name, file.format, file.maker)}</p>` : nothing}
      ${isOk ? html`<p class="good" data-test="test-good">✓ ${isShare ? words.goodShare : words.good}</p>` : nothing}
    </section>`
  }

  #step({ step, result, why, errno }: FolderTestStep) {
    return html`<li class=${result} data-test="test-step" data-step=${step} data-result=${result}>
      <span aria-hidden="true">${marks[result]}</span>
      <span>${testStepName[step]}</span>
      <span>${testResultName[result]}</span>
      ${
        why === null
          ? nothing
          : html`<p class="why">
              <b>${whyNot[why].what}。</b>${whyNot[why].todo}
              ${errno === undefined ? nothing : html`<span class="sub">（${errno}）</span>`}
            </p>`
      }
    </li>`
  }
}

customElements.define('kb-folder-test', KbFolderTest)
