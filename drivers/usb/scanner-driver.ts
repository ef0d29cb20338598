import type { Driver, ReaderEvent } from '../reader.ts'
import { watchDev } from './dev-watch.ts'
import { keepOpen, type FoundDevice, type KeepOpenOptions, type KeptOpen, type OpenDevice } from './keep-open.ts'

export interface ScannerDriverOptions<Binding> {
  service: 'serial' | 'hid'
  now: () => number
  /** Whether the package that holds the binding is installed. */
  hasPackage: () => boolean
  /** Rejects when it cannot be loaded. */
  loadBinding: () => Promise<Binding>
  /** The scanners that are plugged in now. The binding is loaded only by who asks for it. */
  list: (load: () => Promise<Binding>) => Promise<FoundDevice[]>
  /** Opens one and tells what it says. Rejects when it cannot be opened. */
  open: (
    binding: Binding,
    found: FoundDevice,
    listener: (event: ReaderEvent) => void,
    onGone: () => void,
  ) => Promise<OpenDevice>
  devDir: string
  /** Names in `devDir` that concern this kind. */
  matches: RegExp
  /** How often to look without being told, in milliseconds. */
  lookEveryMs: number
  retry: Pick<KeepOpenOptions, 'retryMs' | 'stuckAfterMs'>
}

/**
 * Scanners of one kind, kept open as they come and go. The binding is loaded with the first of them, because most boxes have none;
 * where its package is missing, or it cannot be loaded, the driver says `binding-missing`.
 */
export function createScannerDriver<Binding>(options: ScannerDriverOptions<Binding>): Driver {
  const { service, now, hasPackage, loadBinding, list, open, devDir, matches, lookEveryMs, retry } = options
  let kept: KeptOpen | undefined
  let watching: { close(): void } | undefined
  let isStopped = false

  function begin(listener: (event: ReaderEvent) => void): void {
    const tellService = (state: 'ok' | 'binding-missing'): void => {
      listener({ type: 'service', at: now(), service, state })
    }
    const isThere = hasPackage()
    tellService(isThere ? 'ok' : 'binding-missing')
    if (!isThere) return
    let loading: Promise<Binding> | undefined
    const load = (): Promise<Binding> =>
      (loading ??= loadBinding().catch((error: unknown) => {
        tellService('binding-missing')
        throw error
      }))
    const keeper = keepOpen({
      service,
      now,
      list: () => list(load),
      open: async (found, onGone) => open(await load(), found, listener, onGone),
      listener,
      ...retry,
    })
    kept = keeper
    watching = watchDev({ dir: devDir, matches, everyMs: lookEveryMs, onChange: () => keeper.look() })
    keeper.look()
  }

  return {
    start(listener) {
      isStopped = false
      begin((event) => {
        if (!isStopped) listener(event)
      })
    },
    async stop() {
      isStopped = true
      watching?.close()
      await kept?.stop()
      watching = kept = undefined
    },
  }
}
