import { html, type TemplateResult } from 'lit'
import type { Box } from '../../state/box.ts'
import { personWords } from '../../text/person.ts'

const words = personWords.notMember

/** Where people write into a notebook and there is none: how to get one. */
export const notMember = (box: Box): TemplateResult => {
  const link = (page: 'cards' | 'links', word: string) =>
    html`<a
      class="btn"
      href="/${page}"
      data-test="to-${page}"
      @click=${(event: MouseEvent) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        box.router.go({ page })
      }}
      >${word}</a
    >`
  return html`<div class="sheet quiet-note" data-test="not-member">
    <b>${words.what}</b>
    <p>${words.means}${words.todo}</p>
    <p>${link('cards', words.cards)} ${link('links', words.links)}</p>
  </div>`
}
