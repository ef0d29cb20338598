import { html } from 'lit'
import { saveStep } from '../../data/setup.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { setup } from '../../text/setup.ts'
import { SetupStepElement } from './setup-step.ts'
import { stepStyles } from './styles.ts'

const words = setup.facility

/** 薬局: what the box is for. */
export class KbSetupFacility extends SetupStepElement {
  static override styles = [shared, form, stepStyles]
  readonly step = 'facility'

  override render() {
    const known = this.view.facility
    return this.frame(
      html`<p class="lead">${words.lead}</p>
        ${this.input({ id: 'name', label: words.name, saved: known?.name ?? '', autocomplete: 'organization' })}
        ${this.input({ id: 'code', label: words.code, hint: words.codeHint, saved: known?.code ?? '', inputmode: 'numeric' })}
        ${this.input({ id: 'shortId', label: words.shortId, hint: words.shortIdHint, saved: known?.shortId ?? '' })}`,
      { mayWait: false },
    )
  }

  protected override submit(): void {
    const name = this.typed('name').trim()
    const code = this.typed('code').normalize('NFKC').replace(/[\s-]/g, '')
    const shortId = this.typed('shortId').normalize('NFKC').trim().toLowerCase()
    const wrongs = {
      ...(name === '' && { name: words.needName }),
      ...(!/^(\d{7}|\d{10})?$/.test(code) && { code: words.badCode }),
      ...(!/^[a-z][a-z0-9]{1,11}$/.test(shortId) && { shortId: words.badShortId }),
    }
    if (Object.keys(wrongs).length > 0) this.wrongs = wrongs
    else void this.send(saveStep(this.http, 'facility', { name: name.slice(0, 64), code, shortId }))
  }
}

customElements.define('kb-setup-facility', KbSetupFacility)
