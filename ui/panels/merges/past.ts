import { html, nothing, type TemplateResult } from 'lit'
import type { Merge } from '../../../contract/merge.ts'
import { whenText } from '../../format/dates.ts'
import { merges } from '../../text/merges.ts'
import '../../components/kb-dialog.ts'

const words = merges.history

/** 統合の履歴: who was merged, and the way back as long as there is one. */
export const pastMerges = (
  items: readonly Merge[],
  { today, now }: { today: string; now: number },
  ask: (merge: Merge) => void,
): TemplateResult | typeof nothing => {
  if (items.length === 0) return nothing
  const untilText = ({ undoneAt, undoneBy, undoUntil }: Merge): string => {
    if (undoneAt !== null) return words.undoneAt(whenText(undoneAt, today), undoneBy ?? words.byBox)
    return now > undoUntil ? words.over : words.until(whenText(undoUntil, today))
  }
  return html`<h2>${words.title}</h2>
    <ul class="sheet" data-test="merges">
      ${items.map(
        (merge) =>
          html`<li class="row">
            <div class="who">
              <b>${words.line(merge.gone.name, merge.kept.name)}</b>
              <div class="sub">${words.at(whenText(merge.mergedAt, today), merge.mergedBy ?? words.byBox)}</div>
              <div class="sub">${untilText(merge)}</div>
            </div>
            ${
              merge.undoneAt === null && now <= merge.undoUntil
                ? html`<button
                    class="btn"
                    type="button"
                    data-test="undo-later"
                    aria-label=${merges.undoFor(merge.gone.name)}
                    @click=${() => {
                      ask(merge)
                    }}
                  >
                    ${merges.undo}
                  </button>`
                : nothing
            }
          </li>`,
      )}
    </ul>`
}

/** What taking it back means, asked before it is done. */
export const undoDialog = (
  { gone, kept, writtenSince }: Merge,
  isBusy: boolean,
  { close, undo }: { close: () => void; undo: () => void },
): TemplateResult =>
  html`<kb-dialog heading=${merges.ask.title} @kb-close=${close}>
    <p>${merges.ask.what(gone.name, kept.name)}</p>
    <p><b data-test="stays">${merges.stays(writtenSince, kept.name)}</b></p>
    <div class="actions">
      <button class="btn" type="button" @click=${close}>${merges.ask.cancel}</button>
      <button class="btn primary" type="button" data-test="confirm-undo" ?disabled=${isBusy} @click=${undo}>
        ${merges.ask.confirm}
      </button>
    </div>
  </kb-dialog>`
