import type { Store } from './open.ts'

export interface Facility {
  name: string
  hasSecondFactor: boolean
  isDemo: boolean
  cardKey: Buffer
  /** What names of devices begin with; null until it is first needed. */
  shortId?: string | null
}

/** The pharmacy this box belongs to; absent before `init`. */
export const findFacility = (store: Store): Facility | undefined => store.queries.findFacility.get()

export function saveFacility(store: Store, facility: Facility): void {
  store.queries.insertFacility.run({
    name: facility.name,
    hasSecondFactor: facility.hasSecondFactor ? 1 : 0,
    isDemo: facility.isDemo ? 1 : 0,
    cardKey: facility.cardKey,
    shortId: facility.shortId ?? null,
    createdAt: store.now(),
  })
}
