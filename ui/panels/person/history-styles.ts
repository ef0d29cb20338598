import { css } from 'lit'

export const historyStyles = css`
  .filters {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
    margin-bottom: 12px;
  }
  .segments {
    display: flex;
    flex-wrap: wrap;
    gap: 2px;
    padding: 2px;
    border-radius: 12px;
    background: var(--line-2);
  }
  .segments button {
    min-height: max(44px, 2.75rem);
    padding: 0 1rem;
    border: 2px solid transparent;
    border-radius: var(--radius);
    background: none;
    color: var(--ink-2);
    white-space: nowrap;
  }
  .segments button[aria-pressed='true'] {
    border-color: var(--accent);
    background: var(--paper);
    color: var(--accent-ink);
    font-weight: 700;
  }
  .segments button[aria-pressed='true']::before {
    content: '✓ ';
  }
  kb-dispensing-card {
    margin-bottom: 12px;
  }
  /* The first screen is no question of nearness. */
  kb-dispensing-card:nth-of-type(-n + 2) {
    content-visibility: visible;
  }
  kb-trouble {
    margin-bottom: 12px;
  }
  .more {
    display: flex;
    justify-content: center;
    padding: 12px;
  }
  .end {
    padding: 8px;
    text-align: center;
  }
  .said {
    position: fixed;
    z-index: 20;
    bottom: 24px;
    left: 50%;
    display: flex;
    align-items: center;
    gap: 16px;
    padding: 10px 20px;
    border-radius: var(--radius);
    background: var(--ink);
    color: #fff;
    transform: translateX(-50%);
  }
  .said .btn {
    color: var(--ink);
  }
`
