import { LitElement, css, html, nothing } from 'lit'
import type { LockSetting } from '../../../contract/lock.ts'
import { field } from '../../components/field.ts'
import { getLockSetting, saveLockSetting } from '../../data/locks.ts'
import type { Failure } from '../../data/outcome.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { lockSetting as words } from '../../text/locks.ts'
import '../../components/kb-trouble.ts'

type Name = 'counter' | 'tablet'

/** After how many minutes pages are locked: for the whole pharmacy. */
export class KbLockSetting extends LitElement {
  static override properties = {
    box: { attribute: false },
    setting: { state: true },
    wrongs: { state: true },
    failure: { state: true },
    isBusy: { state: true },
    isSaved: { state: true },
  }
  static override styles = [
    shared,
    form,
    css`
      form {
        display: flex;
        flex-wrap: wrap;
        align-items: flex-end;
        gap: 12px 16px;
        margin-top: 12px;
      }
      .field {
        width: 12rem;
      }
    `,
  ]
  declare box: Box
  declare setting: LockSetting | null
  declare wrongs: Partial<Record<Name, string>>
  declare failure: Failure | null
  declare isBusy: boolean
  declare isSaved: boolean

  constructor() {
    super()
    this.setting = null
    this.wrongs = {}
    this.failure = null
    this.isBusy = false
    this.isSaved = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  override render() {
    const { setting } = this
    return html`<p class="sub">${words.lead}</p>
      ${this.failure ? html`<kb-trouble .trouble=${troubleOf(this.failure)} @kb-retry=${() => void this.#load()}></kb-trouble>` : nothing}
      ${
        setting === null
          ? nothing
          : html`<form novalidate @submit=${this.#onSubmit}>
              ${this.#minutes('counter', words.counter, setting.counterMinutes)}
              ${this.#minutes('tablet', words.tablet, setting.tabletMinutes)}
              <button class="btn" type="submit" data-test="lock-save" ?disabled=${this.isBusy}>
                ${this.isBusy ? words.busy : words.save}
              </button>
              <span role="status" data-test="lock-saved">${this.isSaved ? words.saved : ''}</span>
            </form>`
      }`
  }

  #minutes(id: Name, label: string, value: number) {
    const wrong = this.wrongs[id] ?? ''
    return field(
      { id: `${id}-minutes`, label, wrong },
      html`<input
        id="${id}-minutes"
        type="number"
        min="1"
        max="30"
        .value=${String(value)}
        aria-describedby="${id}-minutes-note"
        aria-invalid=${wrong === '' ? 'false' : 'true'}
      />`,
    )
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (!this.isBusy) void this.#save()
  }

  async #save(): Promise<void> {
    const typed = (id: Name): number =>
      Number(this.renderRoot.querySelector<HTMLInputElement>(`#${id}-minutes`)?.value ?? '')
    const isMinutes = (minutes: number): boolean => Number.isInteger(minutes) && minutes >= 1 && minutes <= 30
    const [counterMinutes, tabletMinutes] = [typed('counter'), typed('tablet')]
    this.wrongs = {
      ...(!isMinutes(counterMinutes) && { counter: words.need }),
      ...(!isMinutes(tabletMinutes) && { tablet: words.need }),
    }
    this.isSaved = false
    if (Object.keys(this.wrongs).length > 0 || this.setting === null) return
    this.isBusy = true
    const { version } = this.setting
    const outcome = await saveLockSetting(this.box.http, { counterMinutes, tabletMinutes, version })
    this.isBusy = false
    this.failure = outcome.ok ? null : outcome.failure
    if (!outcome.ok) return
    this.setting = outcome.value
    this.isSaved = true
  }

  async #load(): Promise<void> {
    const outcome = await getLockSetting(this.box.http)
    this.failure = outcome.ok ? null : outcome.failure
    if (outcome.ok) this.setting = outcome.value
  }
}

customElements.define('kb-lock-setting', KbLockSetting)
