import type { Reader, ReaderEdit, ReaderHealth, SwapTest } from '../../contract/reader.ts'
import type { TypedScanOutcome } from '../../contract/scan.ts'
import type { Http } from './http.ts'
import type { Live } from './live.ts'
import type { Outcome } from './outcome.ts'
import { later, type Later } from './collection.ts'
import { Store } from './store.ts'
import type { Answer } from './history.ts'

const pathOf = (id: string): string => `/api/readers/${encodeURIComponent(id)}`

/** What a person changes of a reader. */
export type ReaderChange = Omit<ReaderEdit, 'version'>

/** Moves a reader to a counter, switches it ON or OFF, or says how a scanner is set up. `stale-version`: another page was quicker. */
export const changeReader = (http: Http, { id, version }: Reader, change: ReaderChange): Promise<Outcome<undefined>> =>
  http.send('PATCH', pathOf(id), { ...change, version })

/** Goes to a step of the swap test; `as-is` begins it. */
export const goToSwapStep = (http: Http, id: string, step: SwapTest['step']): Promise<Outcome<undefined>> =>
  http.send('POST', `${pathOf(id)}/swap-test`, { step })

/** What a keyboard scanner typed at a counter, or on a PC that belongs to none; answered with what came of it. */
export const sendScan = (http: Http, counterId: string | null, text: string): Promise<Outcome<TypedScanOutcome>> =>
  http.ask('POST', '/api/scans', { counterId, text })

/** Several announcements of one touch ask once. */
const settleAfter = 150

/** リーダーの調子 of one reader, kept fresh. */
export const openHealth = (http: Http, live: Live, id: string, delay: Later = later) => {
  const health = new Store<Answer<ReaderHealth>>({ value: null, failure: null })
  let asked = 0
  let cancel: (() => void) | undefined
  const load = async (): Promise<void> => {
    const mine = ++asked
    const outcome = await http.get<ReaderHealth>(`${pathOf(id)}/health`)
    if (mine !== asked) return
    health.set(
      outcome.ok ? { value: outcome.value, failure: null } : { value: health.value.value, failure: outcome.failure },
    )
  }
  const soon = () => {
    cancel?.()
    cancel = delay(settleAfter, () => void load())
  }
  const stop = live.listen({
    change: (noun, ids) => {
      if (noun === 'visit' || noun === 'counter' || (noun === 'reader' && ids.includes(id))) soon()
    },
    // A touch that made no row (a card that failed, a card of another kind) shows in the counts.
    desk: (event) => {
      if (event.readerId === id) soon()
    },
    status: soon,
    reload: soon,
    up: soon,
  })
  void load()
  return {
    health,
    load,
    close: () => {
      asked++
      cancel?.()
      stop()
    },
  }
}
export type Health = ReturnType<typeof openHealth>
