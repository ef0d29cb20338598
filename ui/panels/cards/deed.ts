import type { IssueRoute } from '../../data/card-issues.ts'
import type { Failure } from '../../data/outcome.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { cards } from '../../text/cards.ts'
import type { ErrorCode } from '../../../contract/errors.ts'
import type { Trouble } from '../../text/troubles.ts'

/** What a step of the wizard asks for, by the event `kb-deed`. */
export interface Deed {
  route: IssueRoute
  body: object
}

export const tellDeed = (from: EventTarget, route: IssueRoute, body: object = {}): void => {
  from.dispatchEvent(new CustomEvent<Deed>('kb-deed', { detail: { route, body } }))
}

/** The words for a failure, of this page where it has its own. */
export const issueTrouble = (failure: Failure): Trouble =>
  (failure.kind === 'refused' ? cards.problems[failure.code as ErrorCode] : undefined) ?? troubleOf(failure)

/** The day at the box. */
export const todayOf = (box: Box): string => box.watch.status.value?.today ?? ''
