import { setImmediate } from 'node:timers/promises'
import type { HintCount } from '../../contract/hint.ts'
import { tokyoDate } from '../domain/calendar-date.ts'
import { lastSeq, listChanges, type Change } from './changes.ts'
import { sightOf } from './disclosure.ts'
import { countHints } from './hints.ts'
import { currentMemberId, findMember } from './members.ts'
import type { Store } from './open.ts'

interface HintCounts {
  /** What waits to be answered by these members as of today; whoever does not exist is left out. */
  /** @param staffId for whom: of what is closed to them they are told that there is something to ask, as one */
  read(memberIds: readonly string[], staffId: string): Promise<HintCount[]>
}

/** What waits of one member, for whom everything is open and for whom it is not. */
interface Waiting {
  open: number
  closed: number
}

/** A day's people of a large pharmacy. */
const mostKept = 1000
/** After so many changes counting anew is cheaper than finding out whom they concern. */
const mostChanges = 200

/**
 * Counts for the rows of a list. Every page asks for the same rows again and again, so what was counted is kept until something it was
 * made of changes: a number by member, nothing else. Between two people that are counted anew everything else has its turn, touches
 * before all.
 */
export function createHintCounts(store: Store): HintCounts {
  const kept = new Map<string, Waiting>()
  const memberOfPatient = new Map<string, string>()
  let [seq, day, table] = [lastSeq(store), '', '']

  function forgetAll(): void {
    kept.clear()
    memberOfPatient.clear()
  }

  function forget({ noun, rowId }: Change): void {
    switch (noun) {
      case 'hint':
      case 'body-note':
      case 'otc':
      case 'outside-dispensing':
      case 'member':
        kept.delete(rowId)
        break
      case 'dispensing':
      case 'patient': {
        const patientId = noun === 'patient' ? rowId : store.queries.findDispensing.get({ id: rowId })?.patientId
        // Nobody's now: whose it was is not known.
        if (patientId === undefined || patientId === null) forgetAll()
        else kept.delete(memberOfPatient.get(patientId) ?? '')
        break
      }
      case 'merge':
      case 'replacement':
        forgetAll()
        break
      default:
    }
  }

  function forgetChanged(): void {
    const changes = listChanges(store, seq, mostChanges)
    seq = lastSeq(store)
    const [today, used] = [tokyoDate(store.now()), store.queries.findUsedInteractionTable.get()?.id ?? '']
    if (changes.length === mostChanges || today !== day || used !== table || kept.size >= mostKept) forgetAll()
    for (const change of changes) forget(change)
    day = today
    table = used
  }

  function count(id: string): Waiting {
    const waiting = countHints(store, id)
    kept.set(id, waiting)
    for (const patientId of findMember(store, id)?.patientIds ?? []) memberOfPatient.set(patientId, id)
    return waiting
  }

  return {
    async read(memberIds, staffId) {
      const counts: HintCount[] = []
      for (const memberId of memberIds) {
        // Something may have changed while others had their turn.
        forgetChanged()
        const id = currentMemberId(store, memberId)
        if (id === undefined) continue
        const known = kept.get(id)
        const { open, closed } = known ?? count(id)
        const isSame = open === closed || sightOf(store, id, staffId) === 'open'
        counts.push({ memberId, open: isSame ? open : closed })
        if (known === undefined) await setImmediate()
      }
      return counts
    },
  }
}
