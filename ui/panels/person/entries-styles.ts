import { css } from 'lit'

export const entriesStyles = css`
  section {
    margin-bottom: 16px;
  }
  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    padding: 6px 8px 6px 16px;
    border-bottom: 1px solid var(--line);
  }
  h2 {
    font-size: 1.0625rem;
  }
  li {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    gap: 4px 16px;
    padding: 10px 8px 10px 16px;
    border-bottom: 1px solid var(--line-2);
  }
  li:last-child {
    border: 0;
  }
  .what {
    flex: 1 1 18rem;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .what b {
    font-size: 1.0625rem;
  }
  .text {
    white-space: pre-wrap;
  }
  .what .badge {
    margin-right: 8px;
  }
  .removed .what > :not(.sub) {
    color: var(--ink-2);
    text-decoration: line-through;
  }
  .deeds {
    display: flex;
    flex-wrap: wrap;
  }
  .form {
    flex: 1 1 100%;
    padding: 14px 16px;
    border-bottom: 1px solid var(--line-2);
    background: var(--ground);
  }
  li .form {
    border: 0;
    border-radius: var(--radius);
  }
  .said {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 16px;
    margin-bottom: 12px;
    padding: 4px 16px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--accent-soft);
    color: var(--accent-ink);
  }
  .said::before {
    content: '✓';
  }
  .gone summary {
    display: inline-flex;
    align-items: center;
    min-height: 44px;
    padding-inline: 8px;
    color: var(--ink-2);
    cursor: pointer;
  }
`
