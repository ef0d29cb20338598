import { css } from 'lit'

export const dispensingCard = css`
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 14px;
    min-height: 3.25rem;
    padding: 3px 6px 3px 14px;
    border-bottom: 1px solid var(--line);
  }
  h3 {
    font-size: 1.125rem;
    line-height: 1.2;
    white-space: nowrap;
  }
  .from {
    flex: 1 1 12rem;
    color: var(--ink-2);
    font-size: 0.9375rem;
  }
  .from span:not(:first-child)::before {
    content: '／';
    margin-inline: 0.35em;
    color: var(--ink-3);
  }
  .rp {
    display: grid;
    grid-template-columns: 4.25rem minmax(0, 1fr);
    padding: 9px 14px;
    border-bottom: 1px solid var(--line-2);
  }
  .rp:last-child {
    border: 0;
  }
  .med {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 8.25rem 6.5rem auto;
    align-items: center;
    gap: 0 12px;
  }
  .med + .med {
    margin-top: 8px;
  }
  .drug {
    font-size: 1.0625rem;
    font-weight: 700;
    line-height: 1.35;
  }
  .use {
    color: var(--ink-2);
    font-size: 0.9375rem;
  }
  .use span {
    display: inline-block;
    margin-right: 1em;
  }
  .use.group {
    margin-top: 6px;
    padding-top: 5px;
    border-top: 1px dashed var(--line);
  }
  .left {
    color: var(--ink-2);
    font-size: 0.8125rem;
    text-align: right;
    white-space: nowrap;
  }
  .left b {
    display: block;
    color: var(--ink);
    font-size: 1.125rem;
    line-height: 1.2;
  }
  .note {
    color: var(--ink-2);
    font-size: 0.8125rem;
  }
  /* 30 cards at once: what is out of sight is laid out when it comes near. */
  :host {
    border-radius: 14px;
    content-visibility: auto;
    contain-intrinsic-size: auto 12rem;
  }
  :host(:focus-visible) {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }
  .origin {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 10px;
    padding: 6px 14px;
    border-bottom: 1px solid var(--line);
    background: var(--info-soft);
    color: var(--info);
    font-size: 0.875rem;
  }
  .why {
    display: block;
    color: var(--ink-2);
    font-size: 0.75rem;
  }
  .deeds {
    display: flex;
  }
  .deeds .btn {
    padding-inline: 0.625rem;
  }
  dl {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: 8rem minmax(0, 1fr);
    gap: 2px 12px;
    margin: 6px 0 4px;
    padding: 10px 14px;
    border-radius: var(--radius);
    background: var(--ground);
    font-size: 0.9375rem;
  }
  dt {
    color: var(--ink-2);
    font-weight: 700;
  }
  dd span {
    display: block;
  }
  dd.none {
    color: var(--ink-3);
  }
  .copies {
    padding: 2px 8px 6px;
  }
  .copies p,
  .copies li {
    padding-inline: 1rem;
  }
  @media (max-width: 900px) {
    .rp {
      grid-template-columns: 3.75rem minmax(0, 1fr);
    }
    .med {
      grid-template-columns: minmax(0, 1fr) 8.25rem 5.5rem;
      gap: 0 8px;
    }
    .deeds {
      grid-column: 1 / -1;
      justify-content: flex-end;
    }
  }
`
