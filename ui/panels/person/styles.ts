import { css } from 'lit'

export const personPanel = css`
  kb-person-header {
    position: sticky;
    z-index: 5;
    top: 0;
  }
  kb-key-hints {
    margin-left: auto;
  }
  .cols {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 21.75rem;
    align-items: start;
    gap: 16px;
  }
  kb-hints {
    display: block;
    margin-bottom: 12px;
  }
  .cut {
    padding: 8px 4px;
  }
  aside {
    position: sticky;
    top: 6rem;
    max-height: calc(100dvh - 12rem);
    overflow: auto;
    overscroll-behavior: contain;
    border-radius: 14px;
  }
  @media (max-width: 1100px) {
    .cols {
      grid-template-columns: minmax(0, 1fr);
    }
    aside {
      position: static;
      order: -1;
      max-height: none;
    }
  }
  @media (max-height: 480px) {
    kb-person-header,
    aside {
      position: static;
      max-height: none;
    }
  }
`
