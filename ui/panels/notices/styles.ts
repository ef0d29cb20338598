import { css } from 'lit'

export const noticesPanel = css`
  .page {
    max-width: 64rem;
  }
  h1 {
    font-size: 1.375rem;
  }
  .said {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 14px;
  }
  .said > * {
    margin-bottom: 10px;
  }
  kb-tabs {
    margin-bottom: 12px;
  }
  .list {
    display: grid;
    gap: 12px;
  }
  .notice {
    padding: 14px 18px 10px;
  }
  .notice.unread {
    border-left: 6px solid var(--accent);
  }
  .marks {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 10px;
    margin-bottom: 4px;
  }
  .notice h2 {
    font-size: 1.125rem;
    overflow-wrap: anywhere;
  }
  .text {
    margin-top: 6px;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    margin-top: 8px;
  }
  .foot .btn.quiet {
    padding-inline: 8px;
  }
  .more-of {
    margin-top: 8px;
    padding: 10px 14px;
    border-radius: var(--radius);
    background: var(--ground);
    font-size: 0.9375rem;
  }
  .more-of li {
    padding: 4px 0;
  }
  .more-of .text {
    margin: 0;
  }
  .columns {
    display: flex;
    flex-wrap: wrap;
    gap: 0 24px;
  }
  form.sheet,
  .keys {
    margin-bottom: 16px;
    padding: 16px 18px;
  }
  .keys h2 {
    margin-bottom: 6px;
    font-size: 1.125rem;
  }
  .keys table {
    width: 100%;
    margin: 10px 0;
    border-collapse: collapse;
  }
  .keys td,
  .keys th {
    padding: 6px 8px;
    border-bottom: 1px solid var(--line-2);
    text-align: left;
    overflow-wrap: anywhere;
  }
  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .check {
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 44px;
  }
  .check input {
    width: 1.25rem;
    height: 1.25rem;
  }
`
