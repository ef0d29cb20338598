import { html, type TemplateResult } from 'lit'
import { field } from '../../components/field.ts'
import { addDays } from '../../format/calendar.ts'
import { leftovers as words } from '../../text/leftovers.ts'
import { slashed, type Editing } from './editing.ts'

const weekChoices = [2, 4, 6, 8] as const

/** The day on which all are to end, and the day from which the leftovers are taken. */
export const goalFields = (
  { typed, first, read }: Editing,
  today: string,
  onType: (change: Partial<Editing['typed']>) => void,
): TemplateResult => {
  const { goal } = typed
  const wrongOf = (name: 'goal' | 'from'): string => {
    const found = read?.wrong.find(({ field: at }) => at === name)
    return found ? words.wrong(found) : ''
  }
  return html`<section class="sheet goal">
    <fieldset>
      <legend>${words.goalLabel}</legend>
      <div class="choices">
        ${(['next-visit', 'last-day'] as const).map(
          (kind) =>
            html`<label
              ><input
                type="radio"
                name="goal"
                data-test="goal-${kind}"
                .checked=${goal.kind === kind}
                @change=${() => {
                  onType({ goal: { ...goal, kind } })
                }}
              />
              ${words.goal[kind]}</label
            >`,
        )}
      </div>
    </fieldset>
    <div class="when">
      ${field(
        { id: 'goal', label: words.goal[goal.kind], hint: words.goalHint[goal.kind], wrong: wrongOf('goal') },
        html`<input
          id="goal"
          data-test="goal"
          maxlength="20"
          autocomplete="off"
          aria-invalid=${wrongOf('goal') === '' ? 'false' : 'true'}
          aria-describedby="goal-note"
          value=${first.goal.on}
          .value=${goal.on}
          @input=${(event: Event) => {
            onType({ goal: { ...goal, on: (event.target as HTMLInputElement).value } })
          }}
        />`,
      )}
      <div class="weeks">
        ${weekChoices.map(
          (weeks) =>
            html`<button
              class="btn"
              type="button"
              data-test="weeks-${weeks}"
              @click=${() => {
                const on = addDays(today, weeks * 7 - (goal.kind === 'last-day' ? 1 : 0))
                onType({ goal: { ...goal, on: slashed(on) } })
              }}
            >
              ${words.weeks(weeks)}
            </button>`,
        )}
      </div>
    </div>
    ${field(
      { id: 'from', label: words.fromLabel, hint: words.fromHint, wrong: wrongOf('from') },
      html`<input
        id="from"
        data-test="from"
        maxlength="20"
        autocomplete="off"
        aria-invalid=${wrongOf('from') === '' ? 'false' : 'true'}
        aria-describedby="from-note"
        value=${first.fromOn}
        .value=${typed.fromOn}
        @input=${(event: Event) => {
          onType({ fromOn: (event.target as HTMLInputElement).value })
        }}
      />`,
    )}
  </section>`
}
