import { html, nothing } from 'lit'
import type { Otc, OtcContent, TypedOtc } from '../../../contract/otc.ts'
import { longDate, shortDate } from '../../format/dates.ts'
import { personWords } from '../../text/person.ts'
import { filled, type EntryView } from './entry-view.ts'
import './kb-jan-helper.ts'

const words = personWords.otc
const slashed = (date: string): string => date.replaceAll('-', '/')

/** 市販薬. */
export const otcView: EntryView<Otc, TypedOtc> = {
  path: 'otc',
  noun: 'otc',
  fields: [
    { id: 'jan', label: words.fields.jan, hint: words.fields.janHint, kind: 'text', max: 40, isNumeric: true },
    { id: 'name', label: words.fields.name, kind: 'text', isNeeded: true, max: 100 },
    { id: 'startOn', label: words.fields.startOn, kind: 'text', isNeeded: true, max: 20 },
    { id: 'endOn', label: words.fields.endOn, hint: words.fields.endHint, kind: 'text', max: 20 },
    { id: 'note', label: words.fields.note, kind: 'area', max: 400 },
  ],
  blank: (today) => ({ startOn: slashed(today) }),
  toDraft: ({ jan = '', name = '', startOn = '', endOn = '', note = '' }: Partial<OtcContent>) => ({
    ...{ jan, name, note },
    startOn: slashed(startOn),
    endOn: slashed(endOn),
  }),
  toTyped: ({ jan = '', name = '', startOn = '', endOn = '', note = '' }) => ({
    ...{ name, startOn },
    ...filled({ jan, endOn, note }),
  }),
  item: ({ name, jan, startOn, endOn, note }, today) =>
    html`<p><b>${name}</b></p>
      <p>
        ${words.from(longDate(startOn))}${endOn ? html` 　${words.until(shortDate(endOn, today))}` : nothing}
        ${jan ? html` 　<span class="sub">${words.jan(jan)}</span>` : nothing}
      </p>
      ${note ? html`<p class="text">${note}</p>` : nothing}`,
  helper: (box, { jan = '', name = '' }, fill) =>
    html`<kb-jan-helper
      .box=${box}
      .jan=${jan}
      .productName=${name}
      @kb-fill=${(event: CustomEvent<Record<string, string>>) => {
        fill(event.detail)
      }}
    ></kb-jan-helper>`,
  words: {
    title: personWords.filters.otc,
    none: words.none,
    noneHint: words.noneHint,
    remove: personWords.entry.remove,
    removed: personWords.entry.removed,
    removedList: personWords.entry.removedList,
  },
}
