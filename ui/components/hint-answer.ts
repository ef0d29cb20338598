import { html, type TemplateResult } from 'lit'
import { answerNoteLength, type Answer } from '../../contract/hint.ts'
import { hints as words } from '../text/hints.ts'
import { field } from './field.ts'

const answers = ['confirmed', 'inquired', 'not-applicable'] as const

export interface AnswerForm {
  /** No answer was chosen. */
  isWrong: boolean
  isBusy: boolean
  submit: (event: SubmitEvent) => void
  cancel: () => void
}

/** What a hint can be answered with, and a short note. What was typed stays in the fields until it was kept. */
export const answerForm = ({ isWrong, isBusy, submit, cancel }: AnswerForm): TemplateResult =>
  html`<form class="answering" data-test="answer-form" @submit=${submit}>
    <fieldset aria-describedby="answer-wrong">
      <legend>${words.answerLabel}</legend>
      <div class="choices">
        ${answers.map(
          (answer) => html`<label><input type="radio" name="answer" value=${answer} /> ${words.answer[answer]}</label>`,
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
      />`,
    )}
    <div class="actions">
      <button class="btn" type="button" @click=${cancel}>${words.cancel}</button>
      <button class="btn primary" type="submit" data-test="save-answer" ?disabled=${isBusy}>
        ${isBusy ? words.saving : words.save}
      </button>
    </div>
  </form>`

/** What was chosen and typed; null: nothing was chosen. */
export const readAnswer = (element: HTMLFormElement): { answer: Answer | null; note: string } => {
  const data = new FormData(element)
  const note = data.get('note')
  return {
    answer: answers.find((answer) => answer === data.get('answer')) ?? null,
    note: typeof note === 'string' ? note.trim() : '',
  }
}
