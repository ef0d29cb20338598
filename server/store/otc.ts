import type { Otc, OtcContent } from '../../contract/otc.ts'
import { listEntries, type EntryShape } from './entries.ts'
import type { Sight } from './disclosure.ts'
import type { Store } from './open.ts'

export const otc: EntryShape<OtcContent> = {
  kind: 'otc',
  dayOf: ({ startOn }) => startOn,
  janOf: ({ jan }) => jan,
}

/** More than anybody takes in a year. */
const most = 500

/** 市販薬 of a member's record that have not been taken away, newest start first. */
export const listOtc = (store: Store, memberId: string, sight: Sight): Otc[] =>
  listEntries(store, otc, memberId, most, sight, { isKeptOnly: true }).items

/** The name that was typed last for a JAN, by whomever and for whomever; there is no master of names. */
export function findNameOfJan(store: Store, jan: string): string | null {
  const row = store.queries.findLatestOfJan.get({ jan })
  return row ? (JSON.parse(row.content) as OtcContent).name : null
}

/** The digits of a JAN that a scanner read; undefined for scans of any other kind, which are a person's. */
export const findScannedJan = (store: Store, scanId: string): string | undefined =>
  store.queries.findScanOfKind.get({ id: scanId, kind: 'jan' })?.bytes.toString('latin1')
