import { html, nothing, type TemplateResult } from 'lit'
import type { IssuePerson } from '../../../contract/card-issue.ts'
import { ageText, birthLong } from '../../format/dates.ts'
import { ja } from '../../text/ja.ts'

/** Sex, birth date both ways and age. */
export const personDetails = (person: IssuePerson, today: string, code?: string): TemplateResult =>
  html`<span class="facts">
    <span>${ja.sex[person.sex]}</span>
    ${
      person.birthOn === undefined
        ? html`<span>${ja.list.columns.birth} ${ja.date.unknown}</span>`
        : html`<span>${birthLong(person.birthOn)}</span><span>${ageText(person.birthOn, today)}</span>`
    }
    ${code === undefined ? nothing : html`<span>${ja.person.code(code)}</span>`}
  </span>`

/** Name with kana above it, and what tells this person from another. */
export const personFacts = (person: IssuePerson, today: string, code?: string): TemplateResult =>
  html`<span class="kana">${person.kana}</span
    ><b>${person.name || ja.common.unnamed}</b> ${personDetails(person, today, code)}`
