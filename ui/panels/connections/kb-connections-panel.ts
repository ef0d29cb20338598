import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { connectionSteps, type ConnectionStep, type ConnectionView } from '../../../contract/setup.ts'
import { getConnections } from '../../data/connections.ts'
import { createHttp } from '../../data/http.ts'
import type { Failure } from '../../data/outcome.ts'
import type { Box } from '../../state/box.ts'
import { draftsOfKind } from '../../state/drafts.ts'
import { troubleOf } from '../../state/trouble.ts'
import { panel } from '../../styles/panel.ts'
import { shared } from '../../styles/shared.ts'
import { connections as words } from '../../text/connections.ts'
import { ja } from '../../text/ja.ts'
import { stepName } from '../../text/setup-words.ts'
import { backToList } from '../back-to-list.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import '../setup/kb-setup-backup.ts'
import '../setup/kb-setup-hub.ts'
import '../setup/kb-setup-network.ts'
import '../setup/kb-setup-nsips.ts'

/** Longer than the test of a share that does not answer. */
const timeoutMs = 90_000

const typedOf = draftsOfKind<string>()

/** 接続の設定: the forms of 初期設定 that may be filled in later, on a box that works. */
export class KbConnectionsPanel extends LitElement {
  static override properties = {
    box: { attribute: false },
    view: { state: true },
    failure: { state: true },
    savedStep: { state: true },
  }
  static override styles = [
    shared,
    panel,
    css`
      .page {
        max-width: 64rem;
      }
      h1 {
        font-size: 1.375rem;
      }
      section {
        margin-top: 16px;
        padding: 16px 20px 20px;
      }
      h2 {
        margin-bottom: 8px;
        font-size: 1.125rem;
      }
      .then {
        margin-top: 10px;
      }
      .saved {
        margin-top: 10px;
        color: var(--accent-ink);
        font-weight: 700;
      }
    `,
  ]
  declare box: Box
  declare view: ConnectionView | null
  declare failure: Failure | null
  declare savedStep: ConnectionStep | null
  /** A session that is over, or locked, is for the box's own line to tell. */
  readonly #http = createHttp({
    timeoutMs,
    onSignedOut: () => void this.#load(),
    onLocked: () => void this.#load(),
  })

  constructor() {
    super()
    this.view = null
    this.failure = null
    this.savedStep = null
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // The panel scrolls, so the keys that scroll must reach it.
    this.tabIndex = -1
    this.focus({ preventScroll: true })
  }

  override firstUpdated(): void {
    void this.#load()
  }

  override render() {
    const { view, failure } = this
    return html`<div class="page">
      <div class="tools">
        ${backToList(this.box)}
        <h1>${ja.pages.connections}</h1>
      </div>
      <p class="sub">${words.lead}</p>
      ${
        failure
          ? html`<kb-trouble
              .trouble=${troubleOf(failure)}
              .reference=${failure.reference}
              @kb-retry=${() => void this.#load()}
            ></kb-trouble>`
          : nothing
      }
      ${view ? connectionSteps.map((step) => this.#section(step, view)) : failure ? nothing : html`<kb-loading></kb-loading>`}
    </div>`
  }

  #section(step: ConnectionStep, view: ConnectionView) {
    const then = words.then[step]
    return html`<section
      class="sheet"
      data-test="connection-${step}"
      @kb-saved=${({ detail }: CustomEvent<ConnectionView>) => {
        this.view = detail
        this.savedStep = step
      }}
    >
      <h2>${stepName[step]}</h2>
      ${this.#form(step, view)} ${then === '' ? nothing : html`<p class="sub then">${then}</p>`}
      <p class="saved" role="status" data-test="connection-saved">
        ${this.savedStep === step ? `✓ ${words.saved}` : nothing}
      </p>
    </section>`
  }

  #form(step: ConnectionStep, view: ConnectionView): TemplateResult {
    const http = this.#http
    const drafts = typedOf(this.box)
    switch (step) {
      case 'network':
        return html`<kb-setup-network isAfter .http=${http} .view=${view} .drafts=${drafts}></kb-setup-network>`
      case 'nsips':
        return html`<kb-setup-nsips isAfter .http=${http} .view=${view} .drafts=${drafts}></kb-setup-nsips>`
      case 'backup':
        return html`<kb-setup-backup isAfter .http=${http} .view=${view} .drafts=${drafts}></kb-setup-backup>`
      case 'hub':
        return html`<kb-setup-hub isAfter .http=${http} .view=${view} .drafts=${drafts}></kb-setup-hub>`
    }
  }

  async #load(): Promise<void> {
    const outcome = await getConnections(this.box.http)
    if (outcome.ok) this.view = outcome.value
    this.failure = outcome.ok ? null : outcome.failure
  }
}

customElements.define('kb-connections-panel', KbConnectionsPanel)
