import { css, html, nothing, type TemplateResult } from 'lit'
import type { SteadyLists } from '../state/steady-list.ts'
import { peopleList } from '../text/people.ts'

/** A heading with {@link news} beside it: its height is the same whether there is news or not, so that nothing below it moves. */
export const newsStyles = css`
  .with-news {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 16px;
    min-height: 44px;
  }
`

/** 新しい n件: shows who has come while the rows stood still. It stands within `[data-steady]`, with the rows in `[data-rows]`. */
export const news = (steady: SteadyLists): TemplateResult => {
  const show = async (event: Event): Promise<void> => {
    const list = (event.currentTarget as HTMLElement).closest('[data-steady]')
    await steady.take()
    // The button is gone, and the focus with it.
    list?.querySelector<HTMLElement>('[data-rows] :is(button:not(:disabled), a[href])')?.focus()
  }
  const count = steady.waiting
  return html`<div role="status">
    ${
      count > 0
        ? html`<button class="btn" type="button" data-test="show-news" @click=${(event: Event) => void show(event)}>
            ${peopleList.news(count)}
          </button>`
        : nothing
    }
  </div>`
}

/** Whether the pointer or the keyboard is in the part of a page that keeps its rows. */
export const isInSteady = (root: ParentNode): boolean =>
  root.querySelector('[data-steady]')?.matches(':hover, :focus-within') ?? false
