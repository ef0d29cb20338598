import type { Stray } from '../../../contract/stray.ts'
import type { ConflictRow } from '../../components/kb-conflict.ts'
import type { Http } from '../../data/http.ts'
import { failed, type Failure, type Outcome } from '../../data/outcome.ts'
import { birthLong } from '../../format/dates.ts'
import { conflictWords } from '../../text/conflict.ts'
import { ja } from '../../text/ja.ts'
import { replacement } from '../../text/replacement.ts'

const words = replacement.strays
type Person = Stray['person']

/** 同じ方, 別の方, or back. */
export type StrayAct = 'same' | 'other' | 'undo'

/** `rows`: of the two that were looked at one has changed, as they are `now`. */
type Done = { isDone: true } | { failure: Failure } | { now: Stray; rows: ConflictRow[] }

/** Decides it on the two as they were shown. Where nothing that was shown has changed, there is nothing to be asked. */
export async function decideStray(http: Http, stray: Stray, act: StrayAct): Promise<Done> {
  const outcome = await send(http, stray, act)
  if (outcome.ok) return { isDone: true }
  const { failure } = outcome
  if (failure.code !== 'stale-version') return { failure }
  const now = failure.current as Stray
  const changed = [
    { label: words.known, mine: textOf(stray.known), theirs: textOf(now.known) },
    { label: words.came, mine: textOf(stray.person), theirs: textOf(now.person) },
  ].filter(({ mine, theirs }) => mine !== theirs)
  if (changed.length === 0) return decideStray(http, now, act)
  const deed = {
    label: conflictWords.act,
    mine: act === 'undo' ? replacement.undo : words[act],
    theirs: now.decision ? words.decided[now.decision.kind] : words.open,
  }
  return { now, rows: [deed, ...changed.map((row) => ({ ...row, mine: conflictWords.seen(row.mine) }))] }
}

function send(http: Http, { person, known, decision }: Stray, act: StrayAct): Promise<Outcome<Stray>> {
  const ask = (id: string, body: object) => http.ask<Stray>('POST', `/api/strays/${id}/${act}`, body)
  const { id, version } = person
  // Who had the code has it no more: there is nobody to be the same as.
  const nobody = () => Promise.resolve(failed({ kind: 'refused', code: 'not-found' }))
  switch (act) {
    case 'same':
      return known ? ask(id, { version, knownId: known.id, knownVersion: known.version }) : nobody()
    case 'other':
      return ask(id, { version })
    case 'undo':
      return decision ? ask(decision.id, {}) : nobody()
  }
}

const textOf = (person: Person | null): string => {
  if (!person) return words.nobody
  const { name, kana, sex, birthOn, dispensings, memberId } = person
  return [
    name || ja.common.unnamed,
    kana,
    `${ja.sex[sex]}　${birthOn === undefined ? ja.date.unknown : birthLong(birthOn)}`,
    `${words.dispensings(dispensings)}　${memberId === null ? words.unlinked : words.linked}`,
  ].join('\n')
}
