import { css } from 'lit'

export const notebookStyles = css`
  section {
    padding: 16px 20px 20px;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 14px;
  }
  header .btn {
    margin-left: auto;
  }
  h3 {
    font-size: 1.125rem;
  }
  h4 {
    margin: 18px 0 4px;
    font-size: 1rem;
  }
  h5 {
    margin: 0;
    font-size: 1.0625rem;
  }
  .consent,
  .odd {
    margin: 8px 0;
    padding: 10px 14px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--info-soft);
  }
  .odd {
    background: var(--paper);
  }
  .quiet,
  small {
    color: var(--ink-2);
    font-size: 0.875rem;
  }
  li {
    padding: 3px 0;
    overflow-wrap: anywhere;
  }
  .patient {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 28px;
    margin: 12px 0;
  }
  dt {
    color: var(--ink-2);
    font-size: 0.8125rem;
  }
  .name {
    font-size: 1.125rem;
    font-weight: 700;
  }
  article {
    margin-top: 8px;
    padding: 12px 14px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    overflow-wrap: anywhere;
  }
  article h4 {
    margin: 10px 0 0;
    font-size: 0.875rem;
  }
  .from {
    margin-top: 8px;
    padding-top: 8px;
    border-top: 1px solid var(--line);
    color: var(--ink-2);
  }
  .rp {
    display: grid;
    grid-template-columns: 6rem minmax(0, 1fr);
    padding: 8px 0;
  }
  .rp + .rp {
    border-top: 1px solid var(--line-2);
  }
  .drug {
    font-size: 1.0625rem;
    font-weight: 700;
  }
  .drug span {
    margin-left: 0.75em;
    font-size: 0.9375rem;
    font-weight: 400;
  }
  @media (max-width: 600px) {
    .rp {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`
