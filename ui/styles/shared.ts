import { css } from 'lit'

/** Buttons, pills, badges, sheets: what more than one element draws. */
export const shared = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host {
    display: block;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
  }
  ul,
  ol {
    padding: 0;
    list-style: none;
  }
  button,
  input {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }
  a {
    color: inherit;
  }
  button {
    cursor: pointer;
  }
  button:disabled {
    cursor: default;
    color: var(--ink-3);
  }
  /* The fields inside a date are nobody's to style: the whole of it shows that it has the keyboard. */
  :focus-visible,
  input[type='date']:focus-within {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }
  .btn {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: max(44px, 2.75rem);
    padding: 4px 1rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--paper);
    font-weight: 700;
    text-decoration: none;
    white-space: nowrap;
  }
  .btn:hover:not(:disabled) {
    border-color: var(--edge);
  }
  .btn.primary {
    border-color: var(--accent);
    background: var(--accent);
    color: #fff;
  }
  .btn.primary:hover:not(:disabled) {
    background: var(--accent-ink);
  }
  .btn.primary:disabled {
    border-color: var(--line);
    background: var(--line-2);
    color: var(--ink-3);
  }
  .btn.quiet {
    border-color: transparent;
    background: none;
    color: var(--ink-2);
    font-size: 0.875rem;
    font-weight: 400;
  }
  .btn.quiet:hover {
    border-color: var(--line);
  }
  .key {
    padding: 0 6px;
    border: 1px solid var(--line);
    border-bottom-width: 2px;
    border-radius: 5px;
    background: var(--paper);
    color: var(--ink-2);
    font-size: 0.75rem;
    line-height: 1.25rem;
    white-space: nowrap;
  }
  .badge {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    min-height: 1.625rem;
    padding: 0 9px;
    border-radius: 0.8125rem;
    background: var(--line-2);
    color: var(--ink-2);
    font-size: 0.8125rem;
    font-weight: 700;
    white-space: nowrap;
  }
  .badge.set {
    padding-left: 0;
    background: none;
    color: var(--accent-ink);
  }
  .badge.set::before {
    content: '✓';
  }
  .badge.unset {
    background: var(--warn-soft);
    color: var(--warn);
  }
  .badge.unset::before {
    content: '＋';
  }
  .badge.bad {
    background: var(--warn-soft);
    color: var(--warn);
  }
  .badge.bad::before {
    content: '▲';
  }
  .badge.info {
    background: var(--info-soft);
    color: var(--info);
  }
  .badge.live {
    background: var(--accent);
    color: #fff;
  }
  .badge.plain {
    padding-inline: 0;
    background: none;
    font-weight: 400;
  }
  .sheet {
    overflow: hidden;
    border: 1px solid var(--line);
    border-radius: 14px;
    background: var(--paper);
  }
  .kana {
    display: block;
    color: var(--ink-2);
    font-size: 0.75rem;
    font-weight: 400;
    line-height: 1.25;
    letter-spacing: 0.04em;
  }
  .sub {
    color: var(--ink-3);
    font-size: 0.875rem;
  }
  .grow {
    flex: 1;
  }
  .quiet-note {
    padding: 28px 20px;
    color: var(--ink-2);
    text-align: center;
  }
  .quiet-note b {
    display: block;
    margin-bottom: 4px;
    color: var(--ink);
    font-size: 1.0625rem;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`

/** The table of the two lists. It gives way by the room it has in characters, so large type on a tablet still fits. */
export const listTable = css`
  :host {
    container-type: inline-size;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th {
    position: sticky;
    z-index: 1;
    top: 0;
    padding: 8px 12px;
    border-bottom: 1px solid var(--line);
    background: var(--paper);
    color: var(--ink-2);
    font-size: 0.8125rem;
    font-weight: 400;
    text-align: left;
    white-space: nowrap;
  }
  td {
    height: 3.25rem;
    padding: 4px 12px;
    border-bottom: 1px solid var(--line-2);
    vertical-align: middle;
    white-space: nowrap;
  }
  .time {
    width: 7.5rem;
    font-size: 1.1875rem;
    font-weight: 700;
    line-height: 1;
  }
  .name {
    font-size: 1.125rem;
    font-weight: 700;
    line-height: 1.3;
  }
  .name a {
    display: block;
    text-decoration: none;
  }
  tr[data-key] {
    scroll-margin-block: 5rem 2rem;
  }
  tr[data-key]:not([aria-disabled='true']) {
    cursor: pointer;
  }
  tr[data-key]:not([aria-disabled='true']):hover td {
    background: var(--line-2);
  }
  tr:focus-visible {
    outline-offset: -3px;
  }
  tr.arrived td {
    animation: glide 480ms ease-out;
  }
  @keyframes glide {
    from {
      opacity: 0;
      transform: translateY(-14px);
    }
  }
  tbody:last-child tr:last-child td {
    border-bottom: 0;
  }
  @container (max-width: 60rem) {
    td,
    th {
      padding-inline: 8px;
    }
  }
`
