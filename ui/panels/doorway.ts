import { html, type TemplateResult } from 'lit'
import type { Box, Presence } from '../state/box.ts'
import type { Lazy } from '../state/lazy.ts'
import { troubleOf } from '../state/trouble.ts'
import { enrolTitle, setupTitle } from '../text/early-titles.ts'
import { ja } from '../text/ja.ts'
import '../components/kb-loading.ts'
import '../components/kb-trouble.ts'

/** What stands here while nobody is in: the wait, the reason, the ways in. */
export const doorway = (
  box: Box,
  lazy: Lazy,
  presence: Exclude<Presence, { state: 'in' | 'locked' }>,
): TemplateResult => {
  const { facility } = box.preferences
  switch (presence.state) {
    case 'asking':
      return html`<main class="wait"><kb-loading></kb-loading></main>`
    case 'failed':
      return html`<main class="wait">
        <kb-trouble
          .trouble=${troubleOf(presence.failure)}
          .reference=${presence.failure.reference}
          @kb-retry=${() => void box.enter()}
        ></kb-trouble>
      </main>`
    case 'out':
      if (box.router.route.value.page === 'join') {
        document.title = ja.title(ja.pages.join, facility)
        return html`<main class="wide">
          ${lazy.panel('join', () => html`<kb-join-panel .box=${box}></kb-join-panel>`)}
        </main>`
      }
      document.title = ja.title(ja.signIn.title, facility)
      return html`<main class="wide">
        ${lazy.panel('sign-in', () => html`<kb-sign-in-panel .box=${box}></kb-sign-in-panel>`)}
      </main>`
    case 'setup':
      document.title = ja.title(setupTitle, '')
      return html`<main class="wide">
        ${lazy.panel('setup', () => html`<kb-setup-panel @kb-done=${() => void box.enter()}></kb-setup-panel>`)}
      </main>`
    case 'enrolling':
      document.title = ja.title(enrolTitle, facility)
      return html`<main class="wide">
        ${lazy.panel('enrol', () => html`<kb-enrol-panel .box=${box}></kb-enrol-panel>`)}
      </main>`
  }
}
