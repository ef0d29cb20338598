import type { FoundPerson } from '../../contract/found-person.ts'
import type { SearchPage } from '../../contract/page.ts'
import type { Patient } from '../../contract/patient.ts'
import { findMember } from './members.ts'
import type { Store } from './open.ts'
import { findPatient } from './patients.ts'
import { indexSome } from './search-index.ts'
import type { FoundRow } from './search-queries.ts'

/** One question finds at most so many rows; whoever is not among them is found by typing more. */
const maxRows = 400
/** Nobody turns more pages than this. */
const maxFound = 300

interface Window {
  skip: number
  limit: number
}

/**
 * Everybody whom the questions (server/domain/search-query.ts) find, each person once: a member, however many patients are linked,
 * or a patient who is no member's. By the first question that found them, then in the order of their kana.
 */
export function searchPeople(store: Store, questions: readonly string[], window: Window): SearchPage<FoundPerson> {
  const { keys, ...page } = collect(
    store,
    questions,
    '',
    window,
    (personId) => store.queries.findShownMember.get({ personId }) ?? personId,
  )
  return { items: keys.flatMap((key) => toPerson(store, key) ?? []), ...page }
}

/** The same for patients of the receipt computers alone, each for itself. */
export function searchPatients(store: Store, questions: readonly string[], window: Window): SearchPage<Patient> {
  const { keys, ...page } = collect(store, questions, 'member', window, (personId) => personId)
  return { items: keys.flatMap((id) => findPatient(store, id) ?? []), ...page }
}

/** Ids of the people found; `shownAs` says under which id somebody is shown. */
function collect(
  store: Store,
  questions: readonly string[],
  without: 'member' | '',
  { skip, limit }: Window,
  shownAs: (personId: string) => string,
): { keys: string[]; next: string | null; preparing?: number } {
  const preparing = questions.length > 0 ? indexSome(store) : undefined
  const end = Math.min(skip + limit, maxFound)
  const found = new Set<string>()
  for (const question of questions) {
    if (found.size > end) break
    const rows = store.queries.listFound.all({ question, without, limit: maxRows }).sort(byKana)
    for (const { personId } of rows) {
      if (found.size > end) break
      found.add(shownAs(personId))
    }
  }
  const next = found.size > end && end < maxFound ? String(end) : null
  return { keys: [...found].slice(skip, end), next, ...(preparing !== undefined && { preparing }) }
}

const byKana = (one: FoundRow, other: FoundRow): number =>
  one.sortKey < other.sortKey ? -1 : one.sortKey > other.sortKey ? 1 : one.personId < other.personId ? -1 : 1

/** Somebody as a search shows them. */
export function toPerson(store: Store, id: string): FoundPerson | undefined {
  const member = findMember(store, id)
  if (member) {
    const { patientIds, version: _, ...facts } = member
    const codes = patientIds.flatMap((patientId) => findPatient(store, patientId)?.code ?? [])
    return { kind: 'member', ...facts, codes, isLinked: patientIds.length > 0 }
  }
  const patient = findPatient(store, id)
  if (!patient) return undefined
  const { name, kana, sex, birthOn, code } = patient
  return { kind: 'patient', id, name, kana, sex, ...(birthOn && { birthOn }), codes: [code], isLinked: false }
}
