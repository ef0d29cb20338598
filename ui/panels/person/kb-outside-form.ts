import { LitElement, css, html, nothing } from 'lit'
import type { Dispensing } from '../../../contract/dispensing.ts'
import type { OutsideDispensing, TypedDrug, TypedOutside } from '../../../contract/outside-dispensing.ts'
import type { Entries } from '../../data/entries.ts'
import type { Failure } from '../../data/outcome.ts'
import { open } from '../../dialogs/open.ts'
import type { Box } from '../../state/box.ts'
import { draftsOf, type Draft } from '../../state/drafts.ts'
import { troubleOf } from '../../state/trouble.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { ja } from '../../text/ja.ts'
import { personWords } from '../../text/person.ts'
import '../../components/kb-conflict.ts'
import type { KbDialog } from '../../components/kb-dialog.ts'
import '../../components/kb-dialog.ts'
import '../../components/kb-trouble.ts'
import { entryFields, missing, proxyField, proxyKey, wrongOf } from './entry-form.ts'
import { filled, labelOf, wordOf, type EntryField } from './entry-view.ts'

const words = personWords.outside
const { entry: entryWords } = personWords
const { internal, prn, external, drops, injection } = ja.form
const forms: Record<TypedDrug['form'], string> = { internal, prn, external, drops, injection }

/** What can be told of one dispensing; the fields that a table holds are those of contract/outside-dispensing.ts. */
const head: readonly EntryField[] = [
  { id: 'dispensedOn', label: words.dispensedOn, kind: 'text', isNeeded: true, max: 20, hint: '例: R8.4.3、2026/4/3' },
  { id: 'pharmacyName', label: words.pharmacyName, kind: 'text', max: 60 },
  { id: 'institutionName', label: words.institutionName, kind: 'text', max: 60 },
  { id: 'department', label: words.department, kind: 'text', max: 60 },
  { id: 'prescriber', label: words.prescriber, kind: 'text', max: 60 },
]

/** The fields of drug `index`; a day's amount, a dose or the whole, as the form has it. */
function drugFields(index: number, draft: Draft): EntryField[] {
  const at = (id: string) => `drugs/${String(index)}/${id}`
  const drugForm = (draft[at('form')] ?? 'internal') as TypedDrug['form']
  const dose = drugForm === 'internal' || drugForm === 'prn' ? words.dose[drugForm] : words.dose.other
  const fields: EntryField[] = [
    { id: at('name'), label: words.name, kind: 'text', isNeeded: true, max: 100 },
    { id: at('form'), label: words.form, kind: 'choice', choices: forms },
    { id: at('usage'), label: words.usage, hint: words.usageHint, kind: 'text', max: 60 },
    { id: at('dose'), label: dose, kind: 'text', max: 20 },
    { id: at('unit'), label: words.unit, kind: 'text', max: 10 },
  ]
  if (drugForm === 'internal' || drugForm === 'prn')
    fields.push({ id: at('count'), label: words.count[drugForm], kind: 'text', max: 10, isNumeric: true })
  return fields
}

/** A paper notebook's record, read off by staff: a new one, or the correction of one. What is typed outlives the dialog. */
export class KbOutsideForm extends LitElement {
  static override properties = {
    draft: { state: true },
    wrong: { state: true },
    failure: { state: true },
    current: { state: true },
    isBusy: { state: true },
  }
  static override styles = [
    shared,
    form,
    css`
      fieldset {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr));
        align-items: start;
        gap: 10px 16px;
        margin: 0;
        padding: 10px 16px 14px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
      }
      fieldset > :is(:first-of-type, :nth-of-type(2)) {
        grid-column: 1 / -1;
      }
      legend {
        padding-inline: 6px;
        font-weight: 700;
      }
      .hint {
        margin-bottom: 10px;
        color: var(--ink-2);
      }
    `,
  ]
  declare draft: Draft
  declare wrong: Draft
  declare failure: Failure | null
  declare current: OutsideDispensing | null
  declare isBusy: boolean
  box!: Box
  entries!: Entries<OutsideDispensing, TypedOutside>
  memberId = ''
  draftKey = ''
  /** Null: a new record. */
  corrected: { id: string; version: number } | null = null
  isSaved = false

  constructor() {
    super()
    this.draft = {}
    this.wrong = {}
    this.failure = null
    this.current = null
    this.isBusy = false
  }

  override render() {
    const count = countDrugs(this.draft)
    return html`<kb-dialog
      .heading=${this.corrected ? words.correctTitle : words.title}
      @kb-close=${() => this.dispatchEvent(new Event('kb-close'))}
    >
      <form
        class="form"
        novalidate
        data-test="outside-form"
        @submit=${(event: Event) => {
          event.preventDefault()
          void this.#save()
        }}
      >
        <p class="hint">${words.hint}</p>
        <fieldset>${entryFields(head, this.draft, this.wrong, this.#typed)}</fieldset>
        ${Array.from({ length: count }, (_, index) => this.#drug(index, count))}
        <div>
          <button
            class="btn"
            type="button"
            data-test="add-drug"
            @click=${() => {
              this.#fill({ [`drugs/${String(count)}/form`]: 'internal' })
            }}
          >
            ＋ ${words.addDrug}
          </button>
        </div>
        ${proxyField(this.box, this.draft, this.wrong, this.#typed)} ${this.#conflict()}
        ${this.failure ? html`<kb-trouble .trouble=${troubleOf(this.failure)} .action=${''}></kb-trouble>` : nothing}
        <div class="actions">
          <button
            class="btn"
            type="button"
            @click=${() => {
              this.#end()
            }}
          >
            ${entryWords.cancel}
          </button>
          <button
            class="btn primary"
            type="submit"
            data-test="save-outside"
            ?disabled=${this.isBusy || this.current !== null}
          >
            ${this.isBusy ? entryWords.saving : entryWords.save}
          </button>
        </div>
      </form>
    </kb-dialog>`
  }

  #drug(index: number, count: number) {
    return html`<fieldset data-test="drug-${index}">
      <legend>${words.drug(index + 1)}</legend>
      ${entryFields(drugFields(index, this.draft), this.draft, this.wrong, this.#typed)}
      ${
        count > 1
          ? html`<div>
              <button
                class="btn quiet"
                type="button"
                @click=${() => {
                  this.#keep(withoutDrug(this.draft, index, count))
                  this.wrong = {}
                }}
              >
                ${words.removeDrug}
              </button>
            </div>`
          : nothing
      }
    </fieldset>`
  }

  #conflict() {
    if (!this.current) return nothing
    const [mine, theirs] = [this.draft, toDraft(this.current)]
    const count = Math.max(countDrugs(mine), countDrugs(theirs))
    const drugs = Array.from({ length: count }, (_, index) => index)
    const row = (label: string, fields: (draft: Draft) => readonly EntryField[]) => ({
      label,
      mine: textOf(fields(mine), mine),
      theirs: textOf(fields(theirs), theirs),
    })
    const rows = [
      ...head.map((field) => row(labelOf(field, mine), () => [field])),
      ...drugs.map((index) => row(words.drug(index + 1), (draft) => drugFields(index, draft))),
    ]
    return html`<kb-conflict
      .rows=${rows}
      ?busy=${this.isBusy}
      @kb-keep-mine=${() => {
        if (this.current) this.corrected = { id: this.current.id, version: this.current.version }
        this.current = null
        void this.#save()
      }}
      @kb-take-theirs=${() => {
        this.#end()
      }}
    ></kb-conflict>`
  }

  readonly #typed = (id: string, value: string): void => {
    this.#fill({ [id]: value })
  }

  #fill(part: Draft): void {
    this.#keep({ ...this.draft, ...part })
    this.wrong = Object.fromEntries(Object.entries(this.wrong).filter(([id]) => !(id in part)))
  }

  #keep(draft: Draft): void {
    this.draft = draft
    // The version that the correction began from: somebody else may save the next one before this form is opened again.
    draftsOf(this.box).set(this.draftKey, { ...this.draft, '#': String(this.corrected?.version ?? 0) })
  }

  #end(): void {
    draftsOf(this.box).delete(this.draftKey)
    this.renderRoot.querySelector<KbDialog>('kb-dialog')?.close()
  }

  async #save(): Promise<void> {
    if (this.isBusy) return
    const fields = [
      ...head,
      ...Array.from({ length: countDrugs(this.draft) }, (_, index) => drugFields(index, this.draft)).flat(),
    ]
    this.wrong = missing(fields, this.draft)
    if (Object.keys(this.wrong).length > 0) {
      await this.#toWrong()
      return
    }
    this.isBusy = true
    this.failure = null
    const { draft } = this
    const drafts = draftsOf(this.box)
    const typed = toTyped(draft)
    const proxy = draft[proxyKey]
    const outcome = this.corrected
      ? await this.entries.correct(this.corrected, typed, proxy)
      : await this.entries.add(typed, proxy)
    this.isBusy = false
    if (outcome.ok) {
      this.isSaved = true
      drafts.delete(this.draftKey)
      if (this.draft === draft) this.#end()
      else if (this.isConnected) {
        // What was typed meanwhile goes on as a correction of what was saved.
        const { id, version } = outcome.value
        this.draftKey = draftKeyOf(this.memberId, id)
        this.corrected = { id, version }
        this.#keep(this.draft)
      }
      return
    }
    const { failure } = outcome
    this.wrong = wrongOf(failure)
    if (failure.code === 'stale-version' && failure.current !== undefined)
      this.current = failure.current as OutsideDispensing
    else if (Object.keys(this.wrong).length === 0) this.failure = failure
    else await this.#toWrong()
  }

  async #toWrong(): Promise<void> {
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }
}

customElements.define('kb-outside-form', KbOutsideForm)

/** `id`: of the record that is corrected; '' a new one. */
const draftKeyOf = (memberId: string, id: string): string => `outside-dispensings ${memberId} ${id}`

/** Opens the form. @returns whether a record was saved */
export async function typeOutside(
  box: Box,
  memberId: string,
  entries: Entries<OutsideDispensing, TypedOutside>,
  dispensing: Dispensing | null,
): Promise<boolean> {
  const dialog = new KbOutsideForm()
  dialog.box = box
  dialog.entries = entries
  dialog.memberId = memberId
  dialog.draftKey = draftKeyOf(memberId, dispensing?.id ?? '')
  const kept = draftsOf(box).get(dialog.draftKey)
  const { '#': version = dispensing?.origin?.entryVersion, ...draft } =
    kept ?? (dispensing ? toDraft(dispensing) : { 'drugs/0/form': 'internal' })
  if (dispensing?.origin) dialog.corrected = { id: dispensing.id, version: Number(version) }
  dialog.draft = draft
  await open(dialog)
  return dialog.isSaved
}

const countDrugs = (draft: Draft): number =>
  Math.max(0, ...Object.keys(draft).map((id) => Number(/^drugs\/(\d+)\//.exec(id)?.[1] ?? -1) + 1))

const drugOf = (draft: Draft, index: number): Draft =>
  Object.fromEntries(
    Object.entries(draft).flatMap(([id, value]) => {
      const prefix = `drugs/${String(index)}/`
      return id.startsWith(prefix) ? [[id.slice(prefix.length), value]] : []
    }),
  )

const withDrugs = (draft: Draft, drugs: readonly Draft[]): Draft => ({
  ...Object.fromEntries(Object.entries(draft).filter(([id]) => !id.startsWith('drugs/'))),
  ...Object.fromEntries(
    drugs.flatMap((drug, index) => Object.entries(drug).map(([id, value]) => [`drugs/${String(index)}/${id}`, value])),
  ),
})

const drugsOf = (draft: Draft): Draft[] => Array.from({ length: countDrugs(draft) }, (_, index) => drugOf(draft, index))

const withoutDrug = (draft: Draft, index: number, count: number): Draft =>
  withDrugs(
    draft,
    drugsOf(draft).filter((_, at) => at !== index || count <= 1),
  )

/** The dispensing as the form shows it. */
function toDraft({
  prescription,
  pharmacy,
  rps,
}: Pick<Dispensing, 'prescription' | 'pharmacy' | 'rps'> | OutsideDispensing): Draft {
  const { dispensedOn = '', institution, department = '', prescriber = '' } = prescription
  const drugs = rps.flatMap(({ form: rpForm, usage = '', count, medications }) =>
    medications.map(({ name, dose = '', unit = '' }) => ({
      ...{ name, usage, dose, unit },
      form: rpForm === 'other' ? 'internal' : rpForm,
      count: count === undefined ? '' : String(count),
    })),
  )
  return withDrugs(
    {
      dispensedOn: dispensedOn.replaceAll('-', '/'),
      pharmacyName: pharmacy.name ?? '',
      institutionName: institution?.name ?? '',
      department,
      prescriber,
    },
    drugs,
  )
}

function toTyped(draft: Draft): TypedOutside {
  const { dispensedOn = '', pharmacyName = '', institutionName = '', department = '', prescriber = '' } = draft
  return {
    dispensedOn,
    ...filled({ pharmacyName, institutionName, department, prescriber }),
    drugs: drugsOf(draft).map(
      ({ name = '', form: drugForm = 'internal', usage = '', dose = '', unit = '', count = '' }) => ({
        name,
        form: drugForm as TypedDrug['form'],
        ...filled({ usage, dose, unit }),
        ...(drugForm === 'internal' || drugForm === 'prn' ? filled({ count }) : {}),
      }),
    ),
  }
}

const textOf = (fields: readonly EntryField[], draft: Draft): string =>
  fields
    .map((field) => wordOf(field, draft))
    .filter((text) => text !== '')
    .join('　')
