import { css } from 'lit'

export const mergeStyles = css`
  h2 {
    margin: 20px 0 8px;
    font-size: 1.125rem;
  }
  h1 {
    font-size: 1.375rem;
  }
  h3 {
    margin: 8px 0;
    font-size: 1rem;
  }
  .tools h2 {
    margin: 0;
  }
  .done,
  .note {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 16px;
    min-height: 3.25rem;
    margin-bottom: 12px;
    padding: 4px 14px;
    border: 1px solid var(--accent);
    border-radius: var(--radius);
    background: var(--accent-soft);
  }
  .note {
    border-color: var(--warn-line);
    background: var(--warn-soft);
    color: var(--warn);
    font-weight: 700;
  }
  .note::before {
    content: '▲';
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 20px;
    padding: 10px 16px;
    border-bottom: 1px solid var(--line-2);
  }
  .row:last-child {
    border-bottom: 0;
  }
  .who {
    flex: 1 1 16rem;
  }
  .who b {
    font-size: 1.125rem;
  }
  .find {
    max-width: 40rem;
    margin: 12px 0;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    table-layout: fixed;
  }
  th,
  td {
    padding: 8px 16px;
    border-bottom: 1px solid var(--line-2);
    text-align: left;
    vertical-align: top;
    overflow-wrap: anywhere;
  }
  th:first-child {
    width: 24%;
    color: var(--ink-2);
    font-size: 0.875rem;
    font-weight: 400;
  }
  thead th {
    border-bottom: 1px solid var(--line);
    font-size: 1rem;
    font-weight: 700;
  }
  thead .kept {
    border-top: 3px solid var(--accent);
  }
  thead b {
    display: block;
    font-size: 1.25rem;
  }
  tbody tr:last-child > * {
    border-bottom: 0;
  }
  .differs > * {
    background: var(--warn-soft);
  }
  .differs th::before {
    content: '▲ ';
    color: var(--warn);
  }
  .lines {
    white-space: pre-line;
  }
  td label {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 44px;
    cursor: pointer;
  }
  td input[type='radio'] {
    flex: none;
    width: 1.25rem;
    height: 1.25rem;
    accent-color: var(--accent);
  }
  td label:has(:checked) {
    font-weight: 700;
  }
  .after {
    margin: 12px 0;
  }
  .wrong {
    color: var(--warn);
    font-weight: 700;
  }
`
