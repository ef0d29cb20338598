import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { field } from '../../components/field.ts'
import '../kb-proxy.ts'
import type { Failure } from '../../data/outcome.ts'
import type { Box } from '../../state/box.ts'
import type { Draft } from '../../state/drafts.ts'
import { personWords } from '../../text/person.ts'
import { labelOf, type EntryField } from './entry-view.ts'

/** Fields of an entry's form, each with what is wrong with it. `typed` is called with every key press. */
export const entryFields = (
  fields: readonly EntryField[],
  draft: Draft,
  wrong: Draft,
  typed: (id: string, value: string) => void,
): TemplateResult[] => fields.map((one) => drawField(one, draft, wrong[one.id] ?? '', typed))

function drawField(
  one: EntryField,
  draft: Draft,
  wrong: string,
  typed: (id: string, value: string) => void,
): TemplateResult {
  const { id, kind, choices = {}, hint = '', max = 400, isNeeded = false, isNumeric = false } = one
  const label = labelOf(one, draft)
  const value = draft[id] ?? ''
  const note = hint !== '' || wrong !== '' ? `${id}-note` : nothing
  const invalid = wrong === '' ? nothing : 'true'
  const onInput = (event: Event) => {
    typed(id, (event.target as HTMLInputElement).value)
  }
  if (kind === 'choice') {
    return html`<div class="field" role="radiogroup" aria-labelledby="${id}-word" aria-describedby=${note}>
      <span class="word" id="${id}-word">${label}</span>
      <span class="choices"
        >${Object.entries(choices).map(
          ([key, word]) =>
            html`<label
              ><input
                type="radio"
                name=${id}
                .value=${key}
                .checked=${live(value === key)}
                data-test="field-${id}-${key}"
                @change=${() => {
                  typed(id, key)
                }}
              />${word}</label
            >`,
        )}</span
      ><span id="${id}-note" aria-live="polite"
        >${wrong === '' ? nothing : html`<span class="wrong" data-test="wrong-${id}">${wrong}</span>`}</span
      >
    </div>`
  }
  return field(
    { id, label, hint, wrong },
    kind === 'area'
      ? html`<textarea
          id=${id}
          data-test="field-${id}"
          maxlength=${max}
          .value=${live(value)}
          aria-required=${isNeeded ? 'true' : nothing}
          aria-describedby=${note}
          aria-invalid=${invalid}
          @input=${onInput}
        ></textarea>`
      : html`<input
          id=${id}
          data-test="field-${id}"
          type="text"
          autocomplete="off"
          maxlength=${max}
          inputmode=${isNumeric ? 'numeric' : nothing}
          .value=${live(value)}
          aria-required=${isNeeded ? 'true' : nothing}
          aria-describedby=${note}
          aria-invalid=${invalid}
          @input=${onInput}
        />`,
  )
}

/** Where a draft keeps in whose name it is typed: not the name of any field. */
export const proxyKey = 'onBehalfOf'

/** 代行入力. */
export const proxyField = (
  box: Box,
  draft: Draft,
  wrong: Draft,
  typed: (id: string, value: string) => void,
): TemplateResult =>
  html`<kb-proxy
    .box=${box}
    .value=${draft[proxyKey] ?? ''}
    ?wrong=${wrong[proxyKey] !== undefined}
    @kb-proxy=${({ detail }: CustomEvent<string>) => {
      typed(proxyKey, detail)
    }}
  ></kb-proxy>`

/** What is missing before anything is sent. */
export const missing = (fields: readonly EntryField[], draft: Draft): Draft =>
  Object.fromEntries(
    fields
      .filter(({ id, isNeeded = false }) => isNeeded && (draft[id] ?? '').trim() === '')
      .map(({ id, kind }) => [id, kind === 'choice' ? personWords.entry.choose : personWords.entry.need]),
  )

/** What the box found wrong, by field: `body/content/drugs/0/dose` is the field `drugs/0/dose`, `body/onBehalfOf` 代行入力. */
export const wrongOf = (failure: Failure): Draft =>
  Object.fromEntries(
    (failure.fields ?? []).flatMap(({ path, message }) => {
      const id = /^body\/(?:content\/(?=.))?(.+)$/.exec(path)?.[1]
      return id === undefined ? [] : [[id, personWords.wrong[message] ?? personWords.entry.need]]
    }),
  )
