import { css } from 'lit'

/** Why somebody is a candidate, and why there is none. */
export const whyStyles = css`
  .note {
    margin-bottom: 12px;
    padding: 10px 14px;
    border: 1px solid var(--warn-line);
    border-radius: var(--radius);
    background: var(--warn-soft);
  }
  .note > b::before {
    content: '▲ ';
  }
  .note > b {
    color: var(--warn);
  }
  .note p {
    margin-top: 2px;
  }
  .note .actions {
    justify-content: flex-start;
    margin-top: 8px;
  }
  .reasons {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 12px;
  }
  .reasons li {
    font-size: 0.9375rem;
  }
  .reasons [data-tone='agree']::before {
    content: '✓ ';
    color: var(--accent-ink);
  }
  .reasons [data-tone='slip']::before {
    content: '△ ';
    color: var(--warn);
  }
  .reasons [data-tone='differ']::before {
    content: '✕ ';
    color: var(--stop);
  }
  .reasons [data-tone='time'] {
    color: var(--ink-2);
  }
  .taken {
    color: var(--warn);
    font-weight: 700;
  }
`

/** Headings of a page about members, and the line that says what was done, with the way back. */
export const doneStyles = css`
  h1 {
    font-size: 1.375rem;
  }
  h2 {
    margin: 20px 0 8px;
    font-size: 1.125rem;
  }
  .tools h2 {
    margin: 0;
  }
  .done {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 16px;
    min-height: 3.25rem;
    margin-bottom: 12px;
    padding: 4px 14px;
    border: 1px solid var(--accent);
    border-radius: var(--radius);
    background: var(--accent-soft);
  }
`

/** Rows of candidates, of links and of the worklist. */
export const linkStyles = css`
  ${whyStyles}
  ${doneStyles}
  .slim {
    padding: 12px 16px;
  }
  .slim b {
    margin-right: 1em;
  }
  .tools + .sub {
    margin-bottom: 8px;
  }
  .row {
    display: grid;
    grid-template-columns: minmax(13rem, 3fr) minmax(13rem, 4fr) 11rem;
    align-items: center;
    gap: 6px 20px;
    padding: 10px 16px;
    border-bottom: 1px solid var(--line-2);
  }
  .row:last-child {
    border-bottom: 0;
  }
  .row.work {
    grid-template-columns: 8rem minmax(11rem, 3fr) minmax(13rem, 5fr) 15.5rem;
  }
  .who b {
    font-size: 1.125rem;
  }
  .who a {
    display: inline-flex;
    flex-direction: column;
    justify-content: center;
    min-height: 44px;
    text-decoration: none;
  }
  .who a b {
    text-decoration: underline;
    text-decoration-color: var(--edge);
    text-underline-offset: 3px;
  }
  .who span {
    display: block;
  }
  .act {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 8px;
  }
  .find {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px;
    margin: 16px 0 8px;
  }
  .find .field {
    flex: 1;
    max-width: 40rem;
  }
  details summary {
    min-height: 44px;
    padding: 8px 0;
    font-weight: 700;
    cursor: pointer;
  }
  @media (max-width: 60rem) {
    .row,
    .row.work {
      grid-template-columns: minmax(0, 1fr);
    }
    .act {
      justify-content: flex-start;
    }
  }
`
