import { LitElement, css, html } from 'lit'
import { splitDrugName } from '../format/drug-name.ts'

/** A drug name with its strength set apart; neither the strength nor its joint to the name breaks over two lines. */
export class KbDrugName extends LitElement {
  static override properties = { name: {}, isSlim: { type: Boolean, attribute: 'slim', reflect: true } }
  static override styles = css`
    :host {
      display: inline-block;
      max-width: 100%;
      overflow-wrap: anywhere;
      word-break: keep-all;
    }
    em {
      color: var(--info);
      font-style: normal;
      white-space: nowrap;
    }
    /* One line: the name gives way, the strength stays, the maker is left out. */
    :host([slim]) {
      display: flex;
      min-width: 0;
      white-space: nowrap;
    }
    :host([slim]) span {
      overflow: hidden;
      text-overflow: ellipsis;
    }
    :host([slim]) em {
      flex: none;
    }
    :host([slim]) i {
      display: none;
    }
    i {
      color: var(--ink-2);
      font-style: normal;
      font-weight: 400;
    }
  `
  declare name: string
  declare isSlim: boolean

  override render() {
    // Receipt computers write strengths in full width (２．５ｍｇ), where the point is easily overlooked.
    // U+2060 forbids a line break between the name and its strength.
    return splitDrugName(this.name).map((part) =>
      part.kind === 'strength'
        ? html`&#x2060;<em>${part.text.normalize('NFKC')}</em>`
        : part.kind === 'maker'
          ? html`<i>${part.text}</i>`
          : html`<span>${part.text}</span>`,
    )
  }
}

customElements.define('kb-drug-name', KbDrugName)
