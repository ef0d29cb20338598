import type { Page } from '../../contract/page.ts'
import type { VirtualCard, VirtualStep } from '../../contract/virtual-reader.ts'
import type { Http } from './http.ts'
import type { Outcome } from './outcome.ts'

/** Cards of the demo pharmacy. */
export const listCards = (http: Http): Promise<Outcome<Page<VirtualCard>>> => http.get('/api/virtual-reader/cards')

/** Makes one thing happen at a virtual reader. */
export const act = (http: Http, step: VirtualStep): Promise<Outcome<undefined>> =>
  http.send('POST', '/api/virtual-reader/steps', step)
