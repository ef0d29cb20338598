import { css } from 'lit'

export const touchStyles = css`
  .pad {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 12px 24px;
    min-height: 11rem;
    margin: 12px 0;
    padding: 20px 24px;
    border: 2px dashed var(--edge);
    border-radius: 14px;
    background: var(--ground);
  }
  .pad > div {
    flex: 1 1 16rem;
  }
  .pad kb-icon {
    font-size: 3.5rem;
    color: var(--ink-3);
  }
  .pad .btn {
    margin: 10px 0 6px;
  }
  .state {
    font-size: 1.375rem;
    font-weight: 700;
  }
  .pad.ready {
    border: 3px solid var(--accent);
    background: var(--accent-soft);
  }
  .pad.ready .state::before {
    content: '✓ ';
    color: var(--accent);
  }
  .pad.ready kb-icon {
    color: var(--accent);
  }
  .pad.blocked {
    border: 3px solid var(--stop);
    background: var(--stop-soft);
  }
  .pad.blocked .state::before {
    content: '✕ ';
    color: var(--stop);
  }
  .pad.blocked kb-icon {
    color: var(--stop);
  }
`
