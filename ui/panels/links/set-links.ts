import { html, type TemplateResult } from 'lit'
import type { LinkHistory, LinkPreview } from '../../../contract/link.ts'
import type { Patient } from '../../../contract/patient.ts'
import { whenText } from '../../format/dates.ts'
import { links } from '../../text/links.ts'
import '../../components/kb-dialog.ts'

const words = links.detail

const sinceText = ({ linkedAt, linkedBy }: LinkHistory, today: string): string =>
  words.since(whenText(linkedAt, today), linkedBy ?? words.byBox)

/** What is set now. `unlink` null: not at the moment. */
export const setLinks = (
  history: readonly LinkHistory[],
  today: string,
  unlink: ((patient: Patient) => void) | null,
): TemplateResult => {
  const set = history.filter(({ unlinkedAt }) => unlinkedAt === null)
  if (set.length === 0)
    return html`<p class="sheet slim" data-test="not-linked"><b>${words.none}</b>${words.noneHint}</p>`
  return html`<ul class="sheet" data-test="linked">
      ${set.map(
        (link) =>
          html`<li class="row">
            <div class="who">
              <span class="kana">${link.patient.kana}</span><b>${link.patient.name}</b>
              <span class="sub">${words.patientCode(link.patient.code)}</span>
            </div>
            <div class="sub">${sinceText(link, today)}${link.viaMerge ? `　${words.viaMerge}` : ''}</div>
            <div class="act">
              <button
                class="btn"
                type="button"
                data-test="unlink"
                aria-label=${words.unlinkFor(link.patient.name)}
                ?disabled=${unlink === null}
                @click=${() => unlink?.(link.patient)}
              >
                ${words.unlink}
              </button>
            </div>
          </li>`,
      )}
    </ul>
    <p class="sub">${words.more}</p>`
}

/** What is and was set, folded away. */
export const pastLinks = (history: readonly LinkHistory[], today: string): TemplateResult =>
  html`<details>
    <summary>${words.history}</summary>
    ${
      history.length === 0
        ? html`<p class="sub">${words.noHistory}</p>`
        : html`<ul class="sheet" data-test="history">
            ${history.map(
              (link) =>
                html`<li class="row">
                  <div>${link.patient.name}　<span class="sub">${words.patientCode(link.patient.code)}</span></div>
                  <div>
                    ${sinceText(link, today)}<br />${
                      link.unlinkedAt === null
                        ? html`<span class="badge set">${words.active}</span>`
                        : words.unlinked(whenText(link.unlinkedAt, today), link.unlinkedBy ?? words.byBox)
                    }
                  </div>
                </li>`,
            )}
          </ul>`
    }
  </details>`

/** 付け替え: what moves, asked before it does. */
export const moveDialog = (
  { patient, from, to, dispensings, staying }: LinkPreview,
  isBusy: boolean,
  { close, move }: { close: () => void; move: () => void },
): TemplateResult => {
  const text = links.move
  return html`<kb-dialog heading=${text.title} data-test="move-dialog" @kb-close=${close}>
    ${
      from
        ? html`<p>${text.what(patient.code, from.name)}</p>
            <p><b>${text.moves(dispensings, from.name, to.name)}</b></p>
            <p>${text.stays(staying, from.name)}</p>
            <p class="sub">${text.same}</p>`
        : html`<p>${text.free}</p>`
    }
    <div class="actions">
      <button class="btn" type="button" @click=${close}>${text.cancel}</button>
      <button class="btn primary" type="button" data-test="confirm-move" ?disabled=${isBusy} @click=${move}>
        ${text.confirm}
      </button>
    </div>
  </kb-dialog>`
}
