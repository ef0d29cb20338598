import { html } from 'lit'
import type { Box } from '../state/box.ts'
import { ja } from '../text/ja.ts'

/** ‹ 一覧: at the head of every page that the menus lead to. */
export const backToList = (box: Box) =>
  html`<button
    class="btn"
    type="button"
    data-test="back"
    @click=${() => {
      box.router.toList()
    }}
  >
    ‹ ${ja.person.back}
  </button>`
