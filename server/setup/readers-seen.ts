import type { Driver, DeviceInfo } from '../../drivers/reader.ts'
import type { SetupView } from '../../contract/setup.ts'

export interface ReadersSeen {
  view(): SetupView['readers']
  stop(): Promise<void>
}

/** What is plugged in while the box is set up. Of what lies on a reader only that something did is kept. */
export function watchReaders(drivers: readonly Driver[]): ReadersSeen {
  const seen = new Map<string, DeviceInfo>()
  const used = new Set<string>()
  let hasPcsc = true
  for (const driver of drivers)
    driver.start((event) => {
      switch (event.type) {
        case 'device-ready':
          seen.set(event.info.device, event.info)
          return
        case 'device-gone':
          seen.delete(event.device)
          return
        case 'card-presented':
        case 'scanned':
          used.add(event.device)
          return
        case 'service':
          if (event.service === 'pcsc') hasPcsc = event.state === 'ok'
          return
        default:
      }
    })
  return {
    view: () => ({
      hasPcsc,
      seen: [...seen.values()].map(({ device, label, kind }) => ({ label, kind, wasUsed: used.has(device) })),
    }),
    async stop() {
      await Promise.all(drivers.map((driver) => driver.stop()))
    },
  }
}
