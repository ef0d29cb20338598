import { html, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { answerNoteLength, type Answer } from '../../contract/hint.ts'
import { draftsOfKind } from '../state/drafts.ts'
import { hints as words } from '../text/hints.ts'
import { field } from './field.ts'

const answers = ['confirmed', 'inquired', 'not-applicable'] as const

/** An answer while it is typed, to the hint `key`; null: nothing was chosen yet. */
export interface TypedAnswer {
  key: string
  answer: Answer | null
  note: string
}

/** Answers that are typed and not kept, by {@link answerKey}. */
export const answersOf = draftsOfKind<TypedAnswer>()
export const answerKey = (memberId: string, key: string): string => `${memberId} ${key}`

export interface AnswerForm {
  typed: TypedAnswer
  /** No answer was chosen. */
  isWrong: boolean
  isBusy: boolean
  type: (change: Partial<TypedAnswer>) => void
  submit: (event: SubmitEvent) => void
  cancel: () => void
}

/** What a hint can be answered with, and a short note. While an answer is on its way nothing more is typed. */
export const answerForm = ({ typed, isWrong, isBusy, type, submit, cancel }: AnswerForm): TemplateResult =>
  html`<form class="answering" data-test="answer-form" @submit=${submit}>
    <fieldset aria-describedby="answer-wrong" ?disabled=${isBusy}>
      <legend>${words.answerLabel}</legend>
      <div class="choices">
        ${answers.map(
          (answer) =>
            html`<label
              ><input
                type="radio"
                name="answer"
                value=${answer}
                .checked=${live(typed.answer === answer)}
                @change=${() => {
                  type({ answer })
                }}
              />
              ${words.answer[answer]}</label
            >`,
        )}
      </div>
      <p id="answer-wrong" class="wrong" aria-live="polite">${isWrong ? `▲ ${words.chooseAnswer}` : ''}</p>
    </fieldset>
    ${field(
      { id: 'answer-note', label: words.note, hint: words.noteHint },
      html`<input
        id="answer-note"
        name="note"
        maxlength=${answerNoteLength}
        autocomplete="off"
        aria-describedby="answer-note-note"
        ?readonly=${isBusy}
        .value=${live(typed.note)}
        @input=${(event: Event) => {
          type({ note: (event.target as HTMLInputElement).value })
        }}
      />`,
    )}
    <div class="actions">
      <button class="btn" type="button" data-test="cancel-answer" ?disabled=${isBusy} @click=${cancel}>
        ${words.cancel}
      </button>
      <button class="btn primary" type="submit" data-test="save-answer" ?disabled=${isBusy}>
        ${isBusy ? words.saving : words.save}
      </button>
    </div>
  </form>`
