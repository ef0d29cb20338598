import { LitElement, html, nothing } from 'lit'
import type { NoticeKey } from '../../../contract/notice.ts'
import type { Page } from '../../../contract/page.ts'
import { field } from '../../components/field.ts'
import type { Failure } from '../../data/outcome.ts'
import type { Box } from '../../state/box.ts'
import { draftsOf } from '../../state/drafts.ts'
import { troubleOf } from '../../state/trouble.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { notices as words } from '../../text/notices.ts'
import '../../components/kb-trouble.ts'
import { noticesPanel } from './styles.ts'

/** Where the drafts keep a key that is typed and not added. */
export const keyDraft = 'notice-key'

const blank = { name: '', publicKey: '' }

/** 発行者の鍵: whose signed notice files this box takes. For an admin. */
export class KbNoticeKeys extends LitElement {
  static override properties = {
    box: { attribute: false },
    keys: { state: true },
    failure: { state: true },
    done: { state: true },
    wrong: { state: true },
    typed: { state: true },
  }
  static override styles = [shared, form, noticesPanel]
  declare box: Box
  declare keys: readonly NoticeKey[] | null
  declare failure: Failure | null
  declare done: { text: string; undo?: () => Promise<void> } | null
  declare wrong: { name: string; key: string }
  declare typed: { name: string; publicKey: string }
  #stop: (() => void) | undefined

  constructor() {
    super()
    this.keys = null
    this.failure = null
    this.done = null
    this.wrong = { name: '', key: '' }
    this.typed = blank
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.typed = { ...blank, ...draftsOf(this.box).get(keyDraft) }
  }

  override firstUpdated(): void {
    this.#stop = this.box.live.listen({
      change: (noun) => {
        if (noun === 'notice') void this.#load()
      },
      reload: () => void this.#load(),
    })
    void this.#load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
  }

  override render() {
    const { keys, failure, done, wrong } = this
    return html`<section class="sheet keys" aria-labelledby="keys-title" data-test="notice-keys">
      <h2 id="keys-title">${words.keys.title}</h2>
      <p class="sub">${words.keys.hint}</p>
      <div class="said" role="status">
        ${done ? html`<span>✓ ${done.text}</span>` : nothing}
        ${done?.undo ? html`<button class="btn" type="button" @click=${() => void done.undo?.()}>${words.undo}</button>` : nothing}
      </div>
      ${failure ? html`<kb-trouble .trouble=${troubleOf(failure)} .action=${undefined}></kb-trouble>` : nothing}
      ${keys === null || keys.length === 0 ? html`<p>${keys ? words.keys.none : nothing}</p>` : this.#table(keys)}
      <form class="form" novalidate @submit=${this.#onAdd}>
        ${field(
          { id: 'key-name', label: words.keys.name, wrong: wrong.name },
          html`<input
            id="key-name"
            maxlength="60"
            autocomplete="off"
            aria-describedby="key-name-note"
            aria-invalid=${wrong.name ? 'true' : nothing}
            .value=${this.typed.name}
            @input=${this.#onInput('name')}
          />`,
        )}
        ${field(
          { id: 'public-key', label: words.keys.publicKey, hint: words.keys.publicKeyHint, wrong: wrong.key },
          html`<textarea
            id="public-key"
            rows="3"
            maxlength="400"
            spellcheck="false"
            aria-describedby="public-key-note"
            aria-invalid=${wrong.key ? 'true' : nothing}
            .value=${this.typed.publicKey}
            @input=${this.#onInput('publicKey')}
          ></textarea>`,
        )}
        <div class="actions">
          <button class="btn primary" type="submit" data-test="add-key">${words.keys.add}</button>
        </div>
      </form>
    </section>`
  }

  #table(keys: readonly NoticeKey[]) {
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${words.keys.name}</th>
          <th scope="col">${words.keys.fingerprint}</th>
          <th scope="col"><span class="visually-hidden">${words.keys.remove}</span></th>
        </tr>
      </thead>
      <tbody>
        ${keys.map(
          (key) =>
            html`<tr>
              <td>${key.name}</td>
              <td data-test="fingerprint">${key.fingerprint}</td>
              <td>
                <button class="btn quiet" type="button" @click=${() => void this.#remove(key)}>
                  ${words.keys.remove}<span class="visually-hidden">　${key.name}</span>
                </button>
              </td>
            </tr>`,
        )}
      </tbody>
    </table>`
  }

  async #load(): Promise<void> {
    const outcome = await this.box.http.get<Page<NoticeKey>>('/api/notice-keys')
    if (outcome.ok) this.keys = outcome.value.items
    else this.failure = outcome.failure
  }

  #onInput =
    (part: keyof typeof blank) =>
    (event: Event): void => {
      this.typed = { ...this.typed, [part]: (event.target as HTMLInputElement).value }
      draftsOf(this.box).set(keyDraft, this.typed)
    }

  readonly #onAdd = (event: SubmitEvent): void => {
    event.preventDefault()
    const [name, publicKey] = [this.typed.name.trim(), this.typed.publicKey.trim()]
    this.wrong = {
      name: name === '' ? words.keys.nameWrong : '',
      key: publicKey === '' ? words.keys.keyWrong : '',
    }
    if (name !== '' && publicKey !== '') void this.#add(name, publicKey)
  }

  async #add(name: string, publicKey: string): Promise<void> {
    const outcome = await this.box.http.ask<NoticeKey>('POST', '/api/notice-keys', { name, publicKey })
    this.failure = outcome.ok ? null : outcome.failure
    if (!outcome.ok) return
    this.typed = blank
    draftsOf(this.box).delete(keyDraft)
    this.done = { text: words.done.keyAdded(name) }
    await this.#load()
  }

  async #remove({ id, name }: NoticeKey): Promise<void> {
    const path = `/api/notice-keys/${encodeURIComponent(id)}`
    const undo = async () => {
      const back = await this.box.http.send('POST', `${path}/restore`)
      this.failure = back.ok ? null : back.failure
      this.done = back.ok ? { text: words.done.keyRestored(name) } : null
      await this.#load()
    }
    const outcome = await this.box.http.send('DELETE', path)
    this.failure = outcome.ok ? null : outcome.failure
    if (outcome.ok) this.done = { text: words.done.keyRemoved(name), undo }
    await this.#load()
  }
}

customElements.define('kb-notice-keys', KbNoticeKeys)
