import { LitElement, html, nothing } from 'lit'
import type { Reader, ReaderDay, ReaderHealth, SwapStep } from '../../../contract/reader.ts'
import { goToSwapStep, openHealth, type Health } from '../../data/readers.ts'
import type { Failure } from '../../data/outcome.ts'
import { whenText } from '../../format/dates.ts'
import { isBad } from '../../format/readers.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { panel } from '../../styles/panel.ts'
import { shared } from '../../styles/shared.ts'
import { readers, reader as words, scannerSetup } from '../../text/readers.ts'
import type { Trouble } from '../../text/troubles.ts'
import { clashNote, type Clash } from '../../components/kb-conflict.ts'
import '../../components/kb-day-chart.ts'
import '../../components/kb-day-table.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import { KbScannerSetup } from './kb-scanner-setup.ts'
import './kb-swap-test.ts'
import { chartOf } from './chart-days.ts'
import { paperRows, type PaperRows } from './paper.ts'
import { setUpScanner, type SetupChoice } from './set-up.ts'
import { readerPanel } from './styles.ts'

/** Days in the table before somebody asks for all of them. */
const shortTable = 10

/** リーダーの調子: the verdict on one reader, its reasons, what to do now, and the swap test. Prints on one A4 page. */
export class KbReaderPanel extends LitElement {
  static override properties = {
    box: { attribute: false },
    readerId: {},
    areAllShown: { state: true },
    isBusy: { state: true },
    failure: { state: true },
    setupSaid: { state: true },
    clash: { state: true },
  }
  static override styles = [shared, panel, readerPanel]
  declare box: Box
  declare readerId: string
  declare areAllShown: boolean
  declare isBusy: boolean
  declare failure: Failure | null
  /** What was done last to the set-up of a scanner. */
  declare setupSaid: string
  declare clash: Clash | null
  #health: Health | undefined
  #shown = ''

  constructor() {
    super()
    this.areAllShown = false
    this.isBusy = false
    this.failure = null
    this.setupSaid = ''
    this.clash = null
    new Watch(this, () => [this.#health?.health, this.box.watch.status, this.box.counters.list])
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // The panel scrolls, so the keys that scroll must reach it.
    this.tabIndex = -1
    this.focus({ preventScroll: true })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#health?.close()
    this.#health = undefined
    this.#shown = ''
  }

  override willUpdate(): void {
    if (this.#shown === this.readerId) return
    this.#health?.close()
    this.#shown = this.readerId
    this.setupSaid = ''
    this.clash = null
    this.#health = openHealth(this.box.http, this.box.live, this.readerId)
  }

  override render() {
    const status = this.box.watch.status.value
    if (!this.#health || !status) return nothing
    const { value: health, failure } = this.#health.health.value
    return html`<div class="page">
      <div class="tools">
        <button
          class="btn screen"
          type="button"
          data-test="back"
          @click=${() => {
            this.box.router.go({ page: 'readers' })
          }}
        >
          ‹ ${words.back}
        </button>
        <h1>${words.title}${health ? html`<small>${health.reader.label}</small>` : nothing}</h1>
        <p class="paper">${status.facility}　${words.printed(whenText(this.box.watch.now(), ''))}</p>
        ${
          health
            ? html`<button
                class="btn"
                type="button"
                data-test="print"
                @click=${() => {
                  print()
                }}
              >
                ${words.print}
              </button>`
            : nothing
        }
      </div>
      ${this.#trouble(failure ?? this.failure)}
      ${health ? this.#page(health, status.today) : failure ? nothing : html`<kb-loading></kb-loading>`}
    </div>`
  }

  #trouble(failure: Failure | null) {
    if (!failure) return nothing
    return html`<kb-trouble
      class="screen"
      .trouble=${troubleFor(failure)}
      .reference=${failure.reference}
      @kb-retry=${() => {
        this.failure = null
        void this.#health?.load()
      }}
    ></kb-trouble>`
  }

  #page(health: ReaderHealth, today: string) {
    const { reader, days, events, machine, swapTest } = health
    const isScanner = reader.kind === 'serial' || reader.kind === 'hid'
    const paper = paperRows(health)
    return html`${this.#verdict(health)}
      <div class="columns">
        <section class="sheet part">
          <h2>${words.facts}</h2>
          ${this.#facts(health, today)}
        </section>
        <section class="sheet part">
          <h2>${words.chart}</h2>
          <kb-day-chart .days=${chartOf(days, today, isScanner)}></kb-day-chart>
        </section>
      </div>
      ${isScanner ? this.#setup(reader) : this.#swap(swapTest)}
      ${
        machine.length === 0
          ? nothing
          : html`<section class="sheet part">
              <h2>${words.machine}</h2>
              <ul class="machine">
                ${machine.map(
                  ({ code, state, text, next }) =>
                    html`<li data-test="machine-check" data-code=${code}>
                      <span><span class="badge ${state === 'ok' ? 'set' : 'bad'}">${text}</span></span
                      >${next}
                    </li>`,
                )}
              </ul>
            </section>`
      }
      ${this.#days(days, today, isScanner, paper)}
      <section class="sheet part ${paper.events > 0 ? '' : 'screen'}">
        <h2>${words.events}</h2>
        ${
          events.length === 0
            ? html`<p class="sub">${words.noEvents}</p>`
            : html`<ul class="events">
                ${events.map(
                  ({ at, text }, index) =>
                    html`<li class=${index < paper.events ? '' : 'screen'} data-test="reader-event">
                      <time>${whenText(at, today)}</time><span>${text}</span>
                    </li>`,
                )}
              </ul>`
        }
      </section>`
  }

  /** A scanner is told by codes that are read, not by touches of a card. */
  #setup(reader: Reader) {
    return html`<section class="sheet part screen">
      <h2>${scannerSetup.title}</h2>
      ${clashNote(this.clash, this.isBusy, () => {
        this.clash = null
      })}
      <kb-scanner-setup
        .reader=${reader}
        .said=${this.setupSaid}
        ?isbusy=${this.isBusy}
        @kb-setup=${(event: CustomEvent<SetupChoice>) => void this.#setUp(event.detail)}
      ></kb-scanner-setup>
    </section>`
  }

  #swap(swapTest: ReaderHealth['swapTest']) {
    return html`<section class="sheet part ${swapTest ? '' : 'screen'}">
      <h2>${words.swap.title}</h2>
      <kb-swap-test
        .test=${swapTest}
        ?isbusy=${this.isBusy}
        @kb-step=${(event: CustomEvent<SwapStep>) => void this.#goTo(event.detail)}
      ></kb-swap-test>
    </section>`
  }

  #verdict({ report, reader }: ReaderHealth) {
    const { verdict, title, evidence, steps } = report
    // On the page the evidence stands beside it already.
    const vendor = report.vendor.filter((line) => !evidence.includes(line))
    const look = verdict === 'ok' ? 'good' : isBad({ verdict }) || !reader.isConnected ? 'bad' : ''
    return html`<section class="sheet part verdict ${look}" data-test="report" data-verdict=${verdict}>
      <h2>${words.verdict}：${readers.verdict[verdict]}</h2>
      <p class="title">${title}</p>
      <div class="columns">
        <div>
          <h3>${words.evidence}</h3>
          <ul class="evidence">
            ${evidence.map((line) => html`<li>${line}</li>`)}
          </ul>
        </div>
        <div>
          ${
            steps.length === 0
              ? nothing
              : html`<h3>${words.steps}</h3>
                  <ol class="steps" data-test="steps">
                    ${steps.map((line) => html`<li>${line}</li>`)}
                  </ol>`
          }
          ${
            vendor.length === 0
              ? nothing
              : html`<h3>${words.vendor}</h3>
                  <ul class="vendor">
                    ${vendor.map((line) => html`<li>${line}</li>`)}
                  </ul>`
          }
        </div>
      </div>
    </section>`
  }

  #facts({ reader, usb, keptToday }: ReaderHealth, today: string) {
    const counter = this.box.counters.list.value?.find(({ id }) => id === reader.counterId)?.name ?? readers.noCounter
    return html`<dl>
      <dt>${words.state}</dt>
      <dd>
        <b>${reader.isOn ? readers.on : readers.off}</b>
        ${reader.isConnected ? nothing : readers.unplugged}
        <span class="sub">${words.since(whenText(reader.since, today))}</span>
      </dd>
      <dt>${words.counter}</dt>
      <dd>${counter}</dd>
      <dt>${words.kind}</dt>
      <dd>
        ${readers.kind[reader.kind]}${reader.satellite === undefined ? nothing : `（${readers.satellite(reader.satellite)}）`}
      </dd>
      ${
        usb
          ? html`<dt>${words.usb}</dt>
              <dd>
                ${words.usbText(usb.port, usb.speedMbps === null ? words.noSpeed : words.speed(usb.speedMbps), words.hubs(usb.hubs))}
              </dd>`
          : nothing
      }
      <dt>${words.lastTouch}</dt>
      <dd>${lastTouch(reader, today)}</dd>
      ${
        keptToday === undefined
          ? nothing
          : html`<dt>${scannerSetup.kept}</dt>
              <dd data-test="kept-today">${scannerSetup.keptText(keptToday)}</dd>`
      }
    </dl>`
  }

  #days(days: readonly ReaderDay[], today: string, isScanner: boolean, paper: PaperRows) {
    const shown = this.areAllShown ? days : days.slice(0, shortTable)
    return html`<section class="sheet part ${paper.days > 0 ? '' : 'screen'}">
      <h2>${words.days}</h2>
      ${
        days.length === 0
          ? html`<p class="sub">${words.noDays}</p>`
          : html`<kb-day-table
                .days=${shown}
                .today=${today}
                .onPaper=${paper.days}
                ?isscanner=${isScanner}
              ></kb-day-table>
              ${isScanner ? nothing : html`<p class="sub hint">${words.columnsHint}</p>`}`
      }
      ${
        shown.length === days.length
          ? nothing
          : html`<div class="more screen">
              <button
                class="btn"
                type="button"
                data-test="all-days"
                @click=${() => {
                  this.areAllShown = true
                }}
              >
                ${words.allDays(days.length)}
              </button>
            </div>`
      }
    </section>`
  }

  async #setUp(choice: SetupChoice): Promise<void> {
    if (this.isBusy) return
    const { readerId } = this
    this.isBusy = true
    const done = await setUpScanner(this.box.http, choice)
    // Another reader is shown by now: the answer is not for its page.
    if (readerId !== this.readerId) {
      this.isBusy = false
      return
    }
    this.clash = 'rows' in done ? this.#clashOf(done, choice) : null
    this.failure = 'failure' in done ? done.failure : null
    this.setupSaid = 'isDone' in done ? scannerSetup.saved : ''
    // Taken or refused: the page goes on with how it stands now.
    await this.#health?.load()
    this.isBusy = false
  }

  #clashOf({ now, rows }: { now: Reader; rows: Clash['rows'] }, { scanner }: SetupChoice): Clash {
    const takeTheirs = () => {
      const form = this.renderRoot.querySelector('kb-scanner-setup')
      if (form instanceof KbScannerSetup) form.forget()
    }
    return { rows, keepMine: () => this.#setUp({ scanner, from: now }), takeTheirs }
  }

  async #goTo(step: SwapStep): Promise<void> {
    if (this.isBusy) return
    this.isBusy = true
    const outcome = await goToSwapStep(this.box.http, this.readerId, step)
    this.failure = outcome.ok ? null : outcome.failure
    await this.#health?.load()
    this.isBusy = false
  }
}

const troubleFor = (failure: Failure): Trouble => {
  if (failure.code === 'not-found') return words.missing
  return troubleOf(failure)
}

const lastTouch = ({ lastUsedAt, lastTouchMs }: Reader, today: string): string =>
  lastUsedAt === null
    ? readers.neverUsed
    : `${whenText(lastUsedAt, today)}${lastTouchMs === null ? '' : `　${words.ms(lastTouchMs)}`}`

customElements.define('kb-reader-panel', KbReaderPanel)
