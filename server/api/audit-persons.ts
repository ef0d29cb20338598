/** Persons of one answer that are kept with its row: a page of a list and their receipt computer's patients. */
const mostShown = 200

/** What an answer or a request says of persons, by id. */
export interface Persons {
  members: Set<string>
  patients: Set<string>
}

const idPattern = /^[0-9a-f-]{36}$/

/** Parts of an answer in which nobody is named, and which are long. */
const without: ReadonlySet<string> = new Set(['rps', 'warnings', 'unknownRecords', 'patientIds', 'drugs'])

const memberKeys: ReadonlySet<string> = new Set(['memberId', 'keptId', 'goneId'])
const patientKeys: ReadonlySet<string> = new Set(['patientId'])

/**
 * Whom an answer shows: everything that carries an id and kana is a person; `memberId` and `patientId` name one. A patient is told from a
 * member by `kind`, or by naming the member it belongs to.
 * @param into null on a route that is not audited
 */
export function collectPersons(part: unknown, into: Persons | null): void {
  if (typeof part !== 'object' || part === null || !into) return
  if (Array.isArray(part)) {
    for (const each of part) collectPersons(each, into)
    return
  }
  // A body may be a stream or bytes: nobody is named in those.
  const kindOf: unknown = Object.getPrototypeOf(part)
  if (kindOf !== Object.prototype && kindOf !== null) return
  const fields = part as Record<string, unknown>
  const { id, kind } = fields
  const isPatient = kind === 'patient' || (kind !== 'member' && 'memberId' in fields)
  // An image names the person it belongs to, and is none.
  const isPerson = typeof fields['kana'] === 'string' && isId(id) && !('patientId' in fields)
  if (isPerson) (isPatient ? into.patients : into.members).add(id)
  for (const [name, value] of Object.entries(fields)) {
    if (memberKeys.has(name)) add(into.members, value)
    else if (patientKeys.has(name)) add(into.patients, value)
    else if (name === 'memberIds') for (const each of Array.isArray(value) ? value : []) add(into.members, each)
    else if (!without.has(name)) collectPersons(value, into)
  }
}

const isId = (value: unknown): value is string => typeof value === 'string' && idPattern.test(value)

function add(to: Set<string>, value: unknown): void {
  if (isId(value)) to.add(value)
}

/** The persons as a row keeps them: who stands alone has a column, the others follow as a bounded list. */
export function placePersons(
  { members, patients }: Persons,
  ofAddress: { memberId: string | null; patientId: string | null },
) {
  members.delete(ofAddress.memberId ?? '')
  patients.delete(ofAddress.patientId ?? '')
  const memberId = ofAddress.memberId ?? takeOnly(members)
  const patientId = ofAddress.patientId ?? takeOnly(patients)
  const all = [...members, ...patients]
  return {
    memberId,
    patientId,
    shown: all.length === 0 ? null : all.slice(0, mostShown).join(' '),
    more: Math.max(0, all.length - mostShown),
  }
}

function takeOnly(ids: Set<string>): string | null {
  const [first] = ids
  if (first === undefined || ids.size > 1) return null
  ids.delete(first)
  return first
}
