import { html, nothing, type TemplateResult } from 'lit'
import { whenText } from '../../format/dates.ts'
import { leftovers as words } from '../../text/leftovers.ts'
import type { Editing } from './editing.ts'

/** The ways back to what was typed and is not shown. */
export const draftLine = (
  drafts: readonly Editing[],
  today: string,
  open: (draft: Editing) => void,
): TemplateResult | typeof nothing =>
  drafts.length === 0
    ? nothing
    : html`<p class="correcting" data-test="other-drafts">
        ${words.otherDrafts}
        ${drafts.map(
          (draft) =>
            html`<button
              class="btn"
              type="button"
              data-test="to-draft"
              @click=${() => {
                open(draft)
              }}
            >
              ${draft.saved ? words.toCorrection(whenText(draft.saved.savedAt, today)) : words.toNew}
            </button>`,
        )}
      </p>`

/** What was typed was put away by hand: the way to have it back. */
export const droppedLine = (takeBack: () => void): TemplateResult =>
  html`${words.dropped}
    <button class="btn" type="button" data-test="undo-drop" @click=${takeBack}>${words.undo}</button>`
