import { readdir, readFile, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { UsbFacts } from '../reader.ts'

/** A USB device as the kernel's `/sys` tells of it, found from one of its nodes (`ttyACM0`, `hidraw3`). */
export interface UsbPlace {
  /** Four lower-case hexadecimal digits. */
  vendor: string
  product: string
  /** Missing, or one that the maker gave to every piece (all zeros), counts as none. */
  serial: string | undefined
  /** Where it is plugged in, such as `1-2.3`: bus, then port by port. */
  port: string
  /** Maker and model, for people. */
  label: string
  facts: UsbFacts
}

/** The names a kernel class knows, such as every `tty` or `hidraw`. Empty where the class does not exist. */
export async function listClass(sysDir: string, className: string): Promise<string[]> {
  return readdir(join(sysDir, 'class', className)).catch(() => [])
}

/**
 * The USB device behind a node of a class. Undefined for what is not on USB (the box's own serial lines, virtual consoles) and
 * for what has gone meanwhile. Attributes: Documentation/ABI/testing/sysfs-bus-usb of the kernel.
 */
export async function findUsbPlace(sysDir: string, className: string, name: string): Promise<UsbPlace | undefined> {
  const start = await realpath(join(sysDir, 'class', className, name, 'device')).catch(() => undefined)
  if (start === undefined) return undefined
  // The node hangs off an interface; the device itself is the first folder above with an idVendor.
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    const vendor = await attribute(folder, 'idVendor')
    const product = await attribute(folder, 'idProduct')
    if (vendor === undefined || product === undefined) continue
    const serial = await attribute(folder, 'serial')
    const names = [await attribute(folder, 'manufacturer'), await attribute(folder, 'product')]
    const port = basename(folder)
    return {
      vendor: vendor.toLowerCase(),
      product: product.toLowerCase(),
      serial: serial !== undefined && isOwnSerial(serial) ? serial : undefined,
      port,
      label: names.filter((part) => part !== undefined).join(' ') || `USB ${vendor}:${product}`,
      facts: usbFacts(port, await attribute(folder, 'speed'), await attribute(folder, 'devnum')),
    }
  }
  return undefined
}

/** The facts of a port from the kernel's attributes `speed` (Mbit/s) and `devnum`, where it gives them. */
export function usbFacts(port: string, speed: string | undefined, devnum: string | undefined): UsbFacts {
  const [speedMbps, number] = [Number(speed), Number(devnum)]
  return {
    port,
    // Bus, then the sockets: all but the first are those of a hub.
    hubs: port.split('.').length - 1,
    ...(speedMbps > 0 && { speedMbps }),
    ...(number > 0 && { devnum: number }),
  }
}

type Keyed = Pick<UsbPlace, 'vendor' | 'product' | 'serial' | 'port'>

/** The key of drivers/reader.ts: by serial number, without one by port. */
export function deviceKey(place: Keyed, isByPort = place.serial === undefined): string {
  const model = `usb:${place.vendor}:${place.product}`
  // Serial numbers come from the device: only what is plain to see goes into a key.
  return isByPort || place.serial === undefined
    ? `${model}@${place.port}`
    : `${model}:${place.serial.replace(/[^\x21-\x7e]/g, '-')}`
}

/** Two devices that claim the same serial number are told apart by their ports. */
export function tellApart<T extends { place: Keyed }>(found: T[]): (T & { device: string })[] {
  const ports = new Map<string, Set<string>>()
  for (const { place } of found) {
    const key = deviceKey(place)
    ports.set(key, (ports.get(key) ?? new Set()).add(place.port))
  }
  return found.map((each) => ({
    ...each,
    device: deviceKey(each.place, each.place.serial === undefined || (ports.get(deviceKey(each.place))?.size ?? 0) > 1),
  }))
}

export const isOwnSerial = (serial: string): boolean => !/^(.)\1*$/.test(serial) && !/^0?123456789/.test(serial)

async function attribute(folder: string, name: string): Promise<string | undefined> {
  const text = await readFile(join(folder, name), 'utf8').catch(() => '')
  return text.trim() || undefined
}
