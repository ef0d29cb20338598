import type { Page } from '../../contract/page.ts'
import type { Http } from './http.ts'
import type { Outcome } from './outcome.ts'

/** A card of the demo pharmacy. */
export interface DemoCard {
  cardId: string
  label: string
}

export const listCards = (http: Http): Promise<Outcome<Page<DemoCard>>> => http.get('/api/virtual-reader/cards')

/** A touch of a card on the virtual reader. */
export const tap = (http: Http, cardId: string): Promise<Outcome<undefined>> =>
  http.send('POST', '/api/virtual-reader/taps', { cardId })
