import { css } from 'lit'

export const readersPanel = css`
  .page {
    max-width: 84rem;
  }
  h1 {
    font-size: 1.375rem;
  }
  .page > h2 {
    margin: 28px 0 10px;
    font-size: 1.125rem;
  }
  .hint {
    margin-bottom: 12px;
    color: var(--ink-2);
  }
  .quiet-note {
    margin-bottom: 16px;
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
  .counters {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(26rem, 100%), 1fr));
    align-items: start;
    gap: 16px;
  }
  .add {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px;
    padding: 12px;
    border-style: dashed;
    background: none;
  }
  .add .field {
    flex: 1 1 10rem;
  }
  .readers {
    display: grid;
    gap: 8px;
  }
  .reader {
    display: grid;
    grid-template-columns: 2.25rem minmax(0, 1fr);
    align-items: start;
    padding: 10px 12px 12px 0;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--paper);
    cursor: grab;
  }
  .reader.moving {
    position: relative;
    z-index: 5;
    box-shadow: 0 12px 32px #0003;
    pointer-events: none;
  }
  .dragging {
    cursor: grabbing;
    user-select: none;
  }
  .grip {
    display: grid;
    place-items: center;
    width: 2.25rem;
    min-height: 44px;
    color: var(--ink-3);
    font-size: 1.25rem;
    line-height: 1;
    touch-action: none;
    user-select: none;
  }
  .empty {
    padding: 18px 12px;
    border: 1px dashed var(--edge);
    border-radius: var(--radius);
    color: var(--ink-2);
    font-size: 0.9375rem;
    text-align: center;
  }
  .about {
    margin-top: 8px;
  }
`
