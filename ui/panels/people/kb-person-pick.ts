import { LitElement, css, html, nothing } from 'lit'
import type { FoundPerson } from '../../../contract/found-person.ts'
import { field } from '../../components/field.ts'
import { findPeople } from '../../data/people.ts'
import type { Box } from '../../state/box.ts'
import { Finder } from '../../state/finder.ts'
import { troubleOf } from '../../state/trouble.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { personPick as words } from '../../text/people.ts'
import '../../components/kb-trouble.ts'
import { personFacts } from '../cards/facts.ts'
import { stepStyles } from '../cards/styles.ts'

/** Rows beyond these are found by typing on. */
const shown = 12

/**
 * One person, searched for as on the list. `.label` and `.hint` say what for. `onlymembers`: somebody without a notebook is shown and
 * cannot be chosen; `.except` is left out. Event `kb-pick` with the {@link FoundPerson}.
 */
export class KbPersonPick extends LitElement {
  static override properties = {
    box: { attribute: false },
    label: {},
    hint: {},
    except: {},
    onlyMembers: { type: Boolean, attribute: 'onlymembers' },
    isBusy: { type: Boolean, attribute: 'isbusy' },
  }
  static override styles = [
    shared,
    form,
    stepStyles,
    css`
      [role='status']:not(:empty) {
        margin-top: 8px;
      }
      .rows {
        margin-top: 8px;
      }
    `,
  ]
  declare box: Box
  declare label: string
  declare hint: string
  declare except: string | undefined
  declare onlyMembers: boolean
  declare isBusy: boolean
  readonly #people = new Finder(this, (typed, signal) => findPeople(this.box.http, typed, signal))

  constructor() {
    super()
    this.label = ''
    this.hint = ''
    this.onlyMembers = false
    this.isBusy = false
  }

  /** Where a page says that its first field is here. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('#person')?.focus(options)
  }

  override render() {
    const { found, failure } = this.#people
    const people = found && this.#sorted(found.people)
    const status = people ? this.#status(people.length, found.hasMore) : this.#people.isAsking ? words.searching : ''
    return html`${field(
        { id: 'person', label: this.label, hint: this.hint },
        html`<input
          id="person"
          type="search"
          data-test="person-search"
          autocomplete="off"
          spellcheck="false"
          maxlength="100"
          aria-describedby="person-note"
          @input=${this.#people.onInput}
        />`,
      )}
      ${failure ? html`<kb-trouble slim .trouble=${troubleOf(failure)} @kb-retry=${() => void this.#people.again()}></kb-trouble>` : nothing}
      <div role="status" data-test="person-status">${status}</div>
      ${
        people && people.length > 0
          ? html`<div class="rows" data-test="people-found">
              ${people.slice(0, shown).map((person) => this.#row(person))}
            </div>`
          : nothing
      }`
  }

  #status(count: number, hasMore: boolean): string {
    if (count === 0) return words.none
    return hasMore || count > shown ? words.more : words.found(count)
  }

  /** Who can be chosen comes first. */
  #sorted(people: readonly FoundPerson[]): FoundPerson[] {
    const others = people.filter(({ id }) => id !== this.except)
    return this.onlyMembers
      ? others.toSorted((a, b) => Number(a.kind === 'patient') - Number(b.kind === 'patient'))
      : others
  }

  #row(person: FoundPerson) {
    const today = this.box.watch.status.value?.today ?? ''
    const isOut = this.onlyMembers && person.kind === 'patient'
    return html`<button
      class="row"
      type="button"
      data-test="person-hit"
      data-id=${person.id}
      ?disabled=${isOut || this.isBusy}
      @click=${() => this.dispatchEvent(new CustomEvent<FoundPerson>('kb-pick', { detail: person }))}
    >
      <span class="who">${personFacts(person, today, person.codes.join('・') || undefined)}</span>
      ${isOut ? html`<span class="sub">${words.notMember}</span>` : nothing}
    </button>`
  }
}

customElements.define('kb-person-pick', KbPersonPick)
