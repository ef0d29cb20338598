import { css } from 'lit'

export const intakePanel = css`
  .page {
    max-width: 72rem;
  }
  h1 {
    font-size: 1.375rem;
  }
  .page > h2 {
    margin: 24px 0 10px;
    font-size: 1.0625rem;
  }
  .feed {
    display: grid;
    gap: 6px;
    padding: 14px 18px;
  }
  .feed h2 {
    color: var(--ink-2);
    font-size: 1rem;
    font-weight: 400;
  }
  .feed b {
    color: var(--ink);
    font-size: 1.125rem;
  }
  .feed.wrong {
    border-color: var(--warn-line);
    background: var(--warn-soft);
  }
  .feed.wrong b::before {
    content: '▲ ';
    color: var(--warn);
  }
  .feed.fine b::before {
    content: '✓ ';
    color: var(--accent);
  }
  .file,
  .folder {
    margin-bottom: 12px;
  }
  .file header,
  .folder header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 14px;
    padding: 8px 14px;
    border-bottom: 1px solid var(--line);
  }
  .actions {
    display: flex;
    gap: 10px;
    margin-left: auto;
  }
  h3 {
    font-size: 1rem;
    overflow-wrap: anywhere;
  }
  .folder > p,
  .folder li {
    padding: 6px 14px;
  }
  .folder li {
    border-top: 1px solid var(--line-2);
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    padding: 7px 14px;
    border-bottom: 1px solid var(--line-2);
    text-align: left;
    vertical-align: baseline;
  }
  th {
    color: var(--ink-2);
    font-size: 0.8125rem;
    font-weight: 400;
  }
  th:first-child,
  th:nth-child(2) {
    width: 8rem;
  }
  td:first-child {
    white-space: nowrap;
  }
  tbody tr:last-child td {
    border: 0;
  }
  .file kb-trouble {
    margin: 10px 14px;
  }
`
