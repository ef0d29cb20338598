import { basename } from 'node:path'
import type * as nodeHid from 'node-hid'
import type { UsbFacts } from '../reader.ts'
import { findUsbPlace } from '../usb/place.ts'

/** What a HID-POS scanner is to the driver. Tests put recorded reports behind it. */
export interface HidPort {
  /** Every HID device with the usage page of bar-code scanners. */
  list(): Promise<HidScanner[]>
  /** Rejects when it cannot be opened. */
  open(path: string): Promise<HidConnection>
}

export interface HidScanner {
  path: string
  /** Four lower-case hexadecimal digits. */
  vendor: string
  product: string
  serial: string | undefined
  /** Where it is plugged in, such as `1-2.3`. */
  port: string
  label: string
  usb?: UsbFacts
}

export interface HidConnection {
  /** One input report, its id as byte 0. Reports begin to come when somebody listens. */
  onReport(listener: (report: Uint8Array) => void): void
  /** Called at most once. */
  onGone(listener: () => void): void
  close(): Promise<void>
}

/** HID usage page "Bar Code Scanner". */
const scannerPage = 0x8c

/**
 * node-hid over hidraw. `HIDAsync` and not `HID`: the latter parks one of libuv's four threads for each open device.
 */
export function createNodeHidPort(hid: typeof nodeHid, sysDir = '/sys'): HidPort {
  return {
    async list() {
      const devices = (await hid.devicesAsync()).filter(({ usagePage, path }) => usagePage === scannerPage && path)
      return Promise.all(
        devices.map(async ({ path = '', vendorId, productId, serialNumber, manufacturer, product }) => {
          const place = await findUsbPlace(sysDir, 'hidraw', basename(path))
          const vendor = hex(vendorId)
          const model = hex(productId)
          return {
            path,
            vendor,
            product: model,
            serial: place ? place.serial : serialNumber || undefined,
            port: place?.port ?? basename(path),
            ...(place && { usb: place.facts }),
            label: place?.label ?? ([manufacturer, product].filter(Boolean).join(' ') || `USB ${vendor}:${model}`),
          }
        }),
      )
    },
    async open(path) {
      const device = await hid.HIDAsync.open(path)
      let isClosed = false
      return {
        onReport(listener) {
          device.on('data', listener)
        },
        onGone(listener) {
          // An unplugged device says so by one error; nothing else is read from it after that.
          device.once('error', listener)
          device.on('error', () => undefined)
        },
        async close() {
          if (isClosed) return
          isClosed = true
          await device.close()
        },
      }
    },
  }
}

const hex = (id: number): string => id.toString(16).padStart(4, '0')
