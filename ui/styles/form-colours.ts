import { css } from 'lit'

/** The accents of the medicine bag (内服 navy, 外用 red, 頓服 green), always beside the word. */
export const formColours = css`
  .form {
    display: flex;
    align-items: center;
    padding-left: 9px;
    border-left: 4px solid var(--form);
    color: var(--form);
    font-size: 0.875rem;
    font-weight: 700;
    white-space: nowrap;
  }
  .internal {
    --form: var(--internal);
  }
  .external {
    --form: var(--external);
  }
  .prn {
    --form: var(--prn);
  }
  .drops {
    --form: var(--drops);
  }
  .injection {
    --form: var(--injection);
  }
  .other {
    --form: var(--ink-2);
  }
`
