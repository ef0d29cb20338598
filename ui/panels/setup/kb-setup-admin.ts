import { html } from 'lit'
import { shortestWithFactor } from '../../../contract/account.ts'
import { passwordStyles, showPassword } from '../../components/password-parts.ts'
import { saveStep } from '../../data/setup.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { setup } from '../../text/setup.ts'
import { refusals } from '../../text/setup-words.ts'
import { SetupStepElement } from './setup-step.ts'
import { stepStyles } from './styles.ts'

const words = setup.admin

/** 最初の管理者. */
export class KbSetupAdmin extends SetupStepElement {
  static override styles = [shared, form, passwordStyles, stepStyles]
  readonly step = 'admin'

  override render() {
    const known = this.view.admin
    const type = this.isShown ? 'text' : 'password'
    const hint = known ? words.keep : words.rule
    return this.frame(
      html`<p class="lead">${words.lead}</p>
        ${this.input({ id: 'login', label: words.login, hint: words.loginHint, saved: known?.login ?? '', autocomplete: 'username' })}
        ${this.input({ id: 'name', label: words.name, saved: known?.name ?? '', autocomplete: 'name' })}
        ${this.input({ id: 'password', label: words.password, hint, type, isSecret: true, autocomplete: 'new-password' })}
        ${this.input({ id: 'again', label: words.again, type, isSecret: true, autocomplete: 'new-password' })}
        ${showPassword(words.show, this.isShown, () => {
          this.isShown = !this.isShown
        })}`,
      { mayWait: false },
    )
  }

  protected override submit(): void {
    const login = this.typed('login').normalize('NFKC').trim()
    const name = this.typed('name').trim()
    const password = this.typed('password')
    const isKept = password === '' && this.view.admin !== null
    const isShort = !isKept && [...password.normalize('NFKC')].length < shortestWithFactor
    const wrongs = {
      ...(!/^[0-9A-Za-z._-]{1,64}$/.test(login) && { login: words.badLogin }),
      ...(name === '' && { name: words.needName }),
      ...(isShort
        ? { password: refusals['password-too-short'] ?? '' }
        : password !== this.typed('again') && { again: words.differs }),
    }
    if (Object.keys(wrongs).length > 0) this.wrongs = wrongs
    else
      void this.send(saveStep(this.http, 'admin', { login, name: name.slice(0, 64), password }), {
        'login-taken': 'login',
        'password-too-short': 'password',
        'password-too-easy': 'password',
        'password-common': 'password',
      })
  }
}

customElements.define('kb-setup-admin', KbSetupAdmin)
