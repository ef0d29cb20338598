import { html, nothing, type TemplateResult } from 'lit'
import type { IssuePerson, Terms } from '../../../contract/card-issue.ts'
import { birthLong } from '../../format/dates.ts'
import { cards } from '../../text/cards.ts'

const { consent, handover } = cards

/** 同意書: the terms, and where to sign them. Without a person: the text alone. */
export const termsPaper = (facility: string, terms: Terms, person: IssuePerson | null): TemplateResult =>
  html`<p class="right small">${facility}　${consent.title} ${consent.version(terms.version)}</p>
    <p class="body">${terms.body}</p>
    ${
      person
        ? html`<div class="sign">
            <p>${consent.paperText}</p>
            <p class="line">${consent.paperDate}</p>
            <p class="line">
              ${consent.paperName}<span class="small"
                >${handover.sama(person.name)}${person.birthOn === undefined ? nothing : html` 　${birthLong(person.birthOn)}`}</span
              >
            </p>
            <p class="line">${consent.paperProxy}</p>
          </div>`
        : nothing
    }`

/** Longer names are set smaller, never cut. */
const longName = 9

const label = ({ name, kana }: IssuePerson, facility: string, frame: string): TemplateResult =>
  html`<div class="label ${frame}">
    <p class="kana">${kana}</p>
    <p class="name ${name.length > longName ? 'long' : ''}">${handover.sama(name)}</p>
    <p class="small">${facility}　${handover.labelNote}</p>
  </div>`

/** For the back of the card, from an 80 mm label printer. */
export const rollLabel = (person: IssuePerson, facility: string): TemplateResult => label(person, facility, 'roll')

export const labelsPerSheet = 24

/** The same at one place of an A4 sheet of labels, counted from 1 at the top left: a sheet that was begun is used up. */
export const sheetLabel = (person: IssuePerson, facility: string, place: number): TemplateResult =>
  html`<div class="sheet">
    ${Array.from({ length: place }, (_, index) => (index === place - 1 ? label(person, facility, '') : html`<div></div>`))}
  </div>`
