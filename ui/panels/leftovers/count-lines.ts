import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { leftovers as words } from '../../text/leftovers.ts'
import '../../components/kb-leftover-line.ts'
import type { Editing, TypedLine } from './editing.ts'

/** The drugs of a count: those the box can compute with, and the others. `typed` hears each change of a line. */
export const countLines = (editing: Editing, today: string, typed: (line: TypedLine) => void): TemplateResult => {
  const { lines } = editing.typed
  const group = (isComputed: boolean, title: string, hint: string) =>
    lineGroup(
      editing,
      lines.filter(({ drug }) => (drug.perDay !== undefined) === isComputed),
      { title, hint, today, typed },
    )
  return html`${group(true, words.computed, '')} ${group(false, words.others, words.othersHint)}`
}

const lineGroup = (
  { first, read }: Editing,
  lines: readonly TypedLine[],
  { title, hint, today, typed }: { title: string; hint: string; today: string; typed: (line: TypedLine) => void },
) =>
  lines.length === 0
    ? nothing
    : html`<section class="sheet group" aria-label=${title}>
        <h2>${title} ${hint === '' ? nothing : html`<small>${hint}</small>`}</h2>
        ${repeat(
          lines,
          ({ drug }) => drug.key,
          (line) =>
            html`<kb-leftover-line
              .line=${line}
              .first=${first.lines.find(({ drug }) => drug.key === line.drug.key) ?? line}
              .result=${read?.plan.results.find(({ key }) => key === line.drug.key)}
              .wrong=${read?.wrong.filter(({ key }) => key === line.drug.key) ?? []}
              .today=${today}
              ?hasgoal=${read?.plan.endOn !== null}
              @kb-line=${(event: CustomEvent<TypedLine>) => {
                typed(event.detail)
              }}
            ></kb-leftover-line>`,
        )}
      </section>`
