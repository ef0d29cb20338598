import { setTimeout as delay } from 'node:timers/promises'
import { discoverReader, readerModels } from '../discovery.ts'
import type { FamilyName } from '../felica/families.ts'
import type { DeviceInfo } from '../reader.ts'
import { deviceKey } from '../usb/place.ts'
import { faultOf, leaveCard, shareDirect, type ReaderHandle } from './binding.ts'
import type { UsbDevice } from './usb-devices.ts'

export interface Identity {
  info: DeviceInfo
  /** Where the kernel has it; undefined when it could not be told from others. */
  port: string | undefined
  family: FamilyName | undefined
  /** There are others like it, and nothing says which is which. */
  isAlike: boolean
}

export interface UsbIds {
  vendor: string
  product: string
}

/** PC/SC part 10: feature 0x12 lists properties, of which 0x0B is idVendor and 0x0C idProduct, little endian. */
const getFeatures = 0x42000000 + 3400
const tlvProperties = 0x12
const idVendor = 0x0b
const idProduct = 0x0c

/** Another program that has just found a reader, too, lets it go soon. */
const heldPausesMs = [100, 200, 400]

/**
 * Vendor and product as the reader's driver tells them (libccid does since 1.4.8, without a card). Undefined when the driver does not,
 * or another program holds the reader for long.
 * @param pausesMs before it is asked again
 */
export async function askUsbIds(
  reader: ReaderHandle,
  pausesMs: readonly number[] = heldPausesMs,
): Promise<UsbIds | undefined> {
  for (const pauseMs of pausesMs) {
    const asked = await askOnce(reader)
    if (asked !== 'held') return asked
    await delay(pauseMs)
  }
  const asked = await askOnce(reader)
  return asked === 'held' ? undefined : asked
}

async function askOnce(reader: ReaderHandle): Promise<UsbIds | 'held' | undefined> {
  let handle
  try {
    handle = await reader.connect(shareDirect, 0)
    const code = readTlv(await handle.control(getFeatures)).get(tlvProperties)
    if (code?.length !== 4) return undefined
    const properties = readTlv(await handle.control(Buffer.from(code).readUInt32BE(0)))
    const [vendor, product] = [properties.get(idVendor), properties.get(idProduct)].map((bytes) =>
      bytes?.length === 2 ? Buffer.from(bytes).readUInt16LE(0).toString(16).padStart(4, '0') : undefined,
    )
    return vendor !== undefined && product !== undefined ? { vendor, product } : undefined
  } catch (error) {
    return faultOf(error) === 'in-use' ? 'held' : undefined
  } finally {
    try {
      handle?.disconnect(leaveCard)
    } catch {
      // The reader went meanwhile; its own event tells of it.
    }
  }
}

function readTlv(bytes: Uint8Array): Map<number, Uint8Array> {
  const found = new Map<number, Uint8Array>()
  for (let at = 0; at + 2 <= bytes.length; at += 2 + (bytes[at + 1] ?? 0))
    found.set(bytes[at] ?? 0, bytes.subarray(at + 2, at + 2 + (bytes[at + 1] ?? 0)))
  return found
}

/** The daemon's name without what it adds: number and slot at the end, serial number in brackets, interface in square ones. */
export function plainName(name: string): string {
  return name
    .replace(/ \d\d \d\d$/, '')
    .replace(/ \([^()]*\)$/, '')
    .replace(/ \[[^[\]]*\]$/, '')
    .trim()
}

/** The serial number that the daemon puts in brackets behind the model. */
const serialIn = (name: string): string | undefined => / \(([^()]*)\)(?: \d\d \d\d)?$/.exec(name)?.[1]

export interface Surroundings {
  /** What the kernel lists. */
  devices: readonly UsbDevice[]
  /** Ports that other readers of the daemon have already been found at. */
  taken: ReadonlySet<string>
  /** Where this very reader is known to be. */
  known?: string | undefined
  /** The only place that was empty when the reader before this one came or went. */
  fresh?: string | undefined
}

/** Devices of the kernel with these numbers. */
export const devicesLike = (ids: Partial<UsbIds>, devices: readonly UsbDevice[]): UsbDevice[] =>
  devices.filter(({ vendor, product }) => vendor === ids.vendor && product === ids.product)

/** Vendor and product as the driver told them, or as our table knows the model of that name. */
export function numbersOf(name: string, ids: UsbIds | undefined): Partial<UsbIds> {
  const discovery = discoverReader({ ...ids, name })
  return ids ?? (discovery.ok ? discovery.model : {})
}

/**
 * The key of a reader: USB vendor and product with the serial number, else with the port. The daemon tells neither port nor bus, so the
 * device is looked for among those of the kernel: by the serial number in the reader's name, as the only one, by what is known of it,
 * or as the only one left. (The daemon's numbers say nothing: it gives the lowest free one, so that of two readers either may be first.)
 * When two of a kind without serial numbers cannot be told apart, both fall back to the same key, `pcsc:` and the plain name: better
 * one device with two surfaces than a tap that opens at the wrong counter.
 */
export function identify(
  name: string,
  ids: UsbIds | undefined,
  { devices, taken, known, fresh }: Surroundings,
): Identity {
  const discovery = discoverReader({ ...ids, name })
  const model = discovery.ok ? discovery.model : undefined
  const alike = devicesLike(numbersOf(name, ids), devices)
  const serial = serialIn(name)
  const named = serial === undefined ? [] : alike.filter((device) => device.serial === serial)
  const free = alike.filter(({ port }) => !taken.has(port))
  const at = (wanted: string | undefined): UsbDevice | undefined => free.find(({ port }) => port === wanted)
  const place = only(named) ?? only(alike) ?? at(known) ?? at(fresh) ?? only(free)
  const label = model?.label ?? plainName(name)
  return {
    family: model?.family,
    port: place?.port,
    isAlike: !place && alike.length > 1,
    info: place
      ? { device: keyOf(place, alike), kind: 'pcsc', label, usb: place.facts }
      : { device: fallbackKey(name), kind: 'pcsc', label },
  }
}

/** A serial number that two readers share says nothing. */
function keyOf(place: UsbDevice, alike: readonly UsbDevice[]): string {
  const isUnique = place.serial !== undefined && alike.filter(({ serial }) => serial === place.serial).length === 1
  return deviceKey({ ...place, serial: isUnique ? place.serial : undefined })
}

const fallbackKey = (name: string): string =>
  `pcsc:${plainName(name)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')}`

/** Readers that the kernel lists and that a driver for PC/SC exists for, as our table knows them. */
export const isCardReader = ({ vendor, product }: UsbDevice): boolean =>
  readerModels.some((model) => model.vendor === vendor && model.product === product)

const only = <T>(list: readonly T[]): T | undefined => (list.length === 1 ? list[0] : undefined)
