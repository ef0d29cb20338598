import { LitElement, html, nothing } from 'lit'
import type { Member } from '../../../contract/member.ts'
import type { MemberEdit, MemberRevision } from '../../../contract/member-settings.ts'
import type { Page } from '../../../contract/page.ts'
import type { Sex } from '../../../contract/text.ts'
import { field } from '../../components/field.ts'
import { correctMember, listMemberRevisions } from '../../data/member-settings.ts'
import type { Failure } from '../../data/outcome.ts'
import { dateOf, hourMinute } from '../../format/clock.ts'
import { birthLong, longDate } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { draftsOfKind } from '../../state/drafts.ts'
import { LiveLoad } from '../../state/live-load.ts'
import { troubleOf } from '../../state/trouble.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { handover } from '../../text/handover.ts'
import { ja } from '../../text/ja.ts'
import { byTheBox } from '../../text/trail.ts'
import '../../components/kb-conflict.ts'
import '../../components/kb-trouble.ts'
import { settingsSections } from './styles.ts'

const words = handover.facts
/** What is typed and not saved, by member. */
const editOf = draftsOfKind<MemberEdit>()

const sexes: readonly Sex[] = ['male', 'female', 'unknown']

/** 会員の情報: shown, corrected, and what it was before. What was typed stays until it is saved or given up. */
export class KbMemberFacts extends LitElement {
  static override properties = {
    box: { attribute: false },
    member: { attribute: false },
    edit: { state: true },
    wrong: { state: true },
    failure: { state: true },
    theirs: { state: true },
    isBusy: { state: true },
    isSaved: { state: true },
  }
  static override styles = [shared, form, settingsSections]
  declare box: Box
  declare member: Member
  declare edit: MemberEdit | null
  declare wrong: { name?: string; birth?: string }
  declare failure: Failure | null
  /** The member as somebody else saved it meanwhile. */
  declare theirs: Member | null
  declare isBusy: boolean
  declare isSaved: boolean
  #of = ''
  readonly #revisions = new LiveLoad<Page<MemberRevision>>(this, {
    live: () => this.box.live,
    key: () => this.member.id,
    load: (id) => listMemberRevisions(this.box.http, id),
    nouns: ['member'],
  })

  constructor() {
    super()
    this.edit = null
    this.wrong = {}
    this.failure = null
    this.theirs = null
    this.isBusy = false
    this.isSaved = false
  }

  override willUpdate(): void {
    if (this.#of === this.member.id) return
    this.#of = this.member.id
    this.#clear()
    this.isSaved = false
    this.edit = editOf(this.box).get(this.member.id) ?? null
  }

  override render() {
    return html`<section aria-labelledby="title">
      <div class="head">
        <h3 id="title">${words.title}</h3>
        ${
          this.edit
            ? nothing
            : html`<button class="btn" type="button" data-test="edit-facts" @click=${this.#begin}>
                ${words.edit}
              </button>`
        }
      </div>
      <div class="said" role="status">${this.isSaved ? `✓ ${words.saved}` : nothing}</div>
      ${this.edit ? this.#form(this.edit) : this.#facts()} ${this.#history()}
    </section>`
  }

  #facts() {
    const { name, kana, sex, birthOn } = this.member
    return html`<dl>
      <dt>${words.name}</dt>
      <dd>${name}</dd>
      <dt>${words.kana}</dt>
      <dd>${kana || words.unknown}</dd>
      <dt>${words.sex}</dt>
      <dd>${ja.sex[sex]}</dd>
      <dt>${words.birth}</dt>
      <dd>${birthOn === undefined ? words.unknown : birthLong(birthOn)}</dd>
    </dl>`
  }

  #form(edit: MemberEdit) {
    const { failure, theirs, wrong } = this
    if (theirs)
      return html`<kb-conflict
        .rows=${conflictRows(edit, theirs)}
        ?busy=${this.isBusy}
        @kb-keep-mine=${() => {
          this.#type({ version: theirs.version })
          void this.#save({ ...edit, version: theirs.version })
        }}
        @kb-take-theirs=${this.#end}
      ></kb-conflict>`
    return html`<form class="form" novalidate @submit=${this.#onSubmit} @keydown=${this.#onKey}>
      ${failure ? html`<kb-trouble slim .trouble=${troubleOf(failure)} .action=${undefined}></kb-trouble>` : nothing}
      ${field(
        { id: 'name', label: words.name, wrong: wrong.name ?? '' },
        html`<input
          id="name"
          data-test="name"
          autocomplete="off"
          maxlength="100"
          required
          aria-describedby="name-note"
          aria-invalid=${wrong.name ? 'true' : 'false'}
          .defaultValue=${this.member.name}
          .value=${edit.name}
          @input=${this.#onInput}
        />`,
      )}
      ${field(
        { id: 'kana', label: words.kana },
        html`<input
          id="kana"
          data-test="kana"
          autocomplete="off"
          maxlength="100"
          .defaultValue=${this.member.kana}
          .value=${edit.kana}
          @input=${this.#onInput}
        />`,
      )}
      <fieldset class="field plain">
        <legend class="word">${words.sex}</legend>
        <div class="choices">
          ${sexes.map(
            (sex) =>
              html`<label
                ><input
                  type="radio"
                  name="sex"
                  .checked=${edit.sex === sex}
                  @change=${() => {
                    this.#type({ sex })
                  }}
                />${ja.sex[sex]}</label
              >`,
          )}
        </div>
      </fieldset>
      ${field(
        {
          id: 'birth',
          label: words.birth,
          hint: `${words.birthHint}。${words.birthUnknown}`,
          wrong: wrong.birth ?? '',
        },
        html`<input
          id="birth"
          data-test="birth"
          autocomplete="off"
          maxlength="40"
          aria-describedby="birth-note"
          aria-invalid=${wrong.birth ? 'true' : 'false'}
          .defaultValue=${slashed(this.member.birthOn)}
          .value=${edit.birth}
          @input=${this.#onInput}
        />`,
      )}
      <div class="actions">
        <button class="btn" type="button" data-test="cancel-facts" @click=${this.#end}>${words.cancel}</button>
        <button class="btn primary" type="submit" data-test="save-facts" ?disabled=${this.isBusy}>${words.save}</button>
      </div>
    </form>`
  }

  #history() {
    const items = this.#revisions.value?.items ?? []
    if (items.length === 0) return nothing
    return html`<details>
      <summary data-test="revisions">${words.revisions} (${items.length})</summary>
      <ul>
        ${items.map(
          ({ name, kana, sex, birthOn, replacedAt, replacedBy }) =>
            html`<li class="row">
              <span class="grow"
                >${name} (${kana}) ${ja.sex[sex]} ${birthOn === null ? words.unknown : birthLong(birthOn)}</span
              >
              <span class="sub"
                >${words.until(`${longDate(dateOf(replacedAt))} ${hourMinute(replacedAt)}`)}
                ${replacedBy ?? byTheBox}</span
              >
            </li>`,
        )}
      </ul>
    </details>`
  }

  readonly #begin = (): void => {
    const { name, kana, sex, birthOn, version } = this.member
    this.edit = { name, kana, sex, birth: slashed(birthOn), version }
    this.isSaved = false
    this.#clear()
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('#name')?.focus())
  }

  readonly #end = (): void => {
    editOf(this.box).delete(this.member.id)
    this.edit = null
    this.#clear()
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[data-test=edit-facts]')?.focus())
  }

  #clear(): void {
    this.wrong = {}
    this.failure = null
    this.theirs = null
  }

  readonly #onInput = ({ target }: InputEvent): void => {
    const { id, value } = target as HTMLInputElement
    this.#type({ [id]: value })
  }

  #type(part: Partial<MemberEdit>): void {
    if (!this.edit) return
    this.edit = { ...this.edit, ...part }
    editOf(this.box).set(this.member.id, this.edit)
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    // What was typed is not thrown away by a key that elsewhere leaves the page.
    if (event.key === 'Escape') event.stopPropagation()
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (this.edit) void this.#save(this.edit)
  }

  async #save(edit: MemberEdit): Promise<void> {
    if (edit.name.trim() === '') {
      this.#clear()
      this.#mark({ name: words.nameMissing })
      return
    }
    const { id } = this.member
    this.isBusy = true
    const outcome = await correctMember(this.box.http, id, edit)
    this.isBusy = false
    if (outcome.ok) editOf(this.box).delete(id)
    // The page may be another member's by now.
    if (this.member.id !== id) return
    if (outcome.ok) {
      this.member = outcome.value
      this.isSaved = true
      this.#end()
      return
    }
    this.#clear()
    const { failure } = outcome
    if (failure.code === 'stale-version') this.theirs = failure.current as Member
    else if (failure.code === 'date-not-read') this.#mark({ birth: words.birthWrong })
    else this.failure = failure
  }

  /** Says what is wrong at the field, and puts the keyboard there. */
  #mark(wrong: { name?: string; birth?: string }): void {
    this.wrong = wrong
    const id = wrong.name === undefined ? '#birth' : '#name'
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(id)?.focus())
  }
}

/** As people write a day into a field. */
const slashed = (date = ''): string => date.replaceAll('-', '/')

const conflictRows = (mine: MemberEdit, theirs: Member) => [
  { label: words.name, mine: mine.name, theirs: theirs.name },
  { label: words.kana, mine: mine.kana, theirs: theirs.kana },
  { label: words.sex, mine: ja.sex[mine.sex], theirs: ja.sex[theirs.sex] },
  { label: words.birth, mine: mine.birth, theirs: slashed(theirs.birthOn) },
]

customElements.define('kb-member-facts', KbMemberFacts)
