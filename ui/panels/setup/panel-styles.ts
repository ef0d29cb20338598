import { css } from 'lit'

export const panelStyles = css`
  :host {
    min-height: 100%;
  }
  .card {
    width: min(30rem, calc(100vw - 32px));
    margin: 10vh auto 24px;
    padding: 32px;
  }
  .brand,
  header {
    display: flex;
    align-items: center;
    gap: 12px;
  }
  .brand kb-icon,
  header kb-icon {
    flex: none;
    width: 2.5rem;
    height: 2.5rem;
    color: var(--accent);
  }
  h1 {
    font-size: 1.375rem;
    line-height: 1.3;
  }
  h2 {
    font-size: 1.25rem;
    outline: 0;
  }
  .field input.digits {
    font-size: 1.5rem;
    letter-spacing: 0.12em;
  }
  .page {
    max-width: 76rem;
    margin: 0 auto;
    padding: 20px 24px 48px;
  }
  .columns {
    display: grid;
    grid-template-columns: 17rem minmax(0, 1fr);
    align-items: start;
    gap: 20px;
    margin-top: 16px;
  }
  nav ol {
    display: grid;
    gap: 4px;
  }
  .go {
    display: grid;
    grid-template-columns: 2rem minmax(0, 1fr) auto;
    align-items: center;
    gap: 8px;
    width: 100%;
    min-height: 48px;
    padding: 4px 12px 4px 8px;
    border: 1px solid transparent;
    border-radius: var(--radius);
    background: none;
    text-align: left;
  }
  .go:hover {
    border-color: var(--edge);
  }
  .go[aria-current] {
    border-color: var(--accent);
    background: var(--paper);
    font-weight: 700;
  }
  .mark {
    display: grid;
    place-items: center;
    width: 1.75rem;
    height: 1.75rem;
    border: 1px solid var(--edge);
    border-radius: 50%;
    background: var(--paper);
    font-size: 0.875rem;
  }
  .done .mark {
    border-color: var(--accent);
    background: var(--accent);
    color: #fff;
  }
  .state {
    color: var(--ink-2);
    font-size: 0.8125rem;
    font-weight: 400;
  }
  .sheet:not(.card) {
    padding: 20px 28px 24px;
  }
  .count {
    margin-bottom: 2px;
  }
  .step {
    margin-top: 14px;
  }
  @media (max-width: 900px) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
    nav ol {
      grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr));
    }
    .page {
      padding-inline: 16px;
    }
  }
  @media print {
    header,
    nav,
    .count {
      display: none;
    }
    .columns {
      display: block;
    }
  }
`
