import type { Page } from '../../../contract/page.ts'
import type { Replacement, ReplacementPair } from '../../../contract/replacement.ts'
import type { ConflictRow } from '../../components/kb-conflict.ts'
import type { Http } from '../../data/http.ts'
import type { Failure, Outcome } from '../../data/outcome.ts'
import { conflictWords } from '../../text/conflict.ts'
import { replacement as words } from '../../text/replacement.ts'

/** One pair, in the replacement as it was shown. */
interface ShownPair {
  replacement: Replacement
  pair: ReplacementPair
}

/** `replacement`: as it is now. `pair` and `rows`: somebody else decided about the same two first. */
type Done =
  { replacement: Replacement } | { failure: Failure; replacement?: Replacement } | (ShownPair & { rows: ConflictRow[] })

const { match } = words

export const pairsPath = ({ id }: Pick<Replacement, 'id'>): string =>
  `/api/replacements/${encodeURIComponent(id)}/pairs`

/**
 * Decides it on the pair as it was shown. The version is that of the whole replacement, so that mostly somebody else has decided about
 * others: then there is nothing to be asked.
 */
export async function decidePair(
  http: Http,
  { replacement, pair }: ShownPair,
  decision: ReplacementPair['decision'],
): Promise<Done> {
  const { list, position } = pair
  const { version } = replacement
  const body = { list, position, decision, version }
  const outcome = await http.ask<Replacement>('POST', `${pairsPath(replacement)}/decision`, body)
  if (outcome.ok) return { replacement: outcome.value }
  const { failure } = outcome
  if (failure.code !== 'stale-version') return { failure }
  const now = failure.current as Replacement
  const found = await findPair(http, now, pair)
  if (!found.ok) return { failure: found.failure, replacement: now }
  const current = found.value
  // Matched anew: these two are no pair any more.
  if (!current) return { failure, replacement: now }
  if (current.decision === decision) return { replacement: now }
  if (current.decision === pair.decision) return decidePair(http, { replacement: now, pair: current }, decision)
  const row = {
    label: `${match.columns.decision}\n${pair.old.code}`,
    mine: match.decision[decision],
    theirs: match.decision[current.decision],
  }
  return { replacement: now, pair: current, rows: [row, ...personRow(pair, current)] }
}

async function findPair(
  http: Http,
  now: Replacement,
  { list, position, old, next }: ReplacementPair,
): Promise<Outcome<ReplacementPair | undefined>> {
  const after = position === 0 ? '' : `&cursor=${String(position - 1)}`
  const outcome = await http.get<Page<ReplacementPair>>(`${pairsPath(now)}?list=${list}${after}`)
  if (!outcome.ok) return outcome
  const isSame = (each: ReplacementPair) =>
    each.position === position && each.old.code === old.code && each.next?.code === next?.code
  return { ok: true, value: outcome.value.items.find(isSame) }
}

/** Whom the decision is about, where a file has said something else of them meanwhile. */
const personRow = (before: ReplacementPair, now: ReplacementPair): ConflictRow[] => {
  const [mine, theirs] = [textOf(before), textOf(now)]
  return mine === theirs ? [] : [{ label: match.columns.next, mine: conflictWords.seen(mine), theirs }]
}

const textOf = ({ next }: ReplacementPair): string =>
  next ? [next.code, next.name, next.kana, next.birthOn ?? ''].filter(Boolean).join('　') : match.nobody
