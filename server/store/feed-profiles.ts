import { emptyProfile, type FeedProfile } from '../domain/feed-profile.ts'
import type { FeedFreeze } from '../../contract/status.ts'
import { roomsApart } from './dispensing-places.ts'
import type { Store } from './open.ts'

/** The last text read and what it says: the same for thousands of files in a row. */
let last: { text: string; profile: FeedProfile } | undefined

/** What the box knows of the files of one pharmacy code. Never to be changed in place. */
export function findFeedProfile(store: Store, pharmacyCode: string): FeedProfile {
  const row = store.queries.findFeedProfile.get({ pharmacyCode })
  if (!row) return emptyProfile()
  if (last?.text !== row.profile) last = { text: row.profile, profile: JSON.parse(row.profile) as FeedProfile }
  return last.profile
}

/** Inside `store.write`. */
export function saveFeedProfile(store: Store, pharmacyCode: string, profile: FeedProfile): void {
  store.queries.saveFeedProfile.run({ pharmacyCode, profile: JSON.stringify(profile) })
}

/** Pharmacy codes whose files have come, with what is known of them; one, rarely two or three. */
export const listFeedProfiles = (store: Store): { pharmacyCode: string; profile: FeedProfile }[] =>
  store.queries.listFeedProfiles
    .all()
    .map(({ pharmacyCode, profile }) => ({ pharmacyCode, profile: JSON.parse(profile) as FeedProfile }))

/** お薬自動登録 is frozen for these, as every page shows it. */
export const listFreezes = (store: Store): FeedFreeze[] =>
  listFeedProfiles(store).flatMap(({ pharmacyCode, profile: { freeze, aside } }) =>
    freeze
      ? [
          {
            pharmacyCode,
            why: freeze.why,
            since: freeze.at,
            maker: freeze.maker,
            heldDispensings: store.queries.countOfSystem.get({ pharmacyCode, system: aside })?.dispensings ?? 0,
          },
        ]
      : [],
  )

/** Whether this patient came with files that were put aside, and no person has decided on them yet: nobody may be linked to it. */
export function isPatientHeld(store: Store, patientId: string): boolean {
  const row = store.queries.findSystemOfPatient.get({ id: patientId })
  if (!row) return false
  const { freeze, aside } = findFeedProfile(store, row.pharmacyCode)
  return freeze !== null && (row.system === aside || row.system.startsWith(roomsApart(aside).from))
}
