import { devicesLike, identify, numbersOf, type Identity, type UsbIds } from './identify.ts'
import type { ChildSettings, Place } from './messages.ts'
import { listUsbDevices, type UsbDevice } from './usb-devices.ts'

/** A reader of the daemon, as far as it is known. */
export interface Placed {
  ids: UsbIds | undefined
  known?: Identity
}

export interface Places {
  /** Who a reader is, beside those that are known already. */
  find(name: string, ids: UsbIds | undefined, others: readonly [name: string, Placed][]): Identity
  /** Each reader of this model has a device and each device a reader: none of them is just coming or going. */
  isEven(name: string, ids: UsbIds | undefined, others: readonly [name: string, Placed][]): boolean
  /** Where it is, for a later child of the same run of the daemon. */
  note(identity: Identity): Place | undefined
}

/**
 * Which of the kernel's devices each reader of the daemon is. To be asked for one reader after the other, as they come and go: what
 * was empty a moment ago is where the next one was plugged in.
 * @param daemon names this run of the daemon; undefined when it has no name
 */
export function createPlaces({ sysfs, places }: ChildSettings, daemon: string | undefined): Places {
  /** Pluggings that were there at the last look. */
  let seen = new Set<string>()

  /** One that is new, if all older ones like it have a reader already: else it may be somebody else's. */
  function freshAmong(alike: readonly UsbDevice[], readers: number): string | undefined {
    const [fresh, ...more] = alike.filter((device) => !seen.has(pluggingOf(device)))
    return more.length === 0 && alike.length - 1 === readers ? fresh?.port : undefined
  }

  function remembered(name: string, devices: readonly UsbDevice[]): string | undefined {
    const place = places[name]
    if (place === undefined || daemon === undefined || place.daemon !== daemon) return undefined
    return devices.find(({ port, facts }) => port === place.port && facts.devnum === place.devnum)?.port
  }

  return {
    find(name, ids, others) {
      const devices = listUsbDevices(sysfs)
      const numbers = numbersOf(name, ids)
      const fresh = freshAmong(devicesLike(numbers, devices), countLike(numbers, others))
      const taken = new Set(others.flatMap(([, { known }]) => known?.port ?? []))
      seen = new Set(devices.map(pluggingOf))
      return identify(name, ids, { devices, taken, known: remembered(name, devices), fresh })
    },
    isEven(name, ids, others) {
      const numbers = numbersOf(name, ids)
      return devicesLike(numbers, listUsbDevices(sysfs)).length === countLike(numbers, others) + 1
    },
    note: ({ port, info }) =>
      port === undefined || daemon === undefined ? undefined : { port, devnum: info.usb?.devnum, daemon },
  }
}

/** How many readers are of a model. */
const countLike = (numbers: Partial<UsbIds>, readers: readonly [name: string, Placed][]): number =>
  readers.filter(([name, { ids }]) => {
    const { vendor, product } = numbersOf(name, ids)
    return vendor === numbers.vendor && product === numbers.product
  }).length

const pluggingOf = ({ port, facts }: UsbDevice): string => `${port}/${facts.devnum ?? ''}`
