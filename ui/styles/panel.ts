import { css } from 'lit'

/** The frame of every panel: it scrolls by itself, so that a list keeps its place behind a detail page. */
export const panel = css`
  :host {
    height: 100%;
    overflow: auto;
    overscroll-behavior: contain;
    outline: 0;
  }
  .page {
    max-width: 112rem;
    margin: 0 auto;
    /* Room to scroll the last row clear of what floats in the corner. */
    padding: 12px 24px 72px;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 16px;
    margin-bottom: 12px;
  }
  kb-trouble {
    margin-bottom: 12px;
  }
  .more {
    display: flex;
    justify-content: center;
    padding: 12px;
  }
  @media (max-width: 1100px) {
    .page {
      padding: 8px 16px 72px;
    }
  }
  @media (max-height: 480px) {
    :host {
      height: auto;
      overflow: visible;
    }
  }
`
