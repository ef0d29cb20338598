import { OutsideContent, OutsideDispensing, TypedOutside } from '../../contract/outside-dispensing.ts'
import { tokyoDate } from '../domain/calendar-date.ts'
import { readTypedOutside } from '../domain/typed-outside.ts'
import type { Store } from '../store/open.ts'
import { outsideDispensings } from '../store/outside-dispensings.ts'
import { entryRoutes } from './entries.ts'
import type { Api } from './route.ts'

/** Dispensings of elsewhere; typed here are those of a paper notebook. */
export function outsideDispensingRoutes(api: Api, { store }: { store: Store }): void {
  entryRoutes<TypedOutside, OutsideContent>(api, {
    store,
    path: 'outside-dispensings',
    shape: outsideDispensings,
    schemas: { typed: TypedOutside, content: OutsideContent, entry: OutsideDispensing },
    read: (typed) => readTypedOutside(typed, tokyoDate(store.now())),
  })
}
