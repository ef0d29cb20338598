import type { DeskEvent } from '../../contract/desk.ts'
import type { Visit } from '../../contract/visit.ts'
import { later, type Later } from '../data/collection.ts'
import { Store } from '../data/store.ts'
import { hintMark } from '../text/hint-mark.ts'
import { ja } from '../text/ja.ts'
import { concerns, liveNotes, nextEnd, takeNote, type DeskNote } from './desk-notes.ts'
import { answerTouch, type PageState, type TouchAnswer } from './touch.ts'

/** Somebody touched at this counter while the page was busy. */
export interface Offer {
  visitId: string
  memberId: string
  name: string
  kana: string
}

interface DeskOptions {
  /** Id of this PC's counter, or null. */
  own: () => string | null
  /** By the box's clock. */
  now: () => number
  page: () => PageState
  open: (memberId: string) => void
  /** Reads words aloud politely. */
  say: (words: string) => void
  /** The key that opens what is offered. */
  openKey: () => string
  /** How much waits to be answered by a member (重複・アレルギーの確認), as far as it is known. */
  hints?: (memberId: string) => number
  delay?: Later
  /** The page's own clock. */
  monotonic?: () => number
}

/** Offers side by side; who touched before them stands in the list. */
const maxOffers = 3
/** Whoever has not been called up by then is found in the list. */
const offerStays = 10 * 60_000

/** Words about a card that is known for something other than its member. */
const cardReasons: ReadonlySet<DeskEvent['code']> = new Set([
  'card-revoked',
  'card-unfinished',
  'card-elsewhere',
  'card-torn',
  'card-mismatch',
])
/** A word and a row this close are of one touch. Milliseconds. */
const sameTouch = 2000

/** What happens at this PC's counter beside what is being done: touches that wait to be opened, and what the readers have to say. */
export class Desk {
  readonly notes = new Store<readonly DeskNote[]>([])
  readonly offers = new Store<readonly Offer[]>([])
  readonly #options: Required<DeskOptions>
  #cancelEnd: (() => void) | undefined
  readonly #offerEnds = new Map<string, () => void>()
  /** Offers of which it was read aloud that something waits to be answered, by visit. */
  readonly #hintsSaid = new Set<string>()

  constructor(options: DeskOptions) {
    this.#options = { hints: () => 0, delay: later, monotonic: () => performance.now(), ...options }
  }

  /** A touch has just become a row. @returns what the page did about it */
  takeTouch(visit: Visit): TouchAnswer {
    const { own, now, page, open, openKey, hints } = this.#options
    const answer = answerTouch(visit, own(), now(), page())
    if (answer === 'unknown' && !this.#isExplained(visit)) {
      this.#show({
        key: 'unknown-card',
        at: visit.presentedAt,
        counterId: visit.counterId,
        readerId: null,
        level: 'warning',
        code: 'other-card',
        ...ja.desk.unknownCard,
      })
    }
    if (!visit.member) return answer
    const { id: memberId, name, kana } = visit.member
    if (answer === 'open') open(memberId)
    if (answer !== 'offer') return answer
    // The same person twice is one offer, the newer one.
    for (const offer of this.offers.value) if (offer.memberId === memberId) this.closeOffer(offer.visitId)
    this.offers.set([{ visitId: visit.id, memberId, name, kana }, ...this.offers.value].slice(0, maxOffers))
    const waiting = hints(memberId)
    if (waiting > 0) this.#hintsSaid.add(visit.id)
    this.#options.say(
      [ja.desk.offered(name, openKey()), waiting > 0 ? hintMark.said(name, waiting) : ''].filter(Boolean).join('。'),
    )
    this.#offerEnds.set(
      visit.id,
      this.#options.delay(offerStays, () => {
        this.closeOffer(visit.id)
      }),
    )
    return answer
  }

  /** Counted after the offer was there: said once for each. */
  noteHints(): void {
    for (const { visitId, memberId, name } of this.offers.value) {
      const waiting = this.#options.hints(memberId)
      if (waiting === 0 || this.#hintsSaid.has(visitId)) continue
      this.#hintsSaid.add(visitId)
      this.#options.say(hintMark.said(name, waiting))
    }
  }

  takeEvent(event: DeskEvent): void {
    if (concerns(event, this.#options.own())) this.#show(event)
  }

  /** The reader itself has just said why nobody is shown: a second word would contradict it. */
  #isExplained({ presentedAt, counterId }: Visit): boolean {
    return this.notes.value.some(
      (note) =>
        cardReasons.has(note.code) && note.counterId === counterId && Math.abs(note.at - presentedAt) < sameTouch,
    )
  }

  #show(event: DeskEvent): void {
    this.notes.set(takeNote(this.notes.value, event, this.#options.monotonic()))
    this.#options.say([event.text, event.next].filter(Boolean).join('。'))
    this.#arm()
  }

  /** Opens what was offered last; false when nothing was. */
  openNewest(): boolean {
    const [offer] = this.offers.value
    if (offer) this.openOffer(offer.visitId)
    return offer !== undefined
  }

  openOffer(visitId: string): void {
    const offer = this.offers.value.find((each) => each.visitId === visitId)
    if (!offer) return
    this.closeOffer(visitId)
    this.#options.open(offer.memberId)
  }

  closeOffer(visitId: string): void {
    this.#offerEnds.get(visitId)?.()
    this.#offerEnds.delete(visitId)
    this.#hintsSaid.delete(visitId)
    this.offers.set(this.offers.value.filter((offer) => offer.visitId !== visitId))
  }

  /** This person's page is open now, by whatever way. */
  noteShown(memberId: string): void {
    for (const offer of this.offers.value) if (offer.memberId === memberId) this.closeOffer(offer.visitId)
  }

  closeNote(key: string): void {
    this.notes.set(this.notes.value.filter((note) => note.key !== key))
    this.#arm()
  }

  /** Nobody is signed in any more: no name may stay on the screen. */
  clear(): void {
    for (const { visitId } of this.offers.value) this.closeOffer(visitId)
    this.notes.set([])
    this.#cancelEnd?.()
  }

  #arm(): void {
    this.#cancelEnd?.()
    const { monotonic, delay } = this.#options
    const end = nextEnd(this.notes.value, monotonic())
    if (end === undefined) return
    this.#cancelEnd = delay(end, () => {
      this.notes.set(liveNotes(this.notes.value, monotonic()))
      this.#arm()
    })
  }
}
