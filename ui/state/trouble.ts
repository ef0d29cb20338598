import type { ErrorCode } from '../../contract/errors.ts'
import type { Failure } from '../data/outcome.ts'
import { ja } from '../text/ja.ts'
import type { Trouble } from '../text/troubles.ts'

/** The words for a failure; decided on its kind and code, never on text that came over the wire. */
export const troubleOf = (failure: Failure): Trouble => {
  const byCode = failure.code === undefined ? undefined : ja.problems[failure.code as ErrorCode]
  if (failure.kind === 'refused' && byCode) return byCode
  if (failure.kind === 'offline') return ja.failure.offline
  if (failure.kind === 'timeout') return ja.failure.timeout
  return ja.failure.broken
}
