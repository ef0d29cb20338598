import { LitElement, css, svg, html } from 'lit'
import { encodeQR } from 'qr'

/** A text as QR code, black on white with its quiet zone; as large as its box. */
export class KbQr extends LitElement {
  static override properties = { text: {}, label: {} }
  static override styles = css`
    :host {
      display: block;
      aspect-ratio: 1;
    }
    svg {
      display: block;
      width: 100%;
      height: 100%;
      background: #fff;
      print-color-adjust: exact;
    }
  `
  declare text: string
  declare label: string

  constructor() {
    super()
    this.text = ''
    this.label = ''
  }

  override render() {
    // `medium` still reads with a fold across the paper.
    const rows = encodeQR(this.text, 'raw', { ecc: 'medium', border: 4 })
    const size = String(rows.length)
    const path = rows
      .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${String(x)} ${String(y)}h1v1h-1z` : '')))
      .join('')
    return html`<svg viewBox="0 0 ${size} ${size}" role="img" aria-label=${this.label} shape-rendering="crispEdges">
      ${svg`<path d=${path} fill="#000"></path>`}
    </svg>`
  }
}

customElements.define('kb-qr', KbQr)
