import { css } from 'lit'

/** Sections of 会員設定: quiet sheets in two columns, one on a tablet. */
export const settingsSections = css`
  section {
    display: grid;
    gap: 12px;
    padding: 16px 20px 20px;
    border: 1px solid var(--line);
    border-radius: 14px;
    background: var(--paper);
  }
  h2 {
    font-size: 1.125rem;
  }
  h3 {
    font-size: 1rem;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
  }
  dl {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 8px 20px;
  }
  dt {
    color: var(--ink-2);
    font-size: 0.875rem;
  }
  dd {
    overflow-wrap: anywhere;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 14px;
    padding-block: 8px;
    border-top: 1px solid var(--line-2);
  }
  .row .grow {
    min-width: 10rem;
  }
  .said {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 12px;
    color: var(--accent-ink);
    font-weight: 700;
  }
  .said:empty {
    display: none;
  }
  summary {
    min-height: 44px;
    padding-block: 10px;
    cursor: pointer;
    font-weight: 700;
  }
  .ask {
    display: grid;
    gap: 10px;
    padding: 12px 14px;
    border: 2px solid var(--warn-line);
    border-radius: var(--radius);
    background: var(--warn-soft);
  }
`
