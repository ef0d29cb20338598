import type { Visit } from '../../contract/visit.ts'
import type { Route } from './route.ts'

/** A touch older than this is not opened by itself: whoever stood there may be gone. Milliseconds. */
const opensWithin = 10_000
/** A touch older than this, heard of after a pause of the line, is a row and nothing more. */
const offeredWithin = 5 * 60_000

/** What the page is busy with when a card is touched. */
export interface PageState {
  route: Route
  /** A dialog or a menu is open. */
  hasDialog: boolean
  /** Something is typed or unsaved anywhere on the page. */
  isTyped: boolean
  /** This PC wants the detail to open by itself. */
  opensByItself: boolean
}

/**
 * What a page does about a touch. `row` it only shows in the list · `unknown` nobody knows whose card it is · `shown` this person is
 * open already · `offer` a line with a button, beside what is being done · `open` the detail opens.
 */
export type TouchAnswer = 'row' | 'unknown' | 'shown' | 'offer' | 'open'

/**
 * Offer, not steal: the detail opens by itself only over the list, and only where nothing would be lost.
 * @param own id of this PC's counter, or null
 * @param now by the box's clock, as `presentedAt` is
 */
export const answerTouch = (
  visit: Pick<Visit, 'counterId' | 'presentedAt' | 'member'>,
  own: string | null,
  now: number,
  page: PageState,
): TouchAnswer => {
  const age = now - visit.presentedAt
  if (own === null || visit.counterId !== own || age > offeredWithin) return 'row'
  const { route } = page
  // カード発行 waits for just such a card, and says itself what lies there.
  if (!visit.member) return route.page === 'cards' ? 'row' : 'unknown'
  if (route.page === 'person' && route.person.kind === 'member' && route.person.id === visit.member.id) return 'shown'
  const isFree = route.page === 'list' && !page.hasDialog && !page.isTyped
  return isFree && page.opensByItself && age <= opensWithin ? 'open' : 'offer'
}
