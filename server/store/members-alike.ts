import type { ComparedPerson } from '../domain/duplicate-person.ts'
import { readSearch } from '../domain/search-query.ts'
import { findMember } from './members.ts'
import type { Store } from './open.ts'

/** People born on one day are a handful, even among 200,000. */
const bornAtMost = 200
/** More than any name has whose birth date nobody knows. */
const namedAtMost = 200

/**
 * Members who may be this person: born on the same day, or called the same where the birth date of one is not known. The names are as the
 * search index has them.
 */
export function listMembersAlike(store: Store, { name, birthOn }: ComparedPerson): (ComparedPerson & { id: string })[] {
  const born =
    birthOn === undefined
      ? []
      : store.queries.listMembersBornOn
          .all({ birthOn, limit: bornAtMost })
          .map(({ birthOn: on, ...facts }) => ({ ...facts, ...(on !== null && { birthOn: on }) }))
  const ids = readSearch(name).flatMap((question) =>
    store.queries.listFound.all({ question, without: 'patient', limit: namedAtMost }).map(({ personId }) => personId),
  )
  const named = [...new Set(ids)].flatMap((id) => {
    const member = findMember(store, id)
    const isAsked = member?.id === id && (birthOn === undefined || member.birthOn === undefined)
    return isAsked ? [member] : []
  })
  return [...born, ...named]
}
