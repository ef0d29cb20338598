import { css } from 'lit'

export const auditPanel = css`
  h1 {
    font-size: 1.375rem;
  }
  .lead {
    margin-bottom: 12px;
    color: var(--ink-2);
  }
  kb-tabs {
    margin-bottom: 12px;
  }
  form.find {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px 16px;
    margin-bottom: 12px;
    padding: 12px 18px;
  }
  form.find .field {
    flex: 0 1 14rem;
  }
  .check {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-height: max(44px, 2.75rem);
  }
  .whose {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 16px;
    margin-bottom: 12px;
  }
  .rows {
    overflow-x: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th {
    padding: 8px 12px;
    border-bottom: 1px solid var(--line);
    color: var(--ink-2);
    font-size: 0.8125rem;
    font-weight: 400;
    text-align: left;
    white-space: nowrap;
  }
  td {
    height: 3.25rem;
    padding: 6px 12px;
    border-bottom: 1px solid var(--line-2);
    vertical-align: middle;
  }
  tr:last-child td {
    border-bottom: 0;
  }
  .at span,
  .by,
  .from {
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  .id {
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
  }
  .why {
    color: var(--warn);
    font-size: 0.875rem;
  }
  tr.refused td {
    background: var(--warn-soft);
  }
  .whom {
    display: flex;
    align-items: center;
    gap: 2px 4px;
    white-space: nowrap;
  }
  @media (min-width: 1000px) {
    .at {
      white-space: nowrap;
    }
  }
  .whom .btn {
    padding-inline: 8px;
  }
  .whom kb-icon {
    display: block;
  }
`
