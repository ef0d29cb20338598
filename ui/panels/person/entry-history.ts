import { LitElement, css, html, nothing } from 'lit'
import type { Entry, EntryRevision } from '../../../contract/entry.ts'
import type { Outcome } from '../../data/outcome.ts'
import { whenText } from '../../format/dates.ts'
import { open } from '../../dialogs/open.ts'
import { troubleOf } from '../../state/trouble.ts'
import { shared } from '../../styles/shared.ts'
import { personWords } from '../../text/person.ts'
import { byline } from '../../text/proxy.ts'
import '../../components/kb-dialog.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import { labelOf, wordOf, type EntryView } from './entry-view.ts'

type Answer = Outcome<EntryRevision<object>[]>

/** 記録の履歴: every revision of one entry, who made it and what it said. */
export class KbEntryHistory extends LitElement {
  static override properties = { answer: { state: true }, today: {}, view: { attribute: false } }
  static override styles = [
    shared,
    css`
      li {
        padding: 12px 0;
        border-bottom: 1px solid var(--line-2);
      }
      li:last-child {
        border: 0;
      }
      dl {
        display: grid;
        grid-template-columns: 9rem minmax(0, 1fr);
        gap: 2px 12px;
        margin: 6px 0 0;
      }
      dt {
        color: var(--ink-2);
        font-size: 0.875rem;
      }
      dd {
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
    `,
  ]
  declare answer: Answer | null
  declare today: string
  declare view: EntryView<Entry, object>
  ask: () => Promise<Answer> = () => Promise.resolve({ ok: true, value: [] })

  constructor() {
    super()
    this.answer = null
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  async #load(): Promise<void> {
    this.answer = null
    this.answer = await this.ask()
  }

  override render() {
    return html`<kb-dialog
      .heading=${personWords.entry.historyTitle}
      @kb-close=${() => this.dispatchEvent(new Event('kb-close'))}
    >
      ${this.#content()}
    </kb-dialog>`
  }

  #content() {
    if (!this.answer) return html`<kb-loading></kb-loading>`
    if (!this.answer.ok)
      return html`<kb-trouble
        .trouble=${troubleOf(this.answer.failure)}
        @kb-retry=${() => void this.#load()}
      ></kb-trouble>`
    return html`<ol data-test="entry-history">
      ${this.answer.value.map((revision) => this.#revision(revision))}
    </ol>`
  }

  #revision({ deed, at, by, onBehalfOf, reason, content }: EntryRevision<object>) {
    const { entry } = personWords
    const draft = this.view.toDraft(content)
    return html`<li data-deed=${deed}>
      <p>
        <b>${entry.deed[deed]}</b>　<span class="sub"
          >${entry.by(byline(by ?? entry.box, onBehalfOf), whenText(at, this.today))}</span
        >
      </p>
      <dl>
        ${
          reason === undefined
            ? nothing
            : html`<dt>${entry.reason}</dt>
                <dd>${reason}</dd>`
        }
        ${this.view.fields
          .filter((field) => wordOf(field, draft) !== '')
          .map(
            (field) =>
              html`<dt>${labelOf(field, draft)}</dt>
                <dd>${wordOf(field, draft)}</dd>`,
          )}
      </dl>
    </li>`
  }
}

customElements.define('kb-entry-history', KbEntryHistory)

/** Opens the dialog over the page. */
export function showEntryHistory<T extends Entry, Typed extends object>(
  view: EntryView<T, Typed>,
  today: string,
  ask: () => Promise<Outcome<EntryRevision<Partial<Typed>>[]>>,
): Promise<void> {
  const dialog = new KbEntryHistory()
  dialog.view = view as unknown as EntryView<Entry, object>
  dialog.today = today
  dialog.ask = ask
  return open(dialog)
}
