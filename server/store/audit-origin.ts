import { AsyncLocalStorage } from 'node:async_hooks'

/** Where a request comes from: what a deed's row says beside what the deed knows itself. */
export interface Origin {
  deviceId: string | null
  address: string | null
}

const origins = new AsyncLocalStorage<Origin>()
const nowhere: Origin = { deviceId: null, address: null }

/** Everything that `work` begins comes from there. */
export const comingFrom = <T>(origin: Origin, work: () => T): T => origins.run(origin, work)

/** Of the request that is being answered; nowhere: the box does something by itself. */
export const originOf = (): Origin => origins.getStore() ?? nowhere
