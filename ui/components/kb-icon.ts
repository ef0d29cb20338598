import { LitElement, css, svg, html } from 'lit'

const shapes = {
  box: svg`<rect x="2.2" y="6.7" width="19.6" height="14.3" rx="3"/><path d="M7.5 6.7V4.9A1.9 1.9 0 0 1 9.4 3h5.2a1.9 1.9 0 0 1 1.9 1.9v1.8M12 10.5v6.8M8.6 13.9h6.8"/>`,
  search: svg`<circle cx="11" cy="11" r="7"/><path d="m20 20-4-4"/>`,
  help: svg`<circle cx="12" cy="12" r="9"/><path d="M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.4-1 .9-1 1.7M12 17h.01"/>`,
  close: svg`<path d="m6 6 12 12M18 6 6 18"/>`,
  down: svg`<path d="m6 9 6 6 6-6"/>`,
  bell: svg`<path d="M6 10a6 6 0 0 1 12 0c0 5 2 6 2 7H4c0-1 2-2 2-7M10 20.5a2.2 2.2 0 0 0 4 0"/>`,
  card: svg`<rect x="3" y="6" width="18" height="12" rx="2.5"/><path d="M3 10h18M7 14.5h4"/>`,
  history: svg`<path d="M4 12a8 8 0 1 0 2.5-5.8L4 8.5M4 4v4.5h4.5M12 8v4.5l3 2"/>`,
  alert: svg`<path d="M12 3.5 22 20.5H2Z"/><path d="M12 10v4.5M12 17.5h.01"/>`,
  check: svg`<rect x="5" y="4.5" width="14" height="16.5" rx="2.5"/><path d="M9.5 2.8h5v3.4h-5zM9 11h6M9 15.5h4"/>`,
  account: svg`<circle cx="12" cy="8.5" r="4"/><path d="M4.5 20c.8-4 3.8-6 7.5-6s6.7 2 7.5 6"/>`,
  elsewhere: svg`<path d="M4 12h11M11 7.5l4.5 4.5-4.5 4.5M15 4h4a1.5 1.5 0 0 1 1.5 1.5v13A1.5 1.5 0 0 1 19 20h-4"/>`,
} as const

export type IconName = keyof typeof shapes

/** A line drawing that only accompanies a word; hidden from screen readers. */
export class KbIcon extends LitElement {
  static override properties = { name: {} }
  static override styles = css`
    :host {
      display: inline-grid;
      width: 1.5em;
      height: 1.5em;
      flex: none;
    }
    svg {
      width: 100%;
      height: 100%;
    }
  `
  declare name: IconName

  override render() {
    return html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">
      ${shapes[this.name]}
    </svg>`
  }
}

customElements.define('kb-icon', KbIcon)
