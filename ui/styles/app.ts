import { css } from 'lit'

export const appStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr);
    height: 100dvh;
  }
  kb-header {
    z-index: 20;
  }
  main {
    grid-row: 3;
    min-height: 0;
    outline: 0;
  }
  /* A page takes the focus only so that keys scroll it; the ring belongs to what can be pressed. */
  main:focus-visible,
  main > :focus-visible {
    outline: 0;
  }
  main.wide {
    grid-row: 1 / -1;
    overflow: auto;
  }
  main.wait {
    grid-row: 1 / -1;
  }
  .wait {
    max-width: 46rem;
    margin: 10vh auto 0;
    padding: 0 16px;
  }
  .strip {
    padding: 4px 24px;
    border-bottom: 1px solid var(--warn-line);
    background: var(--warn-soft);
    color: var(--warn);
    font-size: 0.8125rem;
  }
  .strip.lost {
    padding-block: 9px;
    color: var(--ink);
    font-size: 0.9375rem;
  }
  .strips kb-trouble {
    padding: 8px 24px;
  }
  .skip {
    position: absolute;
    z-index: 30;
    top: -100px;
    left: 8px;
    padding: 12px 16px;
    border-radius: var(--radius);
    background: var(--paper);
  }
  .skip:focus {
    top: 8px;
  }
  @media (max-width: 1100px) {
    .strips kb-trouble,
    .strip {
      padding-inline: 16px;
    }
  }
  @media (max-height: 480px) {
    :host {
      height: auto;
      min-height: 100dvh;
    }
  }
`
