import { html, type TemplateResult } from 'lit'
import type { Box } from '../state/box.ts'
import type { PanelName } from '../state/lazy.ts'
import { reviewId, type PlainPage, type Route } from '../state/route.ts'

/** One property each page beside the list takes: the box, and of what it shows the id. */
const templates: Record<PlainPage, (box: Box, id: string | undefined) => TemplateResult> = {
  account: (box) => html`<kb-account-panel .box=${box}></kb-account-panel>`,
  audit: (box, id) => {
    const isReview = id === reviewId
    return html`<kb-audit-panel .box=${box} .person=${isReview ? undefined : id} ?review=${isReview}></kb-audit-panel>`
  },
  cards: (box, id) => html`<kb-cards-panel .box=${box} .draftId=${id}></kb-cards-panel>`,
  connections: (box) => html`<kb-connections-panel .box=${box}></kb-connections-panel>`,
  devices: (box) => html`<kb-devices-panel .box=${box}></kb-devices-panel>`,
  disclosure: (box) => html`<kb-disclosure-panel .box=${box}></kb-disclosure-panel>`,
  images: (box, id) => html`<kb-images-panel .box=${box} .imageId=${id}></kb-images-panel>`,
  intake: (box) => html`<kb-intake-panel .box=${box}></kb-intake-panel>`,
  join: (box) => html`<kb-join-panel .box=${box}></kb-join-panel>`,
  lan: (box) => html`<kb-lan-panel .box=${box}></kb-lan-panel>`,
  leftovers: (box, id) => html`<kb-leftovers-panel .box=${box} .memberId=${id}></kb-leftovers-panel>`,
  links: (box, id) => html`<kb-links-panel .box=${box} .memberId=${id}></kb-links-panel>`,
  maintenance: (box) => html`<kb-maintenance-panel .box=${box}></kb-maintenance-panel>`,
  manual: (box, id) => html`<kb-manual-panel .box=${box} .chapter=${id}></kb-manual-panel>`,
  merges: (box, id) => html`<kb-merges-panel .box=${box} .memberId=${id}></kb-merges-panel>`,
  notices: (box) => html`<kb-notices-panel .box=${box}></kb-notices-panel>`,
  outside: (box) => html`<kb-outside-panel .box=${box}></kb-outside-panel>`,
  readers: (box) => html`<kb-readers-panel .box=${box}></kb-readers-panel>`,
  replacement: (box, id) => html`<kb-replacement-panel .box=${box} .replacementId=${id}></kb-replacement-panel>`,
  staff: (box) => html`<kb-staff-panel .box=${box}></kb-staff-panel>`,
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
