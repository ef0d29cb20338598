import type { LanView } from '../../contract/lan.ts'
import { later, type Later } from './collection.ts'
import type { Answer } from './history.ts'
import type { Http } from './http.ts'
import type { Live } from './live.ts'
import { Store } from './store.ts'

/** Names and addresses come and go without a push: the page looks again by itself, as long as it is open. */
const everyMs = 4000

/** ネットワーク, looked at again and again until `close`. With nobody signed in it waits for the line to come back. */
export const openLan = (http: Http, live: Live, delay: Later = later) => {
  const view = new Store<Answer<LanView>>({ value: null, failure: null })
  let asked = 0
  let cancel: (() => void) | undefined
  const load = async (): Promise<void> => {
    const mine = ++asked
    cancel?.()
    const outcome = await http.get<LanView>('/api/lan')
    if (mine !== asked) return
    view.set(outcome.ok ? { value: outcome.value, failure: null } : { ...view.value, failure: outcome.failure })
    if (outcome.ok || outcome.failure.kind !== 'signed-out') cancel = delay(everyMs, () => void load())
  }
  const stop = live.listen({ up: () => void load() })
  void load()
  return {
    view,
    load,
    close: () => {
      asked++
      cancel?.()
      stop()
    },
  }
}
export type LanWatch = ReturnType<typeof openLan>
