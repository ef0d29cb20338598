import { css } from 'lit'

export const disclosureStyles = css`
  :host {
    display: block;
    margin-bottom: 12px;
  }
  /* Its place is kept from the first frame on, so that nothing moves when the answer comes. */
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 4px 16px;
    min-height: max(44px, 2.75rem);
    color: var(--ink-2);
  }
  .line.closed {
    padding-left: 14px;
    border-left: 4px solid var(--edge);
    background: var(--paper);
    border-radius: var(--radius);
  }
  .field select,
  .field input {
    height: max(44px, 2.75rem);
  }
  .ask {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  form {
    display: grid;
    grid-template-columns: minmax(14rem, 22rem) minmax(0, 1fr);
    align-items: start;
    gap: 12px 16px;
    margin-top: 8px;
    padding: 14px 16px;
  }
  .actions {
    grid-column: 1 / -1;
    align-items: center;
  }
  .actions .sub {
    margin-right: auto;
  }
  kb-trouble {
    grid-column: 1 / -1;
  }
  @media (max-width: 700px) {
    form {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`
