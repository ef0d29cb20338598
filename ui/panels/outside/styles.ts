import { css } from 'lit'

export const outsideStyles = css`
  .page {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    align-items: start;
    gap: 16px;
    max-width: 84rem;
  }
  .tools,
  .wide {
    grid-column: 1 / -1;
    margin: 0;
  }
  section {
    padding: 16px 20px 20px;
  }
  h3 {
    margin-bottom: 8px;
    font-size: 1.125rem;
  }
  h4 {
    margin: 16px 0 4px;
    font-size: 1rem;
  }
  .ask {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    gap: 8px 12px;
  }
  .ask .field {
    flex: 1 1 16rem;
    max-width: 26rem;
  }
  .ask .btn {
    margin-top: 1.55rem;
  }
  .ask input {
    font-size: 1.25rem;
    letter-spacing: 0.1em;
  }
  .calm {
    padding: 12px 16px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--info-soft);
  }
  .calm b {
    display: block;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    padding: 8px;
    border-bottom: 1px solid var(--line-2);
    text-align: left;
  }
  th {
    color: var(--ink-2);
    font-size: 0.8125rem;
    font-weight: 400;
  }
  .none {
    color: var(--ink-2);
    font-size: 0.8125rem;
  }
  .guide {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 22rem);
    align-items: start;
    gap: 16px 24px;
    margin-top: 12px;
  }
  /* A6 upright, as it will come out of the printer. */
  .card {
    display: grid;
    align-content: start;
    gap: 10px;
    padding: 20px;
    border: 1px dashed var(--edge);
    border-radius: 6px;
    background: #fff;
    color: #000;
  }
  .card h4 {
    margin: 0;
    padding-bottom: 8px;
    border-bottom: 2px solid #000;
    font-size: 1.25rem;
  }
  .card ol {
    display: grid;
    gap: 8px;
    padding-left: 1.5em;
    list-style: decimal;
  }
  .card li {
    overflow-wrap: anywhere;
  }
  .card .foot {
    padding-top: 8px;
    border-top: 1px solid #000;
  }
  @media (max-width: 1100px) {
    .page,
    .guide {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @media print {
    .page > :not(.wide-guide),
    .guide > :not(.card) {
      display: none;
    }
    .page,
    .guide {
      display: block;
      padding: 0;
    }
    section {
      padding: 0;
      border: 0;
    }
    section > h3,
    section > p {
      display: none;
    }
    .card {
      width: 105mm;
      min-height: 140mm;
      font-size: 12pt;
      break-inside: avoid;
    }
  }
`
