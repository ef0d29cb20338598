import { css } from 'lit'

export const leftoverLine = css`
  :host {
    container-type: inline-size;
  }
  article {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 25rem) minmax(0, 18rem);
    gap: 8px 20px;
    padding: 12px 16px;
    border-bottom: 1px solid var(--line-2);
  }
  h3 {
    font-size: 1.0625rem;
  }
  .drug {
    overflow-wrap: anywhere;
  }
  .kind {
    margin-right: 0.5em;
    padding-left: 6px;
    border-left: 4px solid var(--kind, var(--ink-2));
    color: var(--kind, var(--ink-2));
    font-weight: 700;
  }
  .internal {
    --kind: var(--internal);
  }
  .external {
    --kind: var(--external);
  }
  .prn {
    --kind: var(--prn);
  }
  .drops {
    --kind: var(--drops);
  }
  .injection {
    --kind: var(--injection);
  }
  .count {
    display: grid;
    grid-template-columns: 8rem 7rem minmax(7rem, 1fr);
    align-items: start;
    gap: 4px 10px;
  }
  .count .field {
    grid-row: 1;
  }
  .guess {
    display: flex;
    flex-wrap: wrap;
    grid-column: 1 / -1;
    align-items: center;
    gap: 4px 10px;
  }
  #counted {
    font-size: 1.125rem;
    font-weight: 700;
    text-align: right;
  }
  #counted.guessed {
    border-style: dashed;
    color: var(--ink-3);
    font-style: italic;
    font-weight: 400;
  }
  .result {
    align-self: center;
  }
  dl > div {
    display: grid;
    grid-template-columns: 3.5rem minmax(0, 1fr);
    gap: 8px;
  }
  dt {
    color: var(--ink-2);
    font-size: 0.875rem;
  }
  dd b {
    font-size: 1.0625rem;
  }
  dd b,
  dd .sub {
    display: inline-block;
  }
  .warnings {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    margin-top: 4px;
  }
  .warnings .badge {
    white-space: normal;
  }
  @container (max-width: 62rem) {
    article {
      grid-template-columns: minmax(0, 1fr) minmax(0, 16rem);
    }
    .drug {
      grid-column: 1 / -1;
    }
  }
  @container (max-width: 40rem) {
    article {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @container (max-width: 26rem) {
    .count {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
    .count .field {
      grid-row: auto;
    }
  }
`
