import { css } from 'lit'

/** A book: contents at the left, the chapter at a width that reads well. On a tablet the contents stand above, folded. */
export const book = css`
  .layout {
    display: grid;
    grid-template-columns: minmax(15rem, 20rem) minmax(0, 1fr);
    gap: 16px 32px;
    align-items: start;
  }
  .side {
    position: sticky;
    top: 0;
    display: grid;
    gap: 12px;
    max-height: calc(100dvh - 9rem);
    padding: 4px;
    overflow: auto;
  }
  nav h3 {
    margin: 12px 0 2px;
    color: var(--ink-2);
    font-size: 0.8125rem;
  }
  nav a {
    display: flex;
    align-items: center;
    min-height: max(44px, 2.75rem);
    padding: 4px 12px;
    border-radius: var(--radius);
    text-decoration: none;
  }
  nav a:hover {
    background: var(--line-2);
  }
  nav a[aria-current] {
    background: var(--accent-soft);
    color: var(--accent-ink);
    font-weight: 700;
  }
  nav a[aria-current]::before {
    content: '▶';
    margin-right: 8px;
    font-size: 0.75rem;
  }
  .hits a {
    display: block;
    padding: 8px 12px;
    border-bottom: 1px solid var(--line-2);
    border-radius: 0;
  }
  .hits b {
    display: block;
  }
  mark {
    background: var(--warn-soft);
    color: inherit;
    font-weight: 700;
  }
  article {
    max-width: 52rem;
    padding: 20px 28px 28px;
  }
  article h1 {
    margin-bottom: 12px;
    font-size: 1.625rem;
    line-height: 1.3;
  }
  /* Headings take the keyboard only so that reading goes on from them. */
  article :is(h1, h2, h3):focus-visible {
    outline: 0;
  }
  article h2 {
    margin: 32px 0 8px;
    padding-bottom: 4px;
    border-bottom: 2px solid var(--accent-soft);
    font-size: 1.25rem;
  }
  article h3 {
    margin: 20px 0 6px;
    font-size: 1.0625rem;
  }
  article p,
  article li {
    line-height: 1.75;
    overflow-wrap: anywhere;
  }
  article p {
    margin-bottom: 12px;
  }
  article ul,
  article ol {
    margin-bottom: 12px;
    padding-left: 1.5em;
  }
  article ul {
    list-style: disc;
  }
  article ol {
    list-style: decimal;
  }
  article li {
    margin-bottom: 4px;
  }
  article a {
    color: var(--accent-ink);
  }
  article img {
    display: block;
    max-width: 100%;
    height: auto;
    margin: 8px 0 16px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  article .missing {
    display: block;
    padding: 12px;
    border: 1px dashed var(--edge);
    color: var(--ink-2);
  }
  article table {
    width: 100%;
    margin-bottom: 16px;
    border-collapse: collapse;
  }
  article th,
  article td {
    padding: 8px 10px;
    border: 1px solid var(--line);
    text-align: left;
    vertical-align: top;
    overflow-wrap: anywhere;
  }
  article th {
    background: var(--ground);
    font-size: 0.875rem;
  }
  article code {
    padding: 0 4px;
    border-radius: 4px;
    background: var(--line-2);
    font-size: 0.9375em;
    overflow-wrap: anywhere;
  }
  article pre {
    margin: 0 0 16px;
    padding: 12px 16px;
    border-radius: var(--radius);
    background: var(--line-2);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  article pre code {
    padding: 0;
  }
  .turn {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 8px;
    margin-top: 32px;
  }
  .cover {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr));
    gap: 8px 24px;
  }
  summary {
    display: flex;
    align-items: center;
    min-height: max(44px, 2.75rem);
    padding: 4px 14px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--paper);
    font-weight: 700;
    cursor: pointer;
  }
  summary::before {
    content: '▸';
    margin-right: 8px;
  }
  details[open] summary::before {
    content: '▾';
  }
  @media (max-width: 1000px) {
    .layout {
      grid-template-columns: minmax(0, 1fr);
    }
    .side {
      position: static;
      max-height: none;
    }
    article {
      padding: 16px;
    }
  }
  @media print {
    .side,
    .tools,
    .turn,
    kb-feedback form {
      display: none;
    }
    .layout {
      display: block;
    }
    article {
      max-width: none;
      padding: 0;
      border: 0;
    }
    article img {
      max-height: 110mm;
      break-inside: avoid;
    }
    article h2,
    article h3 {
      break-after: avoid;
    }
  }
`
