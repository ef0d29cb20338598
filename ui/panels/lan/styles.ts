import { css } from 'lit'

export const lanPanel = css`
  .page {
    max-width: 84rem;
  }
  h1 {
    font-size: 1.375rem;
  }
  section {
    margin-bottom: 16px;
    padding: 16px 20px 20px;
  }
  h2 {
    margin-bottom: 10px;
    font-size: 1.125rem;
  }
  .name {
    font-size: 1.5rem;
    font-weight: 700;
    overflow-wrap: anywhere;
  }
  .sub + .sub,
  .name + .sub {
    margin-top: 6px;
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    gap: 16px 32px;
    margin-bottom: 10px;
  }
  .way {
    width: 18rem;
    max-width: 100%;
  }
  .way h3 {
    font-size: 1rem;
    line-height: 1.5;
  }
  .way kb-qr {
    max-width: 12rem;
    margin-block: 6px;
    border: 1px solid var(--line);
  }
  .way a {
    display: inline-block;
    min-height: 44px;
    padding-block: 8px;
    overflow-wrap: anywhere;
  }
`
