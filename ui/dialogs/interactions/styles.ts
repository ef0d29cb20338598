import { css } from 'lit'

export const interactionStyles = css`
  h3 {
    margin: 16px 0 6px;
    font-size: 1rem;
  }
  h4 {
    margin: 8px 0 2px;
    font-size: 0.875rem;
  }
  .note {
    margin-top: 12px;
  }
  .pick {
    position: relative;
    display: inline-flex;
    align-items: center;
    min-height: 44px;
    margin-top: 12px;
    padding: 4px 1rem;
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    font-weight: 700;
    cursor: pointer;
  }
  .pick:focus-within {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }
  .pick input {
    position: absolute;
    inset: 0;
    opacity: 0;
    cursor: pointer;
  }
  .wrong {
    margin-top: 8px;
    color: var(--warn);
    font-weight: 700;
  }
  .said {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 16px;
    margin-top: 8px;
  }
  .preview {
    margin-top: 12px;
    padding: 0 14px 14px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--ground);
  }
  .issues {
    max-height: 14rem;
    margin-top: 6px;
    overflow: auto;
  }
  .issues li {
    padding: 4px 0;
    border-bottom: 1px solid var(--line-2);
  }
  table {
    width: 100%;
    border-collapse: collapse;
    background: var(--paper);
    font-size: 0.9375rem;
    table-layout: fixed;
  }
  th,
  td {
    padding: 4px 8px;
    border: 1px solid var(--line-2);
    text-align: left;
    vertical-align: top;
    overflow-wrap: anywhere;
  }
  th:nth-child(3) {
    width: 4.5rem;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 8px;
    margin-top: 12px;
  }
  .versions li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 16px;
    padding: 6px 0;
    border-top: 1px solid var(--line-2);
  }
  .file {
    flex: 1 1 16rem;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  small {
    display: block;
    color: var(--ink-2);
    font-size: 0.875rem;
  }
`
