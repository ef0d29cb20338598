import { html, nothing, type TemplateResult } from 'lit'
import type { LinkCandidates, LinkDuplicate, NoCandidateReason } from '../../../contract/link.ts'
import { whenText } from '../../format/dates.ts'
import { ja } from '../../text/ja.ts'
import { links } from '../../text/links.ts'
import { personLine } from './candidate.ts'

/** 既にカードをお持ちの可能性あり: who else may be this person, and where the two are made one. */
export const duplicateNote = (
  duplicates: LinkDuplicate[],
  today: string,
  toMerge: (event: MouseEvent) => void,
): TemplateResult => {
  const words = links.duplicate
  return html`<section class="note" data-test="duplicates">
    <b>${words.title}</b>
    <p>${duplicates.some(({ isExact }) => isExact) ? words.exact : words.maybe}${words.todo}</p>
    <ul>
      ${duplicates.map(
        ({ member, cards }) =>
          html`<li>
            ${member.name}（${member.kana}）　${personLine(member, today)}　${words.cards(cards)}　${words.linked(
              member.patientIds.length,
            )}
          </li>`,
      )}
    </ul>
    <div class="actions">
      <button class="btn" type="button" data-test="duplicate-merge" @click=${toMerge}>${words.merge}</button>
    </div>
  </section>`
}

/** Why nobody can be set: what it is, what it means, what to do now. */
export const whyNote = (
  { reasons, feed, candidates }: LinkCandidates,
  today: string,
  go: (page: 'intake' | 'replacement') => void,
): TemplateResult => {
  const words = links.why
  const holder = candidates.find(({ linkedTo }) => linkedTo)?.linkedTo
  const heading = (reason: NoCandidateReason): string =>
    reason === 'linked-elsewhere' && holder ? words.linkedElsewhere(holder.name) : words.words[reason].what
  const isOfFeed = (reason: NoCandidateReason) => reason === 'feed-stopped' || reason === 'feed-held'
  return html`${reasons.map((reason) => {
    const trouble = reason === 'feed-stopped' ? ja.feed[feed.state] : words.words[reason]
    return html`<section class="note" data-test="why" data-reason=${reason}>
      <b>${heading(reason)}</b>
      <p>
        ${reason === 'feed-stopped' ? html`${trouble.what}。` : nothing}${words.words[reason].means} ${trouble.todo}
      </p>
      ${
        reason === 'no-file' || isOfFeed(reason)
          ? html`<p class="sub" data-test="last-received">
              ${
                feed.lastReceivedAt === null
                  ? words.neverReceived
                  : words.lastReceived(whenText(feed.lastReceivedAt, today))
              }${reason === 'no-file' && feed.state !== 'ok' ? `　${ja.feed[feed.state].what}` : ''}
            </p>`
          : nothing
      }
      ${
        isOfFeed(reason) || reason === 'feed-frozen'
          ? html`<div class="actions">
              <button
                class="btn"
                type="button"
                @click=${() => {
                  go(reason === 'feed-frozen' ? 'replacement' : 'intake')
                }}
              >
                ${reason === 'feed-frozen' ? words.toReplacement : words.toIntake}
              </button>
            </div>`
          : nothing
      }
    </section>`
  })}`
}
