import { LitElement, css, html, nothing } from 'lit'
import type { CardIssue } from '../../../contract/card-issue.ts'
import type { Patient } from '../../../contract/patient.ts'
import { field } from '../../components/field.ts'
import type { Failure } from '../../data/outcome.ts'
import { longDate } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { cards } from '../../text/cards.ts'
import { ja } from '../../text/ja.ts'
import { tellDeed } from './deed.ts'
import { isSamePerson, keptOf, personDeed, typedOf, type TypedPerson } from './issue-conflict.ts'
import './kb-feed-people.ts'
import { stepStyles } from './styles.ts'

const words = cards.person

/** Step 1 of a new card: somebody from the feed, or by hand. */
export class KbCardPerson extends LitElement {
  static override properties = {
    box: { attribute: false },
    issue: { attribute: false },
    isBusy: { type: Boolean, attribute: 'isbusy' },
    failure: { attribute: false },
    typed: { state: true },
    replaced: { state: true },
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
  declare typed: TypedPerson
  /** What was typed before the chosen patient took its place. */
  declare replaced: TypedPerson | null
  /** Somebody pressed 次へ: from now on what is missing is said. */
  declare isChecked: boolean

  constructor() {
    super()
    this.failure = null
    this.isChecked = false
    this.typed = { name: '', kana: '', sex: '', birth: '', patient: null }
    this.replaced = null
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('issue')) return
    const kept = keptOf(this.box).get(this.issue.id)
    this.typed = kept?.typed ?? typedOf(this.issue)
    this.replaced = kept?.replaced ?? null
  }

  override render() {
    const { typed, isChecked } = this
    const isDateWrong = this.failure?.code === 'date-not-read'
    const wrong = {
      name: isChecked && typed.name.trim() === '' ? words.nameMissing : '',
      sex: isChecked && typed.sex === '' ? words.sexMissing : '',
      birth: isDateWrong ? words.birthWrong : '',
    }
    return html`<div class="halves">
      <div>
        <kb-feed-people
          .box=${this.box}
          .chosen=${typed.patient?.id ?? null}
          @kb-choose=${(event: CustomEvent<Patient>) => {
            this.#choose(event.detail)
          }}
        ></kb-feed-people>
      </div>
      <form class="form" novalidate @submit=${this.#send}>
        <h2>${words.form}</h2>
        ${
          typed.patient
            ? html`<p class="note from">
                ${words.fromFeed(typed.patient.code)}
                <button
                  class="btn"
                  type="button"
                  @click=${() => {
                    this.#type({ patient: null })
                  }}
                >
                  ${words.release}
                </button>
              </p>`
            : nothing
        }
        <div role="status">
          ${
            this.replaced
              ? html`<p class="note from">
                  ${words.replaced}
                  <button class="btn" type="button" data-test="restore-typed" @click=${this.#restore}>
                    ${words.restore}
                  </button>
                </p>`
              : nothing
          }
        </div>
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

  #type(change: Partial<TypedPerson>): void {
    this.#keep({ ...this.typed, ...change }, null)
  }

  #keep(typed: TypedPerson, replaced: TypedPerson | null): void {
    this.typed = typed
    this.replaced = replaced
    const drafts = keptOf(this.box)
    const from = drafts.get(this.issue.id)?.from ?? typedOf(this.issue)
    drafts.set(this.issue.id, { typed, from, replaced })
  }

  #choose({ id, name, kana, sex, birthOn, code }: Patient): void {
    const before = this.typed
    const typed = { name, kana, sex, birth: birthOn === undefined ? '' : longDate(birthOn), patient: { id, code } }
    const isBlank = [before.name, before.kana, before.sex, before.birth].every((text) => text.trim() === '')
    this.#keep(typed, isBlank || isSamePerson(before, typed) ? this.replaced : before)
    this.renderRoot.querySelector<HTMLElement>('[data-primary]')?.focus()
  }

  readonly #restore = (): void => {
    if (this.replaced) this.#keep(this.replaced, null)
    this.renderRoot.querySelector<HTMLElement>('#name')?.focus()
  }

  readonly #send = (event: Event): void => {
    event.preventDefault()
    this.isChecked = true
    const { name, sex } = this.typed
    if (name.trim() === '' || sex === '') {
      this.renderRoot.querySelector<HTMLElement>(name.trim() === '' ? '#name' : '[name=sex]')?.focus()
      return
    }
    const { route, body } = personDeed(this.typed)
    tellDeed(this, route, body)
  }
}

customElements.define('kb-card-person', KbCardPerson)
