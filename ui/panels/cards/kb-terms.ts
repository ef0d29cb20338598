import { LitElement, css, html, nothing } from 'lit'
import type { Terms } from '../../../contract/card-issue.ts'
import { field } from '../../components/field.ts'
import { listTerms, saveTerms } from '../../data/card-issues.ts'
import type { Failure } from '../../data/outcome.ts'
import { whenText } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { cards } from '../../text/cards.ts'
import { ja } from '../../text/ja.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import { issueTrouble, todayOf } from './deed.ts'
import { printOn } from './kb-paper.ts'
import { termsPaper } from './papers.ts'
import { stepStyles } from './styles.ts'

const words = cards.terms

/** 利用規約: what is asked now, every version before it, and a new one by an admin. */
export class KbTerms extends LitElement {
  static override properties = {
    box: { attribute: false },
    versions: { state: true },
    next: { state: true },
    typed: { state: true },
    said: { state: true },
    wrong: { state: true },
    failure: { state: true },
    isBusy: { state: true },
  }
  static override styles = [
    shared,
    form,
    stepStyles,
    css`
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
        margin-bottom: 12px;
      }
      h1 {
        flex: 1;
        font-size: 1.375rem;
      }
      .part {
        margin-bottom: 12px;
        padding: 14px 18px 18px;
      }
      .text {
        white-space: pre-wrap;
      }
      .field textarea {
        min-height: 22rem;
      }
      summary {
        min-height: 44px;
        padding: 8px 0;
        cursor: pointer;
      }
    `,
  ]
  declare box: Box
  declare versions: readonly Terms[] | null
  declare next: string | null
  /** What an admin has typed; null while nothing was. */
  declare typed: string | null
  declare said: string
  declare wrong: string
  declare failure: Failure | null
  declare isBusy: boolean

  constructor() {
    super()
    this.versions = null
    this.next = null
    this.typed = null
    this.said = ''
    this.wrong = ''
    this.failure = null
    this.isBusy = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  override render() {
    const [current, ...older] = this.versions ?? []
    return html`<div class="head">
        <button
          class="btn"
          type="button"
          data-test="to-issues"
          @click=${() => {
            this.box.router.go({ page: 'cards' })
          }}
        >
          ‹ ${words.back}
        </button>
        <h1>${words.title}</h1>
        ${
          current
            ? html`<button
                class="btn"
                type="button"
                data-test="print-terms"
                @click=${() => void printOn('a4', termsPaper(this.box.watch.status.value?.facility ?? '', current, null))}
              >
                ${words.print}
              </button>`
            : nothing
        }
      </div>
      ${
        this.failure
          ? html`<kb-trouble
              .trouble=${issueTrouble(this.failure)}
              .reference=${this.failure.reference}
              @kb-retry=${() => void this.#load()}
            ></kb-trouble>`
          : nothing
      }
      ${current ? this.#current(current) : this.failure ? nothing : html`<kb-loading></kb-loading>`}
      ${older.length > 0 ? this.#older(older) : nothing}`
  }

  #current(current: Terms) {
    const { presence } = this.box
    const isAdmin =
      presence.value.state !== 'out' && 'session' in presence.value && presence.value.session.staff.role === 'admin'
    return html`<section class="sheet part">
      <h2>${words.current} <span class="sub">${this.#when(current)}</span></h2>
      ${
        isAdmin
          ? html`<form
              class="form"
              novalidate
              @submit=${(event: Event) => {
                event.preventDefault()
                void this.#save(current)
              }}
            >
              ${field(
                { id: 'body', label: words.edit, hint: words.editHint, wrong: this.wrong },
                html`<textarea
                  id="body"
                  data-test="terms-body"
                  maxlength="20000"
                  aria-invalid=${this.wrong ? 'true' : 'false'}
                  aria-describedby="body-note"
                  .value=${this.typed ?? current.body}
                  @input=${(event: Event) => {
                    this.typed = (event.target as HTMLTextAreaElement).value
                    this.said = ''
                    this.wrong = ''
                  }}
                ></textarea>`,
              )}
              <p role="status" data-test="terms-said">${this.said}</p>
              <div class="actions">
                <button class="btn primary" type="submit" data-test="save-terms" ?disabled=${this.isBusy}>
                  ${words.save}
                </button>
              </div>
            </form>`
          : html`<p class="text" data-test="terms">${current.body}</p>
              <p class="sub">${words.clerk}</p>`
      }
    </section>`
  }

  #older(older: readonly Terms[]) {
    return html`<section class="sheet part">
      <h2>${words.older}</h2>
      ${older.map(
        (each) =>
          html`<details data-test="older-terms">
            <summary>${this.#when(each)}</summary>
            <p class="text">${each.body}</p>
          </details>`,
      )}
      ${
        this.next === null
          ? nothing
          : html`<button class="btn" type="button" @click=${() => void this.#more()}>${ja.common.more}</button>`
      }
    </section>`
  }

  #when({ version, savedAt, by }: Terms): string {
    return `${cards.consent.version(version)} ${words.by(whenText(savedAt, todayOf(this.box)), by)}`
  }

  async #save(current: Terms): Promise<void> {
    const body = (this.typed ?? current.body).trim()
    this.wrong = body === '' ? words.missing : body === current.body ? words.same : ''
    if (this.wrong) {
      this.renderRoot.querySelector<HTMLElement>('#body')?.focus()
      return
    }
    this.isBusy = true
    const outcome = await saveTerms(this.box.http, body, current.version)
    this.isBusy = false
    if (outcome.ok) {
      this.typed = null
      this.said = words.saved(outcome.value.version)
      await this.#load()
    } else if (outcome.failure.code === 'stale-version') {
      await this.#load()
      this.wrong = words.conflict
    } else this.failure = outcome.failure
  }

  async #load(): Promise<void> {
    const outcome = await listTerms(this.box.http, null)
    this.failure = outcome.ok ? null : outcome.failure
    if (!outcome.ok) return
    this.versions = outcome.value.items
    this.next = outcome.value.next
  }

  async #more(): Promise<void> {
    const outcome = await listTerms(this.box.http, this.next)
    this.failure = outcome.ok ? null : outcome.failure
    if (!outcome.ok) return
    this.versions = [...(this.versions ?? []), ...outcome.value.items]
    this.next = outcome.value.next
  }
}

customElements.define('kb-terms', KbTerms)
