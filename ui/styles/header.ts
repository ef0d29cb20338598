import { css } from 'lit'

export const header = css`
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 10px;
    padding: 7px 16px;
    border-bottom: 1px solid var(--line);
    background: var(--paper);
  }
  .brand {
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 44px;
    font-size: 1.125rem;
    font-weight: 700;
    text-decoration: none;
    white-space: nowrap;
  }
  .brand kb-icon {
    width: 1.875rem;
    height: 1.875rem;
    color: var(--accent);
  }
  .brand small {
    max-width: 10rem;
    overflow: hidden;
    color: var(--ink-2);
    font-size: 0.875rem;
    font-weight: 400;
    text-overflow: ellipsis;
  }
  ::slotted(*) {
    flex: 1 1 9rem;
    min-width: 0;
    max-width: 30rem;
    margin-left: auto;
  }
  .state {
    display: flex;
    flex-wrap: wrap;
    gap: 0 8px;
  }
  /* The pill is 32 px to look at and 44 px to touch. */
  .pill {
    position: relative;
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 2rem;
    margin-block: 6px;
    padding: 0 10px;
    border: 0;
    border-radius: 1rem;
    background: var(--line-2);
    color: var(--ink-2);
    font-size: 0.875rem;
    text-decoration: none;
    white-space: nowrap;
    cursor: pointer;
  }
  .pill::after {
    content: '';
    position: absolute;
    inset: -6px 0;
  }
  .pill b {
    color: var(--ink);
  }
  .pill.ok::before {
    content: '✓';
    color: var(--accent);
    font-weight: 700;
  }
  .pill.wait::before {
    content: '○';
  }
  .pill.place b {
    max-width: 10rem;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .pill.warn {
    background: var(--warn-soft);
    color: var(--warn);
  }
  .pill.warn b {
    color: var(--warn);
  }
  .pill.warn::before {
    content: '▲';
  }
  /* Where room is short the search comes first; the page behind the pill tells when the last file came. */
  @media (max-width: 1440px) {
    .last {
      display: none;
    }
  }
  .round {
    display: grid;
    place-items: center;
    width: 44px;
    height: 44px;
    border: 0;
    border-radius: 50%;
    background: none;
    color: var(--ink-2);
  }
  .round:hover,
  .pill:hover {
    filter: brightness(0.96);
  }
  .tools {
    display: flex;
    align-items: center;
    gap: 4px;
  }
  .account {
    max-width: 6rem;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  [popover] {
    position: fixed;
    inset: 60px 16px auto auto;
    width: 18rem;
    padding: 8px;
    border: 1px solid var(--line);
    border-radius: 14px;
    background: var(--paper);
    color: var(--ink);
    box-shadow: 0 12px 32px #0002;
  }
  [popover] .btn {
    width: 100%;
    justify-content: space-between;
    border-color: transparent;
    font-weight: 400;
  }
  [popover] p {
    padding: 8px 1rem;
  }
  /* Folded: the name and the tools, then the search and the state. */
  @media (max-width: 1100px) {
    .bar {
      gap: 4px 8px;
    }
    .tools {
      order: 1;
      margin-left: auto;
    }
    ::slotted(*) {
      order: 2;
      flex: 1 1 17rem;
      max-width: none;
      margin-left: 0;
    }
    .state {
      order: 3;
    }
  }
  @media (max-width: 720px) {
    .brand small {
      display: none;
    }
    /* What the search finds opens below it, and must not lie on the state. */
    .state {
      order: 2;
    }
    ::slotted(*) {
      order: 3;
    }
  }
`
