import { css } from 'lit'

/** What the steps of カード発行 share. */
export const stepStyles = css`
  h2 {
    margin-bottom: 4px;
    font-size: 1.25rem;
    outline: 0;
  }
  h3 {
    margin-bottom: 4px;
    font-size: 1rem;
  }
  .hint {
    margin-bottom: 14px;
    color: var(--ink-2);
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 8px;
    margin-top: 20px;
  }
  .btn.big {
    min-height: 3.25rem;
    padding-inline: 1.75rem;
    font-size: 1.125rem;
  }
  .btn .key {
    border-color: #fff8;
    background: none;
    color: #fff;
  }
  .btn:disabled .key {
    border-color: var(--line);
    color: var(--ink-3);
  }
  .note {
    padding: 10px 14px;
    border-left: 5px solid var(--accent);
    background: var(--accent-soft);
  }
  .note.warn {
    border-color: var(--warn);
    background: var(--warn-soft);
  }
  .note + .note {
    margin-top: 8px;
  }
  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0;
    font-size: 0.875rem;
    font-weight: 700;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1em;
    color: var(--ink-2);
    font-size: 0.9375rem;
  }
  .facts span {
    white-space: nowrap;
  }
  .field + .rows {
    margin-top: 12px;
  }
  .row + .form {
    margin-top: 16px;
  }
  .rows {
    display: grid;
    gap: 8px;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    width: 100%;
    min-height: 3.25rem;
    padding: 6px 14px;
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    background: var(--paper);
    text-align: left;
  }
  button.row:hover:not(:disabled) {
    background: var(--line-2);
  }
  .row[aria-pressed='true'] {
    border: 2px solid var(--accent);
    background: var(--accent-soft);
  }
  .row .who {
    flex: 1 1 12rem;
    min-width: 0;
  }
  .row b {
    font-size: 1.0625rem;
  }
  @media (pointer: coarse) {
    .btn .key {
      display: none;
    }
  }
`
