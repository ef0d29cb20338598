import { sendScan } from '../data/readers.ts'
import { ja } from '../text/ja.ts'
import type { Box } from './box.ts'
import { hasDialog, isTypingTarget } from './occupied.ts'
import { fastest, noBurst, takeKey, type Burst, type WedgeRefusal, type WedgeResult } from './wedge.ts'

/**
 * Listens for a keyboard scanner where this PC has one and nothing has the focus that text goes into. What it typed goes to the box as a
 * scan of this PC's counter; what cannot go is said at the counter, never dropped in silence.
 */
export class WedgeKeys {
  readonly #box: Box
  #burst: Burst = noBurst
  /** Keys the page waits for, in turn, until it is clear that no scan began with them. */
  #held: (() => void)[] = []
  #wait: ReturnType<typeof setTimeout> | undefined
  /** A key that was held back is given to the page: it is no new one. */
  #isReleasing = false

  constructor(box: Box) {
    this.#box = box
    // Before the page's own keys: the Enter at the end of a code must not open a row.
    addEventListener('keydown', this.#onKey, { capture: true })
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (this.#isReleasing) return
    const isOther = event.ctrlKey || event.altKey || event.metaKey || isTypingTarget(event)
    if (!this.#box.preferences.hasWedge.value || this.#box.presence.value.state !== 'in' || isOther) return
    const before = this.#burst
    const { burst, isOurs, isHeld, result } = takeKey(before, {
      key: event.key,
      at: event.timeStamp,
      isComposing: event.isComposing,
    })
    this.#burst = burst
    // This key came after a pause, or is none of a code: what was held back was a person's.
    if (burst !== before && burst.text.length <= 1 && !isOurs) this.#release()
    if (isOurs) this.#drop()
    else if (isHeld) this.#held.push(sendAgain(event))
    if (burst !== before && this.#held.length > 0) this.#waitAnew()
    if (isOurs || isHeld) {
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    if (result) this.#take(result)
  }

  /** As long as the next key of a scan may take. */
  #waitAnew(): void {
    clearTimeout(this.#wait)
    this.#wait = setTimeout(() => {
      this.#release()
    }, fastest)
  }

  #release(): void {
    const held = this.#held
    this.#drop()
    this.#isReleasing = true
    for (const send of held) send()
    this.#isReleasing = false
  }

  #drop(): void {
    clearTimeout(this.#wait)
    this.#held = []
  }

  #take(result: WedgeResult): void {
    // Behind a dialog nobody sees what comes of a code, and its Enter would press a button there.
    if (hasDialog()) this.#refuse('dialog')
    else if (result.ok) void this.#send(result.text)
    else this.#refuse(result.reason)
  }

  async #send(text: string): Promise<void> {
    const outcome = await sendScan(this.#box.http, this.#box.counter().counter?.id ?? null, text)
    if (!outcome.ok) this.#refuse('not-sent')
  }

  #refuse(reason: WedgeRefusal | 'not-sent' | 'dialog'): void {
    this.#box.desk.takeEvent({
      key: 'wedge',
      at: this.#box.watch.now(),
      counterId: null,
      readerId: null,
      level: 'warning',
      code: 'scan-refused',
      ...ja.desk.wedge[reason],
    })
  }
}

/** Gives a key that was kept from the page to whatever it was meant for. */
function sendAgain(event: KeyboardEvent): () => void {
  const { key, shiftKey } = event
  // Known only while it is on its way.
  const target = event.composedPath()[0] ?? document.body
  return () =>
    void target.dispatchEvent(
      new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, composed: true, cancelable: true }),
    )
}
