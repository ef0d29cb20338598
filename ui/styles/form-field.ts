import { css } from 'lit'

/** Fields of a form: 44 px to touch, their words above them. */
export const formField = css`
  .field {
    display: grid;
    gap: 4px;
    color: var(--ink-2);
    font-size: 0.875rem;
  }
  .field input,
  select {
    width: 100%;
    min-width: 0;
    min-height: max(44px, 2.75rem);
    padding: 0 12px;
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    background: var(--paper);
    color: var(--ink);
    font: inherit;
    font-size: 1rem;
  }
  ::placeholder {
    color: var(--ink-3);
    opacity: 1;
  }
  .check {
    display: flex;
    align-items: flex-start;
    gap: 12px;
    min-height: 44px;
    padding-block: 8px;
    cursor: pointer;
  }
  .check input {
    width: 1.5rem;
    height: 1.5rem;
    margin: 0;
    flex: none;
    accent-color: var(--accent);
  }
`
