import type { OutsideContent, OutsideDispensing } from '../../contract/outside-dispensing.ts'
import type { Page } from '../../contract/page.ts'
import { ownPharmacyCode } from '../domain/own-pharmacy.ts'
import type { Sight } from './disclosure.ts'
import { listEntries, type EntryRange, type EntryShape } from './entries.ts'
import type { Store } from './open.ts'

export const outsideDispensings: EntryShape<OutsideContent> = {
  kind: 'outside-dispensing',
  dayOf: ({ prescription }) => prescription.dispensedOn,
}

/** What a member was given elsewhere, newest day first; without what was taken away. */
export const listOutside = (
  store: Store,
  memberId: string,
  limit: number,
  sight: Sight,
  range: Omit<EntryRange, 'isKeptOnly'> = {},
): Page<OutsideDispensing> =>
  listEntries(store, outsideDispensings, memberId, limit, sight, { ...range, isKeptOnly: true })

/** Enough to tell the own pharmacy from a stray file, few enough to ask each time. */
const looked = 100

/** The code of the pharmacy whose receipt computer feeds this box; undefined before the first file. */
export const findOwnPharmacyCode = (store: Store): string | undefined =>
  ownPharmacyCode(store.queries.listLastPharmacyCodes.all({ limit: looked }).map(({ code }) => code))
