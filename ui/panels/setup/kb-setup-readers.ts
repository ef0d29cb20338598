import { html, nothing } from 'lit'
import { getSetup, saveStep } from '../../data/setup.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { setup } from '../../text/setup.ts'
import { SetupStepElement } from './setup-step.ts'
import { stepStyles } from './styles.ts'

const words = setup.readers
const lookEveryMs = 2000

/** リーダー: what is plugged in now. It looks again by itself. */
export class KbSetupReaders extends SetupStepElement {
  static override styles = [shared, form, stepStyles]
  readonly step = 'readers'
  #timer: ReturnType<typeof setInterval> | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    this.#timer = setInterval(() => void this.#look(), lookEveryMs)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#timer)
  }

  override render() {
    const { seen, hasPcsc } = this.view.readers
    return this.frame(
      html`<p class="lead">${words.lead}</p>
        ${
          seen.length === 0
            ? html`<p data-test="no-readers">${words.none}</p>`
            : html`<ul class="lines" aria-live="polite">
                ${seen.map(
                  ({ label, kind, wasUsed }) =>
                    html`<li data-test="seen-reader">
                      <b class="grow">${label}</b><span class="sub">${words.kind[kind]}</span>
                      <span class="badge">${wasUsed ? `✓ ${words.used}` : words.unused}</span>
                    </li>`,
                )}
              </ul>`
        }
        ${hasPcsc ? nothing : html`<p class="sub">${words.noPcsc}</p>`}`,
      { save: words.save },
    )
  }

  async #look(): Promise<void> {
    const outcome = await getSetup(this.http)
    if (outcome.ok && this.isConnected) this.view = outcome.value
  }

  protected override submit(): void {
    void this.send(saveStep(this.http, 'readers', undefined))
  }
}

customElements.define('kb-setup-readers', KbSetupReaders)
