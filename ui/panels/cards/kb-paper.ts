import { LitElement, css, html, type TemplateResult } from 'lit'

/** A4 with margins · a label of an 80 mm printer · a sheet of 24 labels (70 × 37 mm) without margins. */
export type Paper = 'a4' | 'label-80' | 'label-a4'

const pages: Record<Paper, string> = {
  a4: '@page { size: A4 portrait; margin: 16mm 18mm; }',
  'label-80': '@page { size: 80mm 40mm; margin: 0; }',
  'label-a4': '@page { size: A4 portrait; margin: 0; }',
}

/** What is on the paper: seen only by the printer. */
export class KbPaper extends LitElement {
  static override properties = { content: { attribute: false } }
  static override styles = css`
    :host {
      display: none;
      color: #000;
      font-size: 11pt;
      line-height: 1.6;
    }
    @media print {
      :host {
        display: block;
      }
    }
    h1,
    p {
      margin: 0;
    }
    h1 {
      margin-bottom: 6mm;
      font-size: 16pt;
      text-align: center;
    }
    .body {
      white-space: pre-wrap;
    }
    .small {
      font-size: 9pt;
    }
    .right {
      text-align: right;
    }
    .sign {
      margin-top: 12mm;
      break-inside: avoid;
    }
    .line {
      display: flex;
      gap: 4mm;
      align-items: end;
      min-height: 12mm;
      margin-top: 4mm;
      border-bottom: 0.3mm solid #000;
    }
    .label {
      display: grid;
      align-content: center;
      overflow: hidden;
      padding: 3mm 5mm;
      text-align: center;
    }
    .roll {
      width: 80mm;
      height: 39mm;
    }
    .sheet {
      display: grid;
      grid-template-columns: repeat(3, 70mm);
      grid-template-rows: repeat(8, 37mm);
    }
    .kana {
      font-size: 8pt;
      letter-spacing: 0.05em;
    }
    .name {
      font-size: 18pt;
      font-weight: 700;
      line-height: 1.3;
      overflow-wrap: anywhere;
    }
    .name.long {
      font-size: 13pt;
    }
  `
  declare content: TemplateResult

  override render() {
    return html`${this.content}`
  }
}

customElements.define('kb-paper', KbPaper)

let ended = (): void => undefined

/** Prints this and nothing of the page. The browser's own print dialog opens; the page stays as it is. */
export const printOn = async (paper: Paper, content: TemplateResult): Promise<void> => {
  ended()
  const element = new KbPaper()
  element.content = content
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`${pages[paper]} @media print { body > kb-app { display: none !important; } }`)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  document.body.append(element)
  ended = () => {
    element.remove()
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet)
    removeEventListener('afterprint', ended)
    ended = () => undefined
  }
  await element.updateComplete
  // Where printing does not wait, what is printed has to stay until it was.
  addEventListener('afterprint', ended)
  print()
}
