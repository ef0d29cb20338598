import { css } from 'lit'

export const leftoversPanel = css`
  kb-proxy {
    --proxy-gap: 16px;
  }
  kb-person-header {
    position: sticky;
    z-index: 5;
    top: 0;
  }
  h1 {
    font-size: 1.375rem;
  }
  h2 {
    padding: 10px 16px;
    border-bottom: 1px solid var(--line);
    font-size: 1.0625rem;
  }
  h2 small {
    color: var(--ink-2);
    font-size: 0.875rem;
    font-weight: 400;
  }
  .hint {
    margin-bottom: 10px;
    color: var(--ink-2);
  }
  .field .hint {
    margin: 0;
  }
  .correcting {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 16px;
    margin-bottom: 10px;
  }
  .sheet {
    margin-bottom: 14px;
  }
  .goal {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr) minmax(0, 15rem);
    align-items: start;
    gap: 12px 28px;
    padding: 14px 16px;
  }
  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0 0 4px;
    font-size: 0.875rem;
    font-weight: 700;
  }
  .choices input {
    width: 1.25rem;
    height: 1.25rem;
    accent-color: var(--accent);
  }
  .when {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    gap: 8px 12px;
  }
  .when .field {
    flex: 0 1 13rem;
  }
  .weeks {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    padding-top: 1.6rem;
  }
  .weeks .btn {
    padding-inline: 10px;
    font-weight: 400;
  }
  kb-conflict {
    margin-top: 14px;
  }
  .actions {
    align-items: center;
    margin-top: 12px;
  }
  .saidline {
    flex: 1;
    color: var(--accent-ink);
    font-weight: 700;
  }
  .blocked {
    color: var(--warn);
    font-weight: 700;
  }
  @media (max-width: 1200px) {
    .goal {
      grid-template-columns: minmax(0, 1fr);
    }
    .goal > .field {
      max-width: 15rem;
    }
  }
  @media (max-height: 480px) {
    kb-person-header {
      position: static;
    }
  }
  @media print {
    :host {
      height: auto;
      overflow: visible;
    }
    .screen {
      display: none;
    }
  }
`
