import { html, nothing, type TemplateResult } from 'lit'
import type { LinkCandidate } from '../../../contract/link.ts'
import type { Sex } from '../../../contract/text.ts'
import { ageText, birthLong, longDate } from '../../format/dates.ts'
import { matchWords } from '../../format/link-match.ts'
import { ja } from '../../text/ja.ts'
import { links } from '../../text/links.ts'

interface Person {
  name: string
  kana: string
  sex: Sex
  birthOn?: string
}

/** Sex, birth date both ways, age. */
export const personLine = ({ sex, birthOn }: Person, today: string): string =>
  [ja.sex[sex], birthOn === undefined ? ja.date.unknown : birthLong(birthOn), birthOn && ageText(birthOn, today)]
    .filter((part) => part)
    .join('　')

/** Why this one: each reason with a mark and words. */
export const reasonList = ({ match, receivedAt }: LinkCandidate, today: string): TemplateResult =>
  html`<ul class="reasons" data-test="reasons">
    ${matchWords(match, receivedAt, today).map(({ tone, text }) => html`<li data-tone=${tone}>${text}</li>`)}
  </ul>`

/** One patient of the receipt computer beside the member, with what can be done. */
export const candidateRow = (candidate: LinkCandidate, today: string, act: TemplateResult): TemplateResult => {
  const { patient, strength, dispensedOn, linkedTo, isHeld } = candidate
  const words = links.detail
  return html`<li class="row" data-test="candidate" data-code=${patient.code}>
    <div class="who">
      <span class="kana">${patient.kana}</span><b>${patient.name || ja.common.unnamed}</b>
      <span>${personLine(patient, today)}</span>
      <span class="sub">${words.patientCode(patient.code)}</span>
    </div>
    <div>
      <span class="badge ${strength === 'exact' ? 'set' : strength === 'probable' ? 'info' : 'bad'}"
        >${words.strengths[strength]}</span
      >
      ${reasonList(candidate, today)}
      ${dispensedOn === null ? nothing : html`<span class="sub">${words.lastDispensed(longDate(dispensedOn))}</span>`}
      ${linkedTo ? html`<span class="taken" data-test="taken">${words.linkedTo(linkedTo.name)}</span>` : nothing}
      ${isHeld ? html`<span class="taken">${links.why.words['feed-frozen'].what}</span>` : nothing}
    </div>
    <div class="act">${act}</div>
  </li>`
}
