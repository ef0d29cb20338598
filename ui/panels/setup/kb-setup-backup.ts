import { html, nothing } from 'lit'
import { saveConnection } from '../../data/setup.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { setup } from '../../text/setup.ts'
import './kb-folder-picker.ts'
import { SetupStepElement } from './setup-step.ts'
import { stepStyles } from './styles.ts'

const words = setup.backup

/** バックアップの場所. */
export class KbSetupBackup extends SetupStepElement {
  static override styles = [shared, form, stepStyles]
  readonly step = 'backup'

  override render() {
    const { backup } = this.view
    return this.frame(
      html`<p class="lead">${words.lead}</p>
        ${this.input({ id: 'path', label: words.path, hint: this.isAfter ? words.hintAfter : words.hint, saved: backup?.path ?? '' })}
        <kb-folder-picker
          .http=${this.http}
          ?isAfter=${this.isAfter}
          @kb-folder=${({ detail }: CustomEvent<string>) => {
            this.drafts.set('backup.path', detail)
            this.requestUpdate()
          }}
        ></kb-folder-picker>
        ${
          backup === null
            ? nothing
            : backup.isSameDisk
              ? html`<p class="alert" data-test="same-disk">▲ ${words.same}</p>`
              : html`<p class="good">✓ ${words.other(String(Math.floor(backup.freeBytes / 1e9)))}</p>`
        }`,
    )
  }

  protected override submit(): void {
    const path = this.typed('path').trim()
    if (path.startsWith('/'))
      void this.send(saveConnection(this.http, this.isAfter, 'backup', { path }), {
        'backup-place-missing': 'path',
        'backup-place-denied': 'path',
        'backup-place-inside': 'path',
      })
    else this.wrongs = { path: words.needPath }
  }
}

customElements.define('kb-setup-backup', KbSetupBackup)
