import { html, nothing, type TemplateResult } from 'lit'
import type { ConflictRow } from '../../components/kb-conflict.ts'
import type { FactChoice, MergedFact, MergePreview, MergeSide } from '../../../contract/merge.ts'
import { dateOf } from '../../format/clock.ts'
import { birthLong, longDate, whenText } from '../../format/dates.ts'
import { ja } from '../../text/ja.ts'
import { conflictWords } from '../../text/conflict.ts'
import { merges } from '../../text/merges.ts'

const words = merges.preview
const facts: readonly MergedFact[] = ['name', 'kana', 'sex', 'birthOn']

const factText = ({ member }: MergeSide, fact: MergedFact): string => {
  if (fact === 'sex') return ja.sex[member.sex]
  if (fact === 'birthOn') return member.birthOn === undefined ? words.empty : birthLong(member.birthOn)
  return member[fact] || words.empty
}

const linksOf = ({ patients }: MergeSide): string =>
  patients.length === 0
    ? words.notLinked
    : patients.map(({ patient }) => `${patient.name}　${ja.person.code(patient.code)}`).join('\n')

const counted: readonly [keyof typeof words.rows, (side: MergeSide, today: string) => string][] = [
  ['since', ({ since }) => longDate(dateOf(since))],
  ['cards', ({ cards }) => words.cards(cards.valid, cards.revoked)],
  ['links', linksOf],
  ['dispensings', ({ patients }) => words.count(patients.reduce((sum, one) => sum + one.dispensings, 0))],
  ['bodyNotes', ({ bodyNotes }) => words.count(bodyNotes)],
  ['memos', ({ memos }) => words.count(memos)],
  ['otc', ({ otc }) => words.count(otc)],
  ['outside', ({ outside }) => words.count(outside)],
  ['images', ({ images }) => words.count(images)],
  [
    'visits',
    ({ visits, lastPresentedAt }, today) =>
      words.visits(visits, lastPresentedAt === null ? '' : whenText(lastPresentedAt, today)),
  ],
  ['merged', ({ merged }) => words.people(merged)],
]

/** The two side by side; where they say different things, one of the two is chosen. `onChoose` hears whose word is to hold. */
export const previewTable = (
  preview: MergePreview,
  choice: FactChoice,
  today: string,
  onChoose: (fact: MergedFact, side: 'kept' | 'gone') => void,
): TemplateResult => {
  const { kept, gone, conflicts } = preview
  const head = (side: MergeSide) =>
    html`<span class="kana">${side.member.kana}</span><b>${side.member.name || ja.common.unnamed}</b>`
  return html`<div class="sheet">
    <table data-test="preview">
      <thead>
        <tr>
          <th scope="col"><span class="visually-hidden">${words.item}</span></th>
          <th scope="col" class="kept" data-test="kept">${words.kept}${head(kept)}</th>
          <th scope="col" data-test="gone">${words.gone}${head(gone)}</th>
        </tr>
      </thead>
      <tbody>
        ${facts.map((fact) => {
          const isConflict = conflicts.includes(fact)
          return html`<tr class=${isConflict ? 'differs' : ''} data-fact=${fact}>
            <th scope="row">
              ${words.fact[fact]}${isConflict ? html`<br /><span class="wrong">${words.conflict}</span>` : nothing}
            </th>
            ${(['kept', 'gone'] as const).map(
              (side) =>
                html`<td>
                  ${
                    isConflict
                      ? html`<label
                          ><input
                            type="radio"
                            name=${fact}
                            aria-label="${words.choose(words.fact[fact])} ${factText(preview[side], fact)}"
                            data-test="choose-${fact}-${side}"
                            .checked=${choice[fact] === side}
                            @change=${() => {
                              onChoose(fact, side)
                            }}
                          />${factText(preview[side], fact)}</label
                        >`
                      : factText(preview[side], fact)
                  }
                </td>`,
            )}
          </tr>`
        })}
        ${counted.map(
          ([name, text]) =>
            html`<tr>
              <th scope="row">${words.rows[name]}</th>
              <td class="lines">${text(kept, today)}</td>
              <td class="lines">${text(gone, today)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

/** The merge, then what was looked at beside what has become of it, for both of the two; nothing where they are as they were. */
export const previewConflict = (before: MergePreview, now: MergePreview, today: string): ConflictRow[] => {
  const changed = (['kept', 'gone'] as const).flatMap((side) => {
    const [seen, is] = [before[side], now[side]]
    return [
      ...facts.map((fact) => ({ label: words.fact[fact], mine: factText(seen, fact), theirs: factText(is, fact) })),
      ...counted.map(([name, text]) => ({ label: words.rows[name], mine: text(seen, today), theirs: text(is, today) })),
    ]
      .filter(({ mine, theirs }) => mine !== theirs)
      .map(({ label, mine, theirs }) => ({
        label: `${words[side]}　${label}`,
        mine: conflictWords.seen(mine),
        theirs,
      }))
  })
  return changed.length === 0 ? [] : [{ label: conflictWords.act, mine: words.confirm, theirs: '' }, ...changed]
}
