import { join } from 'node:path'
import { findUsbPlace, listClass, tellApart, type UsbPlace } from '../usb/place.ts'
import type { FoundDevice } from '../usb/keep-open.ts'

/** Makers whose USB serial devices are bar-code scanners (USB vendor ids as published in usb.ids). */
const scannerMakers = new Set([
  '0536', // Hand Held Products
  '05e0', // Symbol, Zebra
  '05f9', // PSC, Datalogic
  '065a', // Opticon
  '080c', // Datalogic
  '0c2e', // Metrologic, Honeywell
  '1eab', // Newland
])

/**
 * Whether a USB serial device may be opened unasked. Modems, power supplies and converter chips look just the same from outside and
 * do not like to be opened: without a known maker its own name has to say that it reads codes.
 */
export function looksLikeScanner(place: UsbPlace): boolean {
  return scannerMakers.has(place.vendor) || /scan|bar-?\s?code|imager|QR|2D\b/i.test(place.label)
}

/** The USB serial scanners that are plugged in now, in the order of their nodes. */
export async function findSerialScanners(
  sysDir: string,
  devDir: string,
  isScanner: (place: UsbPlace) => boolean,
): Promise<FoundDevice[]> {
  const places = await listSerialPlaces(sysDir)
  const scanners = places.flatMap(({ name, place }) => (isScanner(place) ? [{ path: join(devDir, name), place }] : []))
  return tellApart(scanners).map(({ path, place, device }) => ({
    path,
    info: { device, kind: 'serial', label: place.label, usb: place.facts },
  }))
}

/** A USB serial line, and whether it is taken for a scanner. */
interface SerialPort {
  /** Its node, such as `ttyUSB0`. */
  name: string
  /** What it calls itself. */
  label: string
  /** Vendor and product, `067b:2303`. */
  model: string
  isScanner: boolean
}

/** Every USB serial line that is plugged in now: one that is left alone may be a scanner nobody has told this program of. */
export async function listSerialPorts(sysDir = '/sys'): Promise<SerialPort[]> {
  return (await listSerialPlaces(sysDir)).map(({ name, place }) => ({
    name,
    label: place.label,
    model: `${place.vendor}:${place.product}`,
    isScanner: looksLikeScanner(place),
  }))
}

async function listSerialPlaces(sysDir: string): Promise<{ name: string; place: UsbPlace }[]> {
  const names = (await listClass(sysDir, 'tty')).filter((name) => serialNode.test(name)).sort()
  const places = await Promise.all(
    names.map(async (name) => ({ name, place: await findUsbPlace(sysDir, 'tty', name) })),
  )
  return places.flatMap(({ name, place }) => (place ? [{ name, place }] : []))
}

/** USB serial lines: CDC-ACM, and the converter chips of older scanners. */
export const serialNode = /^tty(ACM|USB)\d+$/
