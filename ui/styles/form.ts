import { css } from 'lit'

/** Fields of every form: the word above, what is wrong right under it. Drawn by `field` of components/field.ts. */
export const form = css`
  .form {
    display: grid;
    gap: 16px;
  }
  .field {
    display: grid;
    gap: 4px;
    min-width: 0;
  }
  .field > label,
  .field > .word {
    font-size: 0.875rem;
    font-weight: 700;
  }
  .field .hint {
    color: var(--ink-3);
    font-size: 0.8125rem;
  }
  .field .wrong {
    color: var(--warn);
    font-size: 0.875rem;
    font-weight: 700;
  }
  .field .wrong::before {
    content: '▲ ';
  }
  .field input:not([type='checkbox'], [type='radio']),
  .field select,
  .field textarea {
    width: 100%;
    min-height: max(44px, 2.75rem);
    padding: 4px 12px;
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    background: var(--paper);
    font: inherit;
    color: inherit;
  }
  .field textarea {
    min-height: 6rem;
    padding-block: 8px;
    resize: vertical;
  }
  .field [aria-invalid='true'] {
    border: 2px solid var(--warn);
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .choices label {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-height: max(44px, 2.75rem);
    padding: 4px 14px;
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    background: var(--paper);
    cursor: pointer;
  }
  .choices label:has(:checked) {
    border-color: var(--accent);
    background: var(--accent-soft, var(--line-2));
    font-weight: 700;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 8px;
  }
`
