import { LitElement, css, html, nothing } from 'lit'
import type { CardIssue } from '../../../contract/card-issue.ts'
import type { Patient } from '../../../contract/patient.ts'
import type { Sex } from '../../../contract/text.ts'
import { field } from '../../components/field.ts'
import type { Failure } from '../../data/outcome.ts'
import { longDate } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { draftsOfKind } from '../../state/drafts.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { cards } from '../../text/cards.ts'
import { ja } from '../../text/ja.ts'
import { tellDeed } from './deed.ts'
import './kb-feed-people.ts'
import { stepStyles } from './styles.ts'

const words = cards.person

interface Typed {
  name: string
  kana: string
  sex: Sex | ''
  birth: string
  patientId: string | null
}

/** What is typed and not sent yet, by issue: leaving the page for a moment must not lose it. */
const keptOf = draftsOfKind<Typed>()

/** Step 1 of a new card: somebody from the feed, or by hand. */
export class KbCardPerson extends LitElement {
  static override properties = {
    box: { attribute: false },
    issue: { attribute: false },
    isBusy: { type: Boolean, attribute: 'isbusy' },
    failure: { attribute: false },
    typed: { state: true },
    isChecked: { state: true },
  }
  static override styles = [
    shared,
    form,
    stepStyles,
    css`
      .halves {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr));
        gap: 20px 28px;
        align-items: start;
      }
      .from {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 8px;
      }
      .form {
        gap: 10px;
      }
      .pair {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(13rem, 100%), 1fr));
        gap: 10px 14px;
        align-items: start;
      }
      .form .foot {
        margin-top: 6px;
      }
      .from {
        padding-block: 4px;
        font-size: 0.9375rem;
      }
    `,
  ]
  declare box: Box
  declare issue: CardIssue
  declare isBusy: boolean
  declare failure: Failure | null
  declare typed: Typed
  /** Somebody pressed 次へ: from now on what is missing is said. */
  declare isChecked: boolean

  constructor() {
    super()
    this.failure = null
    this.isChecked = false
    this.typed = { name: '', kana: '', sex: '', birth: '', patientId: null }
  }

  override willUpdate(changed: Map<string, unknown>): void {
    const before = changed.get('issue') as CardIssue | undefined
    if (!changed.has('issue') || before?.id === this.issue.id) return
    const { id, person, patient } = this.issue
    this.typed = keptOf(this.box).get(id) ?? {
      name: person?.name ?? '',
      kana: person?.kana ?? '',
      sex: person?.sex ?? '',
      birth: person?.birthOn === undefined ? '' : longDate(person.birthOn),
      patientId: patient?.id ?? null,
    }
  }

  override render() {
    const { typed, isChecked } = this
    const isDateWrong = this.failure?.code === 'date-not-read'
    const wrong = {
      name: isChecked && typed.name.trim() === '' ? words.nameMissing : '',
      sex: isChecked && typed.sex === '' ? words.sexMissing : '',
      birth: isDateWrong ? words.birthWrong : '',
    }
    const { patient } = this.issue
    const isFromFeed = typed.patientId !== null
    return html`<div class="halves">
      <div>
        <kb-feed-people
          .box=${this.box}
          .chosen=${typed.patientId}
          @kb-choose=${(event: CustomEvent<Patient>) => {
            this.#choose(event.detail)
          }}
        ></kb-feed-people>
      </div>
      <form class="form" novalidate @submit=${this.#send}>
        <h2>${words.form}</h2>
        ${
          isFromFeed
            ? html`<p class="note from">
                ${words.fromFeed(this.#code ?? patient?.code ?? '')}
                <button
                  class="btn"
                  type="button"
                  @click=${() => {
                    this.#type({ patientId: null })
                  }}
                >
                  ${words.release}
                </button>
              </p>`
            : nothing
        }
        <div class="pair">
          ${field(
            { id: 'name', label: words.name, hint: words.nameHint, wrong: wrong.name },
            this.#input('name', 'off', wrong.name, true),
          )}
          ${field({ id: 'kana', label: words.kana }, this.#input('kana', 'off', ''))}
        </div>
        <fieldset class="field">
          <legend>${words.sex}</legend>
          <div class="choices">
            ${(['female', 'male', 'unknown'] as const).map(
              (sex) =>
                html`<label
                  ><input
                    type="radio"
                    name="sex"
                    value=${sex}
                    data-test="sex-${sex}"
                    .checked=${typed.sex === sex}
                    @change=${() => {
                      this.#type({ sex })
                    }}
                  />${ja.sex[sex]}</label
                >`,
            )}
          </div>
          <span aria-live="polite">${wrong.sex ? html`<span class="wrong">${wrong.sex}</span>` : nothing}</span>
        </fieldset>
        ${field(
          { id: 'birth', label: words.birth, hint: words.birthHint, wrong: wrong.birth },
          this.#input('birth', 'off', wrong.birth),
        )}
        <div class="foot">
          <button class="btn primary big" type="submit" data-primary data-test="next" ?disabled=${this.isBusy}>
            ${cards.wizard.next} <span class="key">F7</span>
          </button>
        </div>
      </form>
    </div>`
  }

  /** Of the patient chosen here; the issue tells the one that was sent. */
  #code: string | undefined

  #input(name: 'name' | 'kana' | 'birth', autocomplete: 'off', wrong: string, isFirst = false) {
    return html`<input
      id=${name}
      name=${name}
      data-test="person-${name}"
      ?data-first=${isFirst}
      maxlength=${name === 'birth' ? 40 : 100}
      autocomplete=${autocomplete}
      spellcheck="false"
      aria-invalid=${wrong ? 'true' : 'false'}
      aria-describedby="${name}-note"
      .value=${this.typed[name]}
      @input=${(event: Event) => {
        this.#type({ [name]: (event.target as HTMLInputElement).value })
      }}
    />`
  }

  #type(change: Partial<Typed>): void {
    this.typed = { ...this.typed, ...change }
    keptOf(this.box).set(this.issue.id, this.typed)
  }

  #choose({ id, name, kana, sex, birthOn, code }: Patient): void {
    this.#code = code
    this.#type({ name, kana, sex, birth: birthOn === undefined ? '' : longDate(birthOn), patientId: id })
    this.renderRoot.querySelector<HTMLElement>('[data-primary]')?.focus()
  }

  readonly #send = (event: Event): void => {
    event.preventDefault()
    this.isChecked = true
    const { name, kana, sex, birth, patientId } = this.typed
    if (name.trim() === '' || sex === '') {
      this.renderRoot.querySelector<HTMLElement>(name.trim() === '' ? '#name' : '[name=sex]')?.focus()
      return
    }
    tellDeed(this, 'person', { name, kana, sex, birth, ...(patientId !== null && { patientId }) })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    // What was taken over by the box needs no keeping here.
    const { issue } = this
    if (issue.person?.name === this.typed.name.trim() && issue.step !== 'person') keptOf(this.box).delete(issue.id)
  }
}

customElements.define('kb-card-person', KbCardPerson)
