import {
  mostEvents,
  touchLimitMs,
  type SatelliteAnswer,
  type SatelliteEvent,
  type SatelliteOutcome,
} from '../contract/satellite.ts'

const mostWaiting = 1000
/** Characters of scanned bytes in one request, below what the box reads at once. */
const mostCharacters = 400_000

/** What becomes of a touch, for the person at the satellite. */
export type Fate =
  /** Never reached the box in time. */
  | 'lost'
  /** Sent, unanswered, too old by now: the box will say. */
  | 'in-doubt'
  /** The box found it too old, or could not store it. */
  | 'late'
  | 'refused'
  /** The box says of a touch in doubt that it never came, or that it did. */
  | 'never-came'
  | 'came'

interface Waiting {
  seq: number
  since: number
  event: SatelliteEvent
  /** A request with it may have reached the box. */
  wasSent: boolean
}

export interface QueueOptions {
  clock: () => number
  /** Called once for each thing a person at the counter has to know. */
  onFate: (device: string, fate: Fate) => void
  /** Events that nobody waits for are thrown away, oldest first; said once, until all that waits has been sent. */
  onOverflow: () => void
}

export interface Queue {
  add(event: SatelliteEvent): void
  /** What to send now, oldest first; what has become too old is no longer among it. */
  batch(): { seq: number; ageMs: number; event: SatelliteEvent }[]
  /** The batch has certainly not been taken. Unless this is said, it may have been. */
  noteUnsent(): void
  /** What the box says of a batch. */
  settle(outcomes: SatelliteAnswer['outcomes']): void
  /**
   * The box took nothing of the batch, and never will: its events are dropped, and each touch among them is told as lost. What itself
   * tells of lost touches is dropped only when the batch held nothing else.
   *
   * @returns whether anything was dropped
   */
  reject(): boolean
  /** No more will be sent: every touch still waiting is lost, and so is every one that comes. */
  end(): void
  readonly isEmpty: boolean
}

/** A touch is only of use at once; what else a reader told may wait. */
const isTouch = ({ type }: SatelliteEvent): boolean =>
  type === 'card-presented' || type === 'card-failed' || type === 'scanned' || type === 'scan-failed'

/**
 * What the drivers told and the box has not answered, in order. A touch leaves it in one of three ways, each seen: the box took it,
 * the box refused it, or it became too old here; the card's id is dropped at that moment, and only its loss is told on.
 */
export function createQueue({ clock, onFate, onOverflow }: QueueOptions): Queue {
  let waiting: Waiting[] = []
  let lastSeq = 0
  let sentLast: Waiting[] = []
  let sentFirst: Waiting[] = []
  let isFull = false
  let hasEnded = false

  const push = (event: SatelliteEvent, since: number): void => {
    waiting.push({ seq: ++lastSeq, since, event, wasSent: false })
  }

  /** Touches that were certainly not sent are one entry a reader; of one that may have come the box has to say. */
  function lose({ seq, since, event, wasSent }: Waiting): void {
    if (!('device' in event)) return
    const { device } = event
    onFate(device, wasSent ? 'in-doubt' : 'lost')
    if (wasSent) {
      push({ type: 'touch-lost', device, seq, count: 1 }, since)
      return
    }
    const known = waiting.find(
      (each) => each.event.type === 'touch-lost' && each.event.device === device && !each.event.seq && !each.wasSent,
    )
    if (known?.event.type !== 'touch-lost') push({ type: 'touch-lost', device, count: 1 }, since)
    else Object.assign(known, { since, event: { ...known.event, count: known.event.count + 1 } })
  }

  function expire(): void {
    const isOver = ({ event, since }: Waiting): boolean => isTouch(event) && clock() - since > touchLimitMs
    const over = waiting.filter(isOver)
    if (over.length === 0) return
    waiting = waiting.filter((each) => !over.includes(each))
    for (const each of over) lose(each)
  }

  /** Health counts go first; a touch is lost before it is forgotten, and its loss was said at once. */
  function makeRoom(): void {
    const count = waiting.findIndex(({ event }) => !isTouch(event) && event.type !== 'touch-lost')
    const touch = waiting.findIndex(({ event }) => isTouch(event))
    const [dropped] = waiting.splice(count >= 0 ? count : Math.max(touch, 0), 1)
    if (dropped && isTouch(dropped.event)) lose(dropped)
    else {
      if (!isFull) onOverflow()
      isFull = true
    }
  }

  function tell({ event }: Waiting, outcome: SatelliteOutcome): void {
    if (isTouch(event) && 'device' in event && outcome !== 'taken') {
      onFate(event.device, outcome === 'refused' ? 'refused' : 'late')
    }
    if (event.type !== 'touch-lost' || event.seq === undefined) return
    onFate(event.device, outcome === 'taken' ? 'came' : 'never-came')
  }

  function noteUnsent(): void {
    for (const each of sentFirst) each.wasSent = false
  }

  function say({ event, wasSent }: Pick<Waiting, 'event' | 'wasSent'>): void {
    if (isTouch(event) && 'device' in event) onFate(event.device, wasSent ? 'in-doubt' : 'lost')
  }

  return {
    add(event) {
      if (hasEnded) {
        say({ event, wasSent: false })
        return
      }
      while (waiting.length >= mostWaiting) makeRoom()
      push(event, clock())
    },
    batch() {
      expire()
      let characters = 0
      const fits = ({ event }: Waiting, index: number): boolean => {
        characters += event.type === 'scanned' ? event.bytes.length : 0
        return index < mostEvents && (index === 0 || characters <= mostCharacters)
      }
      const end = waiting.findIndex((each, index) => !fits(each, index))
      const sent = end < 0 ? [...waiting] : waiting.slice(0, end)
      sentLast = sent
      sentFirst = sent.filter(({ wasSent }) => !wasSent)
      for (const each of sentFirst) each.wasSent = true
      return sent.map(({ seq, since, event }) => ({ seq, ageMs: clock() - since, event }))
    },
    noteUnsent,
    reject() {
      noteUnsent()
      const isLoss = ({ event }: Waiting): boolean => event.type === 'touch-lost'
      // What tells of lost touches was hardly the cause, as long as there was anything else.
      const batch = sentLast.filter((each) => waiting.includes(each))
      const over = batch.every(isLoss) ? batch : batch.filter((each) => !isLoss(each))
      waiting = waiting.filter((each) => !over.includes(each))
      for (const each of over) if (isTouch(each.event)) lose(each)
      return over.length > 0
    },
    settle(outcomes) {
      const settled = new Map(outcomes.map(({ seq, outcome }) => [seq, outcome]))
      const done = waiting.filter(({ seq }) => settled.has(seq))
      waiting = waiting.filter(({ seq }) => !settled.has(seq))
      if (waiting.length === 0) isFull = false
      for (const each of done) tell(each, settled.get(each.seq) ?? 'taken')
    },
    end() {
      hasEnded = true
      const left = waiting
      waiting = []
      for (const each of left) say(each)
    },
    get isEmpty() {
      return waiting.length === 0
    },
  }
}
