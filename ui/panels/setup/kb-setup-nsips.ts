import { html, nothing, type PropertyDeclarations } from 'lit'
import type { FolderTest, SetupFolders } from '../../../contract/setup.ts'
import { saveConnection, testNsips } from '../../data/setup.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { setup } from '../../text/setup.ts'
import './kb-folder-picker.ts'
import './kb-folder-test.ts'
import { SetupStepElement } from './setup-step.ts'
import { stepStyles } from './styles.ts'

const words = setup.nsips

type Folder = SetupFolders['folders'][number]

const isShare = (path: string): boolean => /^(smb:)?(\/\/|\\\\)/i.test(path)

/** The line of /etc/fstab that mounts a share as docs/operating/レセコン接続.md says it. */
const mountLine = (path: string): string => {
  const source = path.replaceAll('\\', '/').replace(/^smb:/i, '').replaceAll(' ', '\\040')
  const place = `/srv/receipt/${/[^/]+$/.exec(source)?.[0] ?? 'SIPS3'}`
  return `${source} ${place} cifs credentials=/etc/kusuribako/receipt.cred,cache=none,actimeo=0,soft,iocharset=utf8,file_mode=0660,dir_mode=0770,_netdev,nofail 0 0`
}

/** レセコン: the folders that are taken in, each tried before it is added. */
export class KbSetupNsips extends SetupStepElement {
  static override properties: PropertyDeclarations = {
    folders: { state: true },
    test: { state: true },
    isTesting: { state: true },
  }
  static override styles = [shared, form, stepStyles]
  declare folders: Folder[] | null
  declare test: FolderTest | null
  declare isTesting: boolean
  readonly step = 'nsips'

  constructor() {
    super()
    this.folders = null
    this.test = null
    this.isTesting = false
  }

  get #chosen(): Folder[] {
    return this.folders ?? this.view.nsips
  }

  get #path(): string {
    return this.drafts.get('nsips.path') ?? ''
  }

  override render() {
    const hasShare = isShare(this.#path)
    return this.frame(
      html`<p class="lead">${words.lead}</p>
        <div>
          <h3>${words.chosen}</h3>
          ${this.#chosen.length === 0 ? html`<p class="sub">${words.none}</p>` : nothing}
          <ul class="lines">
            ${this.#chosen.map(
              (folder) =>
                html`<li data-test="chosen-folder">
                  <b class="grow path">${folder.path}</b>
                  <span class="sub">${folder.mode === 'consume' ? words.consume : words.observe}</span>
                  <button
                    class="btn"
                    type="button"
                    aria-label=${words.remove(folder.path)}
                    @click=${() => {
                      this.folders = this.#chosen.filter((each) => each !== folder)
                    }}
                  >
                    ${words.removeWord}
                  </button>
                </li>`,
            )}
          </ul>
        </div>
        <div
          @input=${() => {
            this.test = null
            this.requestUpdate()
          }}
        >
          ${this.input({ id: 'path', label: words.path, hint: words.pathHint })}
        </div>
        <kb-folder-picker
          .http=${this.http}
          ?isAfter=${this.isAfter}
          @kb-folder=${({ detail }: CustomEvent<string>) => {
            this.#use(detail)
          }}
        ></kb-folder-picker>
        <fieldset class="field">
          <legend class="word">${words.mode}</legend>
          <div class="choices">
            ${(['consume', 'observe'] as const).map(
              (mode) =>
                html`<label
                  ><input
                    type="radio"
                    name="mode"
                    .checked=${mode === this.#mode}
                    @change=${() => {
                      this.drafts.set('nsips.mode', mode)
                      this.test = null
                      this.requestUpdate()
                    }}
                  />${words[mode]}</label
                >`,
            )}
          </div>
        </fieldset>
        ${hasShare ? this.#account() : nothing}
        <div class="row">
          <button
            class="btn"
            type="button"
            data-test="test-nsips"
            ?disabled=${this.isTesting}
            @click=${() => void this.#try()}
          >
            ${this.isTesting ? words.testing : words.test}
          </button>
          ${
            hasShare
              ? nothing
              : html`<button class="btn" type="button" data-test="add-folder" @click=${() => this.#add()}>
                  ${words.add}
                </button>`
          }
        </div>
        ${this.test ? this.#result(this.test) : nothing}`,
    )
  }

  get #mode(): Folder['mode'] {
    return this.drafts.get('nsips.mode') === 'observe' ? 'observe' : 'consume'
  }

  #account() {
    return html`<div class="row start">
        <div class="grow">${this.input({ id: 'user', label: words.user })}</div>
        <div class="grow">
          ${this.input({ id: 'password', label: words.password, type: 'password', isSecret: true })}
        </div>
      </div>
      <p class="sub">${words.account}${words.shareFirst}</p>`
  }

  #result(test: FolderTest) {
    const { mountedAt } = test
    return html`<kb-folder-test .test=${test}></kb-folder-test> ${
        mountedAt === null
          ? nothing
          : html`<button
              class="btn"
              type="button"
              data-test="use-mount"
              @click=${() => {
                this.#use(mountedAt)
              }}
            >
              ${words.useMount(mountedAt)}
            </button>`
      }
      ${
        test.isShare && mountedAt === null
          ? html`<details>
              <summary>${words.mountHelp}</summary>
              <p>${words.mountLead}</p>
              <code>${mountLine(this.#path.trim())}</code>
            </details>`
          : nothing
      }`
  }

  #use(path: string): void {
    this.drafts.set('nsips.path', path)
    this.test = null
    this.requestUpdate()
  }

  async #try(): Promise<void> {
    const path = this.#path.trim()
    if (path === '') {
      this.wrongs = { path: words.needPath }
      return
    }
    this.isTesting = true
    this.test = null
    const [user, password] = [this.typed('user'), this.typed('password')]
    const account = isShare(path) ? { user, password } : {}
    const test = await this.ask(testNsips(this.http, this.isAfter, { path, mode: this.#mode, ...account }))
    this.isTesting = false
    if (!test) return
    this.test = test
    await this.updateComplete
    this.renderRoot.querySelector('kb-folder-test')?.scrollIntoView({ block: 'center' })
  }

  /** False when there is nothing that could be added. */
  #add(): boolean {
    const path = this.#path.trim().replace(/(?<=.)\/+$/, '')
    if (isShare(path) || !path.startsWith('/')) {
      this.wrongs = { path: isShare(path) ? words.shareFirst : words.needPath }
      return false
    }
    this.folders = [...this.#chosen.filter((each) => each.path !== path), { path, mode: this.#mode }]
    this.#use('')
    return true
  }

  protected override submit(): void {
    // What stands in the field is meant, too.
    if (this.#path.trim() !== '' && !this.#add()) return
    const folders = this.#chosen
    if (folders.length > 0 || this.view.nsips.length > 0)
      void this.send(saveConnection(this.http, this.isAfter, 'nsips', { folders: folders.slice(0, 8) }))
    else this.wrongs = { path: this.isAfter ? words.needPath : words.needOne }
  }
}

customElements.define('kb-setup-nsips', KbSetupNsips)
