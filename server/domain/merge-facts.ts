import type { FactChoice, MergedFact, PersonFacts } from '../../contract/merge.ts'

const mergedFacts: readonly MergedFact[] = ['name', 'kana', 'sex', 'birthOn']

const isSaid = (facts: PersonFacts, fact: MergedFact): boolean => {
  const value = facts[fact]
  return value !== undefined && value !== '' && value !== 'unknown'
}

/** Facts that both say, and say differently. */
export const conflictsOf = (kept: PersonFacts, gone: PersonFacts): MergedFact[] =>
  mergedFacts.filter((fact) => isSaid(kept, fact) && isSaid(gone, fact) && kept[fact] !== gone[fact])

/** Whose word holds if nobody chooses: the kept one's; where it says nothing, the other's. */
export const usualChoice = (kept: PersonFacts, gone: PersonFacts): FactChoice => {
  const side = (fact: MergedFact) => (!isSaid(kept, fact) && isSaid(gone, fact) ? 'gone' : 'kept')
  return { name: side('name'), kana: side('kana'), sex: side('sex'), birthOn: side('birthOn') }
}

/** The facts of the kept member from now on. */
export const chooseFacts = (kept: PersonFacts, gone: PersonFacts, choice: FactChoice): PersonFacts => {
  const of = { kept, gone }
  const birthOn = of[choice.birthOn].birthOn
  return {
    name: of[choice.name].name,
    kana: of[choice.kana].kana,
    sex: of[choice.sex].sex,
    ...(birthOn !== undefined && { birthOn }),
  }
}

/**
 * The kept member's facts once a merge is taken back: as they were before it, but for those that somebody has corrected since.
 * @param before as they were right before the merge
 * @param chosen as the merge left them
 * @param now as they are
 */
export const factsBack = (
  before: PersonFacts,
  chosen: PersonFacts,
  now: PersonFacts,
): { facts: PersonFacts; left: MergedFact[] } => {
  const left = mergedFacts.filter((fact) => now[fact] !== chosen[fact])
  const side = (fact: MergedFact) => (left.includes(fact) ? 'kept' : 'gone')
  const choice = { name: side('name'), kana: side('kana'), sex: side('sex'), birthOn: side('birthOn') } as const
  return { facts: chooseFacts(now, before, choice), left }
}

/** How long a merge can be taken back. */
export const undoDays = 30
const dayMs = 24 * 60 * 60 * 1000

/** Until when: instants, milliseconds. */
export const undoUntil = (mergedAt: number): number => mergedAt + undoDays * dayMs
