import { css } from 'lit'

/** The image takes the room there is; what is done with it stands beside it, below it on a tablet. */
export const viewer = css`
  :host {
    height: 100%;
    outline: 0;
  }
  .gone {
    max-width: 46rem;
    margin: 8vh auto 0;
    padding: 0 16px;
  }
  .viewer {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 21rem;
    height: 100%;
    min-height: 0;
  }
  .main {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    min-width: 0;
    min-height: 0;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
    padding: 8px 16px;
  }
  .percent {
    min-width: 3.5em;
    text-align: center;
  }
  .stage {
    min-height: 0;
    margin: 0 0 0 16px;
    border: 1px solid var(--line);
    background: var(--line-2);
    overflow: auto;
  }
  .stage:focus-visible {
    outline-offset: -3px;
  }
  img {
    display: block;
    margin: 0 auto;
    background: #fff;
  }
  img.fit {
    width: 100%;
    height: 100%;
    object-fit: contain;
    background: none;
  }
  aside {
    display: flex;
    flex-direction: column;
    gap: 12px;
    padding: 12px 16px 72px;
    overflow: auto;
  }
  .said {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    color: var(--accent-ink);
    font-weight: 700;
  }
  .said:empty {
    display: none;
  }
  .ask {
    display: grid;
    gap: 10px;
    padding: 12px 14px;
    border: 2px solid var(--warn-line);
    border-radius: var(--radius);
    background: var(--warn-soft);
  }
  @media (max-width: 1000px) {
    :host {
      height: auto;
    }
    .viewer {
      grid-template-columns: minmax(0, 1fr);
      height: auto;
    }
    .main {
      height: max(24rem, 62dvh);
    }
    .stage {
      margin-right: 16px;
    }
  }
  @media (max-height: 480px) {
    .main {
      height: max(24rem, 80dvh);
    }
    .viewer {
      grid-template-columns: minmax(0, 1fr);
      height: auto;
    }
  }
`
