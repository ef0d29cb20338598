import { css } from 'lit'

export const hintStyles = css`
  :host {
    margin-bottom: 12px;
  }
  section {
    padding: 2px 8px 2px 16px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--paper);
  }
  section.there {
    border-left: 6px solid var(--info);
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 16px;
    min-height: 44px;
  }
  .head .state {
    flex: 1 1 12rem;
    color: var(--ink-2);
  }
  section.there .state {
    color: var(--info);
    font-weight: 700;
  }
  section > ul > li {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    gap: 8px 16px;
    padding: 10px 8px 10px 0;
    border-top: 1px solid var(--line-2);
  }
  .words {
    flex: 1 1 24rem;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .maybe {
    color: var(--ink-2);
  }
  section > p.sub {
    padding-bottom: 8px;
  }
  .drugs {
    margin-top: 4px;
    padding-left: 1em;
  }
  .drugs li {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 12px;
  }
  .drugs kb-drug-name {
    font-weight: 700;
  }
  .answering {
    display: grid;
    flex: 1 1 100%;
    gap: 10px;
    padding: 12px 14px;
    border-radius: var(--radius);
    background: var(--ground);
  }
  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0 0 4px;
    font-size: 0.875rem;
    font-weight: 700;
  }
  .choices input {
    width: 1.25rem;
    height: 1.25rem;
    accent-color: var(--accent);
  }
  .wrong {
    color: var(--warn);
    font-size: 0.875rem;
    font-weight: 700;
  }
  .said {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 16px;
  }
  .said .btn {
    margin-block: 4px;
  }
  details {
    color: var(--ink-2);
    font-size: 0.9375rem;
  }
  summary {
    display: flex;
    align-items: center;
    width: max-content;
    min-height: 44px;
    padding-right: 16px;
    cursor: pointer;
  }
  summary::before {
    content: '＋ ';
  }
  details[open] summary::before {
    content: '－ ';
  }
  details > ul > li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 16px;
    padding: 8px 0;
    border-top: 1px solid var(--line-2);
  }
  .answer {
    flex: 1 1 16rem;
    overflow-wrap: anywhere;
  }
  @media print {
    :host {
      display: none;
    }
  }
`
