import { css } from 'lit'

export const readerPanel = css`
  .page {
    max-width: 72rem;
  }
  h1 {
    font-size: 1.375rem;
  }
  h1 small {
    display: block;
    color: var(--ink-2);
    font-size: 0.875rem;
    font-weight: 400;
  }
  h2 {
    margin-bottom: 8px;
    font-size: 1.0625rem;
  }
  .tools .btn:last-child {
    margin-left: auto;
  }
  .part {
    margin-bottom: 14px;
    padding: 14px 18px 16px;
  }
  .verdict {
    border-width: 2px;
    border-left-width: 8px;
  }
  .verdict.good {
    border-color: var(--accent);
  }
  .verdict.bad {
    border-color: var(--warn-line);
    background: var(--warn-soft);
  }
  .verdict .title {
    margin: 4px 0 14px;
    font-size: 1.375rem;
    font-weight: 700;
    line-height: 1.35;
  }
  .verdict.good .title::before {
    content: '✓ ';
    color: var(--accent);
  }
  .verdict.bad .title::before {
    content: '▲ ';
    color: var(--warn);
  }
  .columns {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr));
    gap: 14px 32px;
  }
  .columns h3 {
    margin-bottom: 4px;
    color: var(--ink-2);
    font-size: 0.875rem;
  }
  .evidence,
  .vendor {
    padding-left: 1.25em;
    list-style: disc;
  }
  .evidence li {
    margin-bottom: 4px;
  }
  * + h3 {
    margin-top: 12px;
  }
  .columns > .part {
    margin: 0;
  }
  .page > .columns {
    margin-bottom: 14px;
  }
  kb-day-chart {
    max-width: 38rem;
  }
  .steps {
    padding-left: 1.5em;
    list-style: decimal;
  }
  .steps li {
    margin-bottom: 4px;
  }
  .vendor {
    color: var(--ink-2);
    font-size: 0.9375rem;
  }
  dl {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 4px 18px;
  }
  dt {
    color: var(--ink-2);
  }
  .events li,
  .machine li {
    display: grid;
    grid-template-columns: 9.5rem minmax(0, 1fr);
    gap: 0 14px;
    padding: 5px 0;
    border-bottom: 1px solid var(--line-2);
    font-size: 0.9375rem;
  }
  .machine li {
    grid-template-columns: minmax(0, 1fr);
  }
  .events time {
    color: var(--ink-2);
  }
  .hint {
    margin-top: 6px;
  }
  .more {
    padding: 8px 0 0;
  }
  .paper {
    display: none;
  }
  @media print {
    :host {
      height: auto;
      overflow: visible;
      font-size: 9pt;
      line-height: 1.35;
    }
    .page {
      max-width: none;
      padding: 0;
    }
    .screen,
    .tools .btn {
      display: none !important;
    }
    .paper {
      display: block;
    }
    .tools {
      justify-content: space-between;
      margin-bottom: 3mm;
      padding-bottom: 2mm;
      border-bottom: 1pt solid #000;
    }
    h1 {
      font-size: 15pt;
    }
    h1 small,
    .tools p {
      color: #000;
      font-size: 9pt;
    }
    h2 {
      margin-bottom: 1mm;
      font-size: 10.5pt;
    }
    .part {
      margin-bottom: 2.5mm;
      padding: 2mm 3mm;
      border-color: #999;
      border-radius: 0;
      break-inside: avoid;
    }
    .verdict.bad {
      background: #fff;
    }
    .verdict {
      border-color: #000 !important;
    }
    .verdict .title {
      margin: 0 0 2mm;
      font-size: 13pt;
    }
    .columns {
      grid-template-columns: 1fr 1fr;
      gap: 2mm 6mm;
    }
    .page > .columns {
      margin-bottom: 2.5mm;
    }
    .evidence li,
    .steps li {
      margin-bottom: 0;
    }
    * + h3 {
      margin-top: 2mm;
    }
    .columns h3,
    dt,
    .vendor,
    .events time {
      color: #000;
    }
    .vendor,
    .events li,
    .machine li {
      font-size: 8.5pt;
    }
    .events li {
      padding: 0.5mm 0;
      grid-template-columns: 8rem minmax(0, 1fr);
    }
    .sub {
      color: #333;
      font-size: 8pt;
    }
  }
`
