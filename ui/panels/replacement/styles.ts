import { css } from 'lit'

export const replacementPanel = css`
  .page {
    max-width: 76rem;
  }
  h1 {
    font-size: 1.375rem;
  }
  h2 {
    font-size: 1.125rem;
  }
  .said {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 14px;
  }
  .said > * {
    margin-bottom: 10px;
  }
  .hint {
    margin-bottom: 12px;
    color: var(--ink-2);
  }
  .step {
    margin-bottom: 16px;
    padding: 16px 18px;
    overflow: visible;
  }
  .step > * + * {
    margin-top: 12px;
  }
  .freeze {
    margin-bottom: 16px;
    padding: 16px 18px;
    border: 2px solid var(--warn-line);
    background: var(--warn-soft);
  }
  .freeze h2 {
    color: var(--warn);
  }
  .freeze h2::before {
    content: '▲ ';
  }
  .freeze p {
    margin-top: 6px;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    margin-top: 12px;
  }
  .btn {
    white-space: normal;
  }
  .two {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr));
    gap: 16px;
  }
  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .plans li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 16px;
    padding: 10px 16px;
    border-bottom: 1px solid var(--line-2);
  }
  .plans li:last-child {
    border: 0;
  }
  .wide {
    overflow-x: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  td,
  th {
    padding: 6px 10px;
    border-bottom: 1px solid var(--line-2);
    text-align: left;
    vertical-align: top;
    overflow-wrap: anywhere;
  }
  th {
    color: var(--ink-2);
    font-size: 0.8125rem;
    font-weight: 400;
  }
  .decide {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  progress {
    width: 100%;
    height: 1rem;
    accent-color: var(--accent);
  }
  .sure {
    padding: 12px 14px;
    border: 2px solid var(--warn);
    border-radius: var(--radius);
    background: var(--paper);
  }
  @container (max-width: 46rem) {
    table,
    tbody,
    tr,
    td {
      display: block;
    }
    thead {
      display: none;
    }
    tr {
      padding: 8px 0;
      border-bottom: 1px solid var(--line);
    }
    td {
      padding: 2px 4px;
      border: 0;
    }
    td[data-label]::before {
      content: attr(data-label) '　';
      color: var(--ink-2);
      font-size: 0.8125rem;
    }
  }
  .contain {
    container-type: inline-size;
  }
`
