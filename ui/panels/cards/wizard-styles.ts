import { css } from 'lit'

export const wizardStyles = css`
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 16px;
    margin-bottom: 12px;
  }
  h1 {
    flex: 1;
    font-size: 1.375rem;
  }
  h1 small {
    margin-left: 0.5em;
    color: var(--accent-ink);
    font-size: 1.125rem;
  }
  .steps {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 6px;
    margin-bottom: 12px;
  }
  .steps li {
    display: flex;
    flex: 1 1 auto;
    align-items: center;
    gap: 8px;
    padding: 6px 10px;
    border-bottom: 3px solid var(--line);
    color: var(--ink-2);
    font-size: 0.875rem;
    white-space: nowrap;
  }
  .steps i {
    display: grid;
    place-items: center;
    width: 1.625rem;
    height: 1.625rem;
    border: 1px solid var(--edge);
    border-radius: 50%;
    font-style: normal;
  }
  .steps .past {
    border-color: var(--accent);
  }
  .steps .past i {
    border-color: var(--accent);
    background: var(--accent-soft);
    color: var(--accent-ink);
  }
  .steps [aria-current] {
    border-color: var(--accent);
    color: var(--ink);
    font-weight: 700;
  }
  .steps [aria-current] i {
    border-color: var(--accent);
    background: var(--accent);
    color: #fff;
  }
  .person {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
    margin-bottom: 12px;
    padding: 10px 18px;
  }
  .person b {
    font-size: 1.25rem;
  }
  .body {
    overflow: visible;
    margin-bottom: 12px;
    padding: 18px 20px 20px;
  }
  .also {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    margin-bottom: 12px;
  }
  @media (max-width: 1100px) {
    .steps {
      gap: 4px;
    }
    .steps li {
      gap: 4px;
      padding: 6px 4px;
      font-size: 0.8125rem;
    }
    .steps i {
      width: 1.5rem;
      height: 1.5rem;
    }
  }
  .ended {
    padding: 18px 20px 20px;
  }
`
