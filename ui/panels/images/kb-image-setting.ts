import { LitElement, css, html, nothing } from 'lit'
import type { ImageSetting } from '../../../contract/image.ts'
import { field } from '../../components/field.ts'
import { getImageSetting, saveImageSetting } from '../../data/images.ts'
import type { Failure } from '../../data/outcome.ts'
import type { Box } from '../../state/box.ts'
import { draftsOfKind } from '../../state/drafts.ts'
import { LiveLoad } from '../../state/live-load.ts'
import { troubleOf } from '../../state/trouble.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { images } from '../../text/images.ts'
import '../../components/kb-conflict.ts'
import '../../components/kb-trouble.ts'

const words = images.setting
const most = 3660

/** The number of days while it is typed, and the version it began from. */
interface Typed {
  days: string
  version: number
}

const typedOf = draftsOfKind<Typed>()
const typedKey = ''

/** 保存期間: shown to everybody, changed by an admin, who is told what a shorter one deletes. */
export class KbImageSetting extends LitElement {
  static override properties = {
    box: { attribute: false },
    typed: { state: true },
    theirs: { state: true },
    isWrong: { state: true },
    failure: { state: true },
    isSaved: { state: true },
  }
  static override styles = [
    shared,
    form,
    css`
      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 14px;
        margin-top: 24px;
        color: var(--ink-2);
      }
      form {
        max-width: 30rem;
        margin-top: 8px;
      }
      .warn {
        color: var(--warn);
        font-weight: 700;
      }
    `,
  ]
  declare box: Box
  /** Null while nobody is changing it. */
  declare typed: Typed | null
  /** As somebody else saved it meanwhile. */
  declare theirs: ImageSetting | null
  declare isWrong: boolean
  declare failure: Failure | null
  declare isSaved: boolean
  readonly #setting = new LiveLoad<ImageSetting>(this, {
    live: () => this.box.live,
    key: () => 'setting',
    load: () => getImageSetting(this.box.http),
    nouns: ['image'],
  })

  constructor() {
    super()
    this.typed = null
    this.theirs = null
    this.isWrong = false
    this.failure = null
    this.isSaved = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.typed = typedOf(this.box).get(typedKey) ?? null
  }

  override render() {
    const setting = this.#setting.value
    if (!setting) return nothing
    const presence = this.box.presence.value
    const isAdmin = presence.state === 'in' && presence.session.staff.role === 'admin'
    return html`<div class="line" data-test="retention">
        <span>${words.title}: ${words.now(setting.keptDays)}</span>
        ${
          isAdmin && this.typed === null
            ? html`<button
                class="btn"
                type="button"
                data-test="change-retention"
                @click=${() => {
                  this.typed = { days: String(setting.keptDays), version: setting.version }
                  this.isSaved = false
                }}
              >
                ${words.change}
              </button>`
            : nothing
        }
        <span role="status">${this.isSaved ? `✓ ${words.saved}` : nothing}</span>
      </div>
      ${this.typed === null ? nothing : this.#form(setting, this.typed)}`
  }

  #form(setting: ImageSetting, typed: Typed) {
    const { theirs } = this
    if (theirs)
      return html`<kb-conflict
        .rows=${[{ label: words.title, mine: words.now(daysOf(typed.days) ?? 0), theirs: words.now(theirs.keptDays) }]}
        @kb-keep-mine=${() => {
          this.#type({ ...typed, version: theirs.version })
          void this.#save({ ...typed, version: theirs.version })
        }}
        @kb-take-theirs=${this.#end}
      ></kb-conflict>`
    const days = daysOf(typed.days)
    const isShorter = days !== null && days > 0 && (setting.keptDays === 0 || days < setting.keptDays)
    return html`<form
      class="form"
      novalidate
      @submit=${(event: SubmitEvent) => {
        event.preventDefault()
        void this.#save(typed)
      }}
    >
      ${this.failure ? html`<kb-trouble slim .trouble=${troubleOf(this.failure)} .action=${undefined}></kb-trouble>` : nothing}
      ${field(
        { id: 'days', label: words.days, hint: words.hint, wrong: this.isWrong ? words.wrong : '' },
        html`<input
          id="days"
          data-test="retention-days"
          inputmode="numeric"
          autocomplete="off"
          aria-describedby="days-note"
          aria-invalid=${String(this.isWrong)}
          .defaultValue=${String(setting.keptDays)}
          .value=${typed.days}
          @input=${(event: InputEvent) => {
            this.#type({ ...typed, days: (event.target as HTMLInputElement).value })
            this.isWrong = false
          }}
        />`,
      )}
      ${isShorter ? html`<p class="warn" role="status">▲ ${words.shorter(days)}</p>` : nothing}
      <div class="actions">
        <button class="btn" type="button" @click=${this.#end}>${words.cancel}</button>
        <button class="btn primary" type="submit" data-test="save-retention">${words.save}</button>
      </div>
    </form>`
  }

  #type(typed: Typed): void {
    this.typed = typed
    typedOf(this.box).set(typedKey, typed)
  }

  readonly #end = (): void => {
    this.typed = null
    this.theirs = null
    typedOf(this.box).delete(typedKey)
    this.isWrong = false
    this.failure = null
  }

  async #save({ days, version }: Typed): Promise<void> {
    const keptDays = daysOf(days)
    if (keptDays === null) {
      this.isWrong = true
      this.renderRoot.querySelector<HTMLElement>('#days')?.focus()
      return
    }
    const outcome = await saveImageSetting(this.box.http, { keptDays, version })
    if (outcome.ok) {
      this.#end()
      this.isSaved = true
    } else if (outcome.failure.code === 'stale-version') this.theirs = outcome.failure.current as ImageSetting
    else this.failure = outcome.failure
    await this.#setting.reload()
  }
}

/** Full-width digits count as well; null is no number of days. */
const daysOf = (typed: string): number | null => {
  const text = typed.normalize('NFKC').trim()
  return /^\d{1,4}$/.test(text) && Number(text) <= most ? Number(text) : null
}

customElements.define('kb-image-setting', KbImageSetting)
