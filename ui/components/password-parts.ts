import { css, html, type TemplateResult } from 'lit'

/** What every form with a password shares. */
export const passwordStyles = css`
  .check {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-height: 44px;
    font-weight: 400;
  }
  .check input {
    width: 20px;
    height: 20px;
    accent-color: var(--accent);
  }
`

/** Whose password is asked for, told to the browser that keeps passwords. */
export const hiddenLogin = (login: string): TemplateResult =>
  html`<input
    class="visually-hidden"
    autocomplete="username"
    tabindex="-1"
    aria-hidden="true"
    readonly
    value=${login}
  />`

export const showPassword = (label: string, isShown: boolean, toggle: () => void): TemplateResult =>
  html`<label class="check"><input type="checkbox" .checked=${isShown} @change=${toggle} />${label}</label>`
