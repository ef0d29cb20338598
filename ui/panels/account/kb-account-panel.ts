import { LitElement, css, html, nothing } from 'lit'
import { shortestPassword, type OwnFactors } from '../../../contract/account.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { form } from '../../styles/form.ts'
import { panel } from '../../styles/panel.ts'
import { backToList } from '../back-to-list.ts'
import { shared } from '../../styles/shared.ts'
import { account } from '../../text/account.ts'
import { factors } from '../../text/factors.ts'
import { ja } from '../../text/ja.ts'
import { ownPin } from '../../text/locks.ts'
import type { Trouble } from '../../text/troubles.ts'
import '../../components/kb-key-table.ts'
import '../../components/kb-trouble.ts'
import './kb-factors.ts'
import './kb-own-pin.ts'
import './kb-password-form.ts'

/** アカウント設定: who is signed in, the own password, what this PC does, its keys, the way out. */
export class KbAccountPanel extends LitElement {
  static override properties = { box: { attribute: false }, trouble: { state: true }, shortest: { state: true } }
  static override styles = [
    shared,
    panel,
    form,
    css`
      .page {
        display: grid;
        gap: 16px;
        max-width: 72rem;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        align-items: start;
      }
      .tools,
      kb-trouble {
        grid-column: 1 / -1;
        margin: 0;
      }
      section {
        padding: 16px 20px 20px;
      }
      h3 {
        margin-bottom: 12px;
        font-size: 1.125rem;
      }
      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 8px 20px;
      }
      dt {
        color: var(--ink-2);
      }
      dd {
        font-weight: 700;
        overflow-wrap: anywhere;
      }
      .keys dd {
        font-weight: 400;
      }
      .switch {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0 12px;
        align-items: center;
        min-height: 44px;
        padding-block: 6px;
        cursor: pointer;
      }
      .switch input {
        width: 24px;
        height: 24px;
        margin: 0;
        accent-color: var(--accent);
      }
      .switch .sub {
        grid-column: 2;
      }
      .stack {
        display: grid;
        gap: 12px;
        justify-items: start;
      }
      .stack > * {
        max-width: 100%;
      }
      @media (max-width: 900px) {
        .page {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ]
  declare box: Box
  declare trouble: Trouble | null
  /** Letters that a new password must have. */
  declare shortest: number

  constructor() {
    super()
    this.trouble = null
    this.shortest = shortestPassword
    new Watch(this, () => {
      const { preferences, presence, lockMinutes } = this.box
      return [presence, preferences.largeType, preferences.opensTouch, lockMinutes]
    })
  }

  override render() {
    return html`<div class="page">
      <div class="tools">
        ${backToList(this.box)}
        <h2>${ja.pages.account}</h2>
      </div>
      ${this.trouble ? html`<kb-trouble .trouble=${this.trouble} .action=${''}></kb-trouble>` : nothing}
      <section class="sheet">${this.#who()}</section>
      <section class="sheet">${this.#pc()}</section>
      <section class="sheet">
        <h3>${account.password.title}</h3>
        <kb-password-form .box=${this.box} .shortest=${this.shortest}></kb-password-form>
      </section>
      <section class="sheet">
        <h3>${factors.title}</h3>
        <kb-factors
          .box=${this.box}
          @kb-known=${({ detail }: CustomEvent<OwnFactors>) => {
            this.shortest = detail.shortestPassword
          }}
        ></kb-factors>
      </section>
      <section class="sheet">
        <h3>${ownPin.title}</h3>
        <kb-own-pin .box=${this.box}></kb-own-pin>
      </section>
      <section class="sheet">${this.#keys()}</section>
    </div>`
  }

  #who() {
    const { value } = this.box.presence
    if (!('session' in value)) return nothing
    const { name, login, role } = value.session.staff
    return html`<h3>${account.who}</h3>
      <div class="stack">
        <dl>
          <dt>${account.name}</dt>
          <dd data-test="account-name">${name}</dd>
          <dt>${account.login}</dt>
          <dd>${login}</dd>
          <dt>${account.role}</dt>
          <dd>${ja.header.role[role]}</dd>
        </dl>
        <button class="btn" type="button" data-test="account-sign-out" @click=${() => void this.#signOut()}>
          ${account.signOut}
        </button>
        <p class="sub">${account.signOutHint}</p>
      </div>`
  }

  #pc() {
    const { preferences } = this.box
    return html`<h3>${account.pc.title}</h3>
      <div class="stack">
        <p class="sub">${account.pc.lead}</p>
        ${this.#switch(
          'large-type',
          account.pc.largeType,
          account.pc.largeTypeHint,
          preferences.largeType.value,
          (isOn) => {
            preferences.setLargeType(isOn)
          },
        )}
        ${this.#switch(
          'opens-touch',
          account.pc.opensTouch,
          account.pc.opensTouchHint,
          preferences.opensTouch.value,
          (isOn) => {
            preferences.setOpensTouch(isOn)
          },
        )}
        <p>
          <b>${account.pc.lockMinutes}</b>　<span data-test="lock-minutes"
            >${account.pc.minutes(this.box.lockMinutes.value)}</span
          ><br /><span class="sub">${account.pc.lockHint}</span>
        </p>
        <button
          class="btn"
          type="button"
          data-test="lock-now"
          @click=${() => {
            this.box.lock('hand')
          }}
        >
          ${account.pc.lockNow}
        </button>
      </div>`
  }

  #switch(id: string, label: string, hint: string, isOn: boolean, set: (isOn: boolean) => void) {
    return html`<label class="switch"
      ><input
        type="checkbox"
        data-test=${id}
        aria-describedby="${id}-hint"
        .checked=${isOn}
        @change=${(event: Event) => {
          set((event.target as HTMLInputElement).checked)
        }}
      /><span>${label}</span><span class="sub" id="${id}-hint">${hint}</span></label
    >`
  }

  #keys() {
    return html`<h3>${account.keys.title}</h3>
      <kb-key-table data-test="account-keys" .keys=${this.box.preferences.keys}></kb-key-table>`
  }

  async #signOut(): Promise<void> {
    const failure = await this.box.signOut()
    this.trouble = failure ? troubleOf(failure) : null
  }
}

customElements.define('kb-account-panel', KbAccountPanel)
