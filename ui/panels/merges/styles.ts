import { css } from 'lit'
import { doneStyles } from '../links/styles.ts'

export const mergeStyles = css`
  ${doneStyles}
  h3 {
    margin: 8px 0;
    font-size: 1rem;
  }
  .done.note {
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
