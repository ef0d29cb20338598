import { css } from 'lit'

export const appStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr);
    grid-template-columns: minmax(0, 1fr);
    height: 100dvh;
  }
  kb-header {
    z-index: 20;
  }
  main {
    position: relative;
    grid-row: 3;
    min-height: 0;
    outline: 0;
  }
  kb-list-panel,
  kb-person-panel {
    position: absolute;
    inset: 0;
  }
  /* Out of sight, reach and hearing, but laid out: it comes back at once and where it was left. What scrolls would be stopped at by Tab. */
  kb-list-panel[away] {
    content-visibility: hidden;
    overflow: hidden;
    pointer-events: none;
  }
  /* This one is drawn ahead, so its layout goes on. */
  kb-person-panel[away] {
    visibility: hidden;
  }
  /* A page takes the focus only so that keys scroll it; the ring belongs to what can be pressed. */
  main:focus-visible,
  main > :focus-visible,
  .routed > :focus-visible {
    outline: 0;
  }
  .routed {
    display: contents;
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
  kb-desk {
    position: fixed;
    z-index: 15;
    right: 12px;
    bottom: 12px;
    width: min(36rem, calc(100vw - 24px));
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
    .strips kb-trouble {
      padding-inline: 16px;
    }
  }
  /* On paper there is only the page itself. */
  @media print {
    :host {
      display: block;
      height: auto;
    }
    kb-header,
    .strips,
    .skip,
    kb-desk,
    kb-virtual-reader,
    [away] {
      display: none;
    }
    kb-list-panel,
    kb-person-panel {
      position: static;
    }
  }
  @media (max-height: 480px) {
    :host {
      height: auto;
      min-height: 100dvh;
    }
    kb-list-panel,
    kb-person-panel {
      position: static;
    }
    [away] {
      display: none;
    }
  }
`
