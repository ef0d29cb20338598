import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { UsbFacts } from '../reader.ts'
import { isOwnSerial, usbFacts } from '../usb/place.ts'

/** A device in sysfs. Vendor and product are four lower-case hexadecimal digits; `port` is the kernel's path, such as `1-1.2`. */
export interface UsbDevice {
  vendor: string
  product: string
  serial?: string
  port: string
  facts: UsbFacts
}

/** Every USB device the kernel lists. Empty where there is no USB. Attributes: kernel, Documentation/ABI/testing/sysfs-bus-usb. */
export function listUsbDevices(sysfs: string): UsbDevice[] {
  let ports: string[]
  try {
    ports = readdirSync(sysfs)
  } catch {
    return []
  }
  return ports.flatMap((port) => {
    // `1-1:1.0` is an interface of `1-1`.
    if (port.includes(':')) return []
    const [vendor, product, serial] = ['idVendor', 'idProduct', 'serial'].map((name) => attribute(sysfs, port, name))
    if (vendor === undefined || product === undefined) return []
    const facts = usbFacts(port, attribute(sysfs, port, 'speed'), attribute(sysfs, port, 'devnum'))
    return [{ vendor, product, port, facts, ...(serial !== undefined && isOwnSerial(serial) && { serial }) }]
  })
}

function attribute(...path: string[]): string | undefined {
  try {
    return readFileSync(join(...path), 'utf8').trim() || undefined
  } catch {
    // Gone between the listing and the look, or the device has none.
    return undefined
  }
}
