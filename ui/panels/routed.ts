import { html, type TemplateResult } from 'lit'
import type { Box } from '../state/box.ts'
import type { PanelName } from '../state/lazy.ts'
import type { PlainPage, Route } from '../state/route.ts'

/** One property each page beside the list takes: the box, and of what it shows the id. */
const templates: Record<PlainPage, (box: Box, id: string | undefined) => TemplateResult> = {
  account: (box) => html`<kb-account-panel .box=${box}></kb-account-panel>`,
  cards: (box, id) => html`<kb-cards-panel .box=${box} .draftId=${id}></kb-cards-panel>`,
  images: (box, id) => html`<kb-images-panel .box=${box} .imageId=${id}></kb-images-panel>`,
  intake: (box) => html`<kb-intake-panel .box=${box}></kb-intake-panel>`,
  leftovers: (box, id) => html`<kb-leftovers-panel .box=${box} .memberId=${id}></kb-leftovers-panel>`,
  links: (box, id) => html`<kb-links-panel .box=${box} .memberId=${id}></kb-links-panel>`,
  manual: (box, id) => html`<kb-manual-panel .box=${box} .chapter=${id}></kb-manual-panel>`,
  merges: (box, id) => html`<kb-merges-panel .box=${box} .memberId=${id}></kb-merges-panel>`,
  notices: (box) => html`<kb-notices-panel .box=${box}></kb-notices-panel>`,
  outside: (box) => html`<kb-outside-panel .box=${box}></kb-outside-panel>`,
  readers: (box) => html`<kb-readers-panel .box=${box}></kb-readers-panel>`,
  replacement: (box, id) => html`<kb-replacement-panel .box=${box} .replacementId=${id}></kb-replacement-panel>`,
  settings: (box, id) => html`<kb-settings-panel .box=${box} .memberId=${id}></kb-settings-panel>`,
}

/** The panel of a page beside the list, and how it is drawn once its code is there. */
export const routedPanel = (
  box: Box,
  route: Exclude<Route, { page: 'list' } | { page: 'person' } | { page: 'unknown' }>,
): { name: PanelName; template: () => TemplateResult } => {
  switch (route.page) {
    case 'reader':
      return {
        name: 'reader',
        template: () => html`<kb-reader-panel .box=${box} .readerId=${route.id}></kb-reader-panel>`,
      }
    default:
      return { name: route.page, template: () => templates[route.page](box, route.id) }
  }
}
