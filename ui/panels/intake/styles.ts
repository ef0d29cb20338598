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
  .about {
    margin: -4px 0 10px;
  }
  .said {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 14px;
  }
  .said > :first-child {
    margin-bottom: 10px;
  }
  .said > .btn {
    margin-bottom: 10px;
  }
  details summary {
    display: flex;
    align-items: center;
    gap: 6px;
    width: max-content;
    min-height: 44px;
    cursor: pointer;
  }
  details summary::before {
    content: '＋';
  }
  details[open] summary::before {
    content: '－';
  }
  details > .about {
    margin: 0 0 10px;
  }
  .folder {
    margin-bottom: 12px;
  }
  .folder header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 14px;
    padding: 8px 14px;
    border-bottom: 1px solid var(--line);
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
`
