import { html, nothing, type TemplateResult } from 'lit'

/** One field of a form: its word, the control, a hint, and what is wrong with what was typed. */
export interface Field {
  /** Of the control: it must carry this `id`, and `aria-describedby="ID-note"` while there is a hint or something is wrong. */
  id: string
  label: string
  hint?: string
  /** '' or absent: nothing is wrong. The control then also carries `aria-invalid="true"`. */
  wrong?: string
}

/** Draws a field in the manner of styles/form.ts. What was typed stays in the control; this only speaks of it. */
export const field = ({ id, label, hint = '', wrong = '' }: Field, control: TemplateResult): TemplateResult =>
  html`<div class="field">
    <label for=${id}>${label}</label>
    ${control}
    <span id="${id}-note" aria-live="polite"
      >${wrong === '' ? nothing : html`<span class="wrong" data-test="wrong-${id}">${wrong}</span>`}${
        hint === '' || wrong !== '' ? nothing : html`<span class="hint">${hint}</span>`
      }</span
    >
  </div>`
