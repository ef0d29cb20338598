import { LitElement, css, html, nothing } from 'lit'
import type { Terms } from '../../../contract/card-issue.ts'
import { field } from '../../components/field.ts'
import { listTerms, saveTerms } from '../../data/card-issues.ts'
import type { Failure } from '../../data/outcome.ts'
import type { Page } from '../../../contract/page.ts'
import { whenText } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { draftsOfKind } from '../../state/drafts.ts'
import { LivePages } from '../../state/live-load.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { cards } from '../../text/cards.ts'
import { ja } from '../../text/ja.ts'
import '../../components/kb-conflict.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import { issueTrouble, todayOf } from './deed.ts'
import { printOn } from './kb-paper.ts'
import { termsPaper } from './papers.ts'
import { stepStyles } from './styles.ts'

const words = cards.terms

/** A new wording while it is typed, and the version it began from. */
interface Typed {
  body: string
  version: number
}

const typedOf = draftsOfKind<Typed>()
const typedKey = ''

/** 利用規約: what is asked now, every version before it, and a new one by an admin. */
export class KbTerms extends LitElement {
  static override properties = {
    box: { attribute: false },
    typed: { state: true },
    theirs: { state: true },
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
  /** What an admin has typed; null while nothing was. */
  declare typed: Typed | null
  /** As somebody else saved it meanwhile. */
  declare theirs: Terms | null
  declare said: string
  declare wrong: string
  declare failure: Failure | null
  declare isBusy: boolean
  readonly #versions = new LivePages<Page<Terms>>(this, {
    live: () => this.box.live,
    key: () => 'versions',
    load: (_, cursor) => listTerms(this.box.http, cursor),
    nouns: [],
  })

  constructor() {
    super()
    this.typed = null
    this.theirs = null
    this.said = ''
    this.wrong = ''
    this.failure = null
    this.isBusy = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.typed = typedOf(this.box).get(typedKey) ?? null
  }

  override render() {
    const { value } = this.#versions
    const failure = this.failure ?? this.#versions.failure
    const [current, ...older] = value?.items ?? []
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
        failure
          ? html`<kb-trouble
              .trouble=${issueTrouble(failure)}
              .reference=${failure.reference}
              @kb-retry=${() => {
                this.failure = null
                void this.#versions.reload()
              }}
            ></kb-trouble>`
          : nothing
      }
      ${current ? this.#current(current) : failure ? nothing : html`<kb-loading></kb-loading>`}
      ${older.length > 0 ? this.#older(older, this.#versions.hasMore) : nothing}`
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
                  .defaultValue=${current.body}
                  .value=${this.typed?.body ?? current.body}
                  @input=${(event: Event) => {
                    this.#type((event.target as HTMLTextAreaElement).value, this.typed?.version ?? current.version)
                    this.said = ''
                    this.wrong = ''
                  }}
                ></textarea>`,
              )}
              ${this.theirs ? this.#conflict(this.theirs) : nothing}
              <p role="status" data-test="terms-said">${this.said}</p>
              <div class="actions">
                <button
                  class="btn primary"
                  type="submit"
                  data-test="save-terms"
                  ?disabled=${this.isBusy || this.theirs !== null}
                >
                  ${words.save}
                </button>
              </div>
            </form>`
          : html`<p class="text" data-test="terms">${current.body}</p>
              <p class="sub">${words.clerk}</p>`
      }
    </section>`
  }

  #older(older: readonly Terms[], hasMore: boolean) {
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
        hasMore
          ? html`<button class="btn" type="button" @click=${() => void this.#versions.more()}>
              ${ja.common.more}
            </button>`
          : nothing
      }
    </section>`
  }

  #when({ version, savedAt, by }: Terms): string {
    return `${cards.consent.version(version)} ${words.by(whenText(savedAt, todayOf(this.box)), by)}`
  }

  #conflict(theirs: Terms) {
    const mine = this.typed?.body ?? ''
    return html`<kb-conflict
      .rows=${[{ label: words.edit, mine, theirs: theirs.body }]}
      ?busy=${this.isBusy}
      @kb-keep-mine=${() => {
        this.#type(mine, theirs.version)
        void this.#save(theirs)
      }}
      @kb-take-theirs=${() => {
        this.#end()
      }}
    ></kb-conflict>`
  }

  #type(body: string, version: number): void {
    this.typed = { body, version }
    typedOf(this.box).set(typedKey, this.typed)
  }

  #end(): void {
    this.typed = null
    this.theirs = null
    typedOf(this.box).delete(typedKey)
  }

  /** What is typed while it is on its way is saved by the next press. */
  async #save(current: Terms): Promise<void> {
    if (this.isBusy) return
    const sent = this.typed
    const drafts = typedOf(this.box)
    const { body: typed, version } = sent ?? current
    const body = typed.trim()
    this.wrong = body === '' ? words.missing : body === current.body ? words.same : ''
    if (this.wrong) {
      this.theirs = null
      this.renderRoot.querySelector<HTMLElement>('#body')?.focus()
      return
    }
    this.isBusy = true
    const outcome = await saveTerms(this.box.http, body, version)
    this.isBusy = false
    if (outcome.ok) {
      const more = this.typed
      drafts.delete(typedKey)
      this.typed = null
      this.theirs = null
      if (more && more !== sent) {
        this.typed = { body: more.body, version: outcome.value.version }
        drafts.set(typedKey, this.typed)
      }
      this.said = words.saved(outcome.value.version)
    } else if (outcome.failure.code === 'stale-version') this.theirs = outcome.failure.current as Terms
    else this.failure = outcome.failure
    if (outcome.ok || this.theirs) await this.#versions.reload()
  }
}

customElements.define('kb-terms', KbTerms)
