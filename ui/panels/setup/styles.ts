import { css } from 'lit'

/** What the steps look like. */
export const stepStyles = css`
  .form {
    gap: 18px;
    max-width: 44rem;
  }
  fieldset.field {
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend.word {
    padding: 0 0 4px;
  }
  .lead {
    color: var(--ink-2);
  }
  .alert {
    padding: 10px 14px;
    border: 1px solid var(--warn-line);
    border-radius: var(--radius);
    background: var(--warn-soft);
    color: var(--ink);
  }
  .good {
    padding: 10px 14px;
    border-radius: var(--radius);
    background: var(--accent-soft);
    color: var(--accent-ink);
    font-weight: 700;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
  }
  .row.start {
    align-items: flex-start;
  }
  .grow {
    flex: 1 1 16rem;
    min-width: 0;
  }
  .path {
    overflow-wrap: anywhere;
  }
  .lines > li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    min-height: 44px;
    padding: 6px 0;
    border-bottom: 1px solid var(--line);
  }
  kb-qr {
    width: 11rem;
    border: 1px solid var(--line);
  }
  code {
    font-family: ui-monospace, monospace;
    font-size: 0.9375rem;
    overflow-wrap: anywhere;
  }
  ol.codes {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr));
    gap: 8px;
  }
  ol.codes code {
    font-size: 1.0625rem;
    letter-spacing: 0.06em;
  }
  summary {
    min-height: 44px;
    padding-block: 10px;
    cursor: pointer;
  }
  .actions {
    padding-top: 12px;
    border-top: 1px solid var(--line);
  }
`
