import { css } from 'lit'

/** A table of many columns: where the text is twice the size, each row becomes a block of lines instead of being moved sideways. */
export const stackingTable = css`
  @media (max-width: 700px) {
    table.stacks thead {
      display: none;
    }
    table.stacks :is(tbody, tr, td) {
      display: block;
    }
    table.stacks tr {
      padding-block: 8px;
      border-bottom: 1px solid var(--line);
    }
    table.stacks td {
      height: auto;
      padding-block: 2px;
      border-bottom: 0;
      text-align: start;
      white-space: normal;
    }
    table.stacks td :is(span, .whom) {
      white-space: normal;
    }
  }
`
