import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A USB device as sysfs tells of it. */
export interface UsbDevice {
  /** Hexadecimal, four digits. */
  vendor: string
  product: string
  serial?: string
  /** Where it is plugged in, as the kernel writes it: `1-1`, behind a hub `1-1.2`. */
  port: string
}

/**
 * Puts a device into a folder laid out like `/sys`, as far as libudev, pcscd and our drivers read it.
 * @param number what the kernel counts up at each plugging
 * @returns the device path of its only interface
 */
export function plugUsb(sys: string, { vendor, product, serial, port }: UsbDevice, number: number): string {
  const digits = String(number).padStart(3, '0')
  const device = join(sys, 'devices/usb1', port)
  const face = join(device, `${port}:1.0`)
  const bus = join(sys, 'bus/usb/devices')
  mkdirSync(face, { recursive: true })
  mkdirSync(bus, { recursive: true })
  const files = {
    uevent: `DEVTYPE=usb_device\nDEVNAME=bus/usb/001/${digits}\nBUSNUM=001\nDEVNUM=${digits}\n`,
    idVendor: vendor,
    idProduct: product,
    busnum: '1',
    devnum: String(number),
    speed: '12',
    ...(serial && { serial }),
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(device, name), `${text}\n`)
  writeFileSync(join(face, 'uevent'), 'DEVTYPE=usb_interface\n')
  writeFileSync(join(face, 'bInterfaceNumber'), '00\n')
  symlinkSync('../../../bus/usb', join(device, 'subsystem'))
  symlinkSync('../../../../bus/usb', join(face, 'subsystem'))
  symlinkSync(`../../../devices/usb1/${port}`, join(bus, port))
  symlinkSync(`../../../devices/usb1/${port}/${port}:1.0`, join(bus, `${port}:1.0`))
  return `/devices/usb1/${port}/${port}:1.0`
}

/** Takes it out again. @returns as `plugUsb` */
export function unplugUsb(sys: string, { port }: UsbDevice): string {
  const bus = join(sys, 'bus/usb/devices')
  for (const path of [join(bus, `${port}:1.0`), join(bus, port), join(sys, 'devices/usb1', port)])
    rmSync(path, { recursive: true })
  return `/devices/usb1/${port}/${port}:1.0`
}
