import { LitElement, css, html, svg } from 'lit'
import { reader as words } from '../text/readers.ts'

/** One day of the chart. */
export interface ChartDay {
  on: string
  touches: number
  errors: number
  lost: number
}

const [width, height, foot] = [600, 110, 14]

/**
 * A bar a day: what was read in one tone, what failed dark and hatched on top, a triangle under a day on which the reader came off.
 * Everything in it also stands in the table; the drawing is for the eye and for paper.
 */
export class KbDayChart extends LitElement {
  static override properties = { days: { attribute: false } }
  static override styles = css`
    :host {
      display: block;
    }
    svg {
      display: block;
      width: 100%;
      height: auto;
      overflow: visible;
    }
    .axis {
      stroke: var(--edge);
    }
    .touches {
      fill: var(--accent);
      opacity: 0.55;
    }
    .errors {
      fill: var(--stop);
    }
    .lost {
      fill: var(--warn);
    }
    text {
      fill: var(--ink-2);
      font: 11px var(--font);
    }
    p {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 18px;
      margin: 6px 0 0;
      color: var(--ink-2);
      font-size: 0.8125rem;
    }
    i {
      display: inline-block;
      width: 0.75rem;
      height: 0.75rem;
      margin-right: 6px;
      vertical-align: -1px;
      print-color-adjust: exact;
    }
    i.touches {
      background: var(--accent);
    }
    i.errors {
      background: var(--stop);
      opacity: 1;
    }
    b {
      color: var(--warn);
    }
  `
  declare days: readonly ChartDay[]

  override render() {
    const most = Math.max(1, ...this.days.map(({ touches, errors }) => touches + errors))
    const step = width / Math.max(1, this.days.length)
    const sum = (field: 'touches' | 'errors' | 'lost') => this.days.reduce((total, day) => total + day[field], 0)
    return html`<svg
        viewBox="0 -10 ${width} ${height + foot + 22}"
        role="img"
        aria-label=${words.chartText(sum('touches'), sum('errors'), sum('lost'))}
      >
        <text x="0" y="-2">${most}</text>
        <line class="axis" x1="0" x2=${width} y1=${height} y2=${height} />
        ${this.days.map((day, index) => this.#bar(day, index * step + step * 0.15, step * 0.7, (height - 4) / most))}
        <text x="0" y=${height + foot + 10}>${words.daysAgo30}</text>
        <text x=${width} y=${height + foot + 10} text-anchor="end">${words.today}</text>
      </svg>
      <p>
        <span><i class="touches"></i>${words.chartTouches}</span>
        <span><i class="errors"></i>${words.chartErrors}</span>
        <span><b>▲</b> ${words.chartLost}</span>
      </p>`
  }

  #bar({ touches, errors, lost }: ChartDay, x: number, w: number, scale: number) {
    const [read, failed] = [touches * scale, errors * scale]
    const middle = x + w / 2
    return svg`<g>
      <rect class="touches" x=${x} y=${height - read} width=${w} height=${read} />
      <rect class="errors" x=${x} y=${height - read - failed} width=${w} height=${failed} />
      ${lost > 0 ? svg`<path class="lost" d="M${middle} ${height + 3} l5 8 h-10 z" />` : ''}
    </g>`
  }
}

customElements.define('kb-day-chart', KbDayChart)
