import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { MachineCheck } from '../../contract/reader.ts'
import { failed, fine, warning } from './machine-check.ts'

/** A model of card reader, by its four-digit numbers in lower-case hexadecimal. */
export interface ReaderModel {
  vendor: string
  product: string
  label: string
}

/** A card reader as the kernel lists it. */
export interface UsbReader extends ReaderModel {
  port: string
  speedMbps: number | null
  /** What `power/control` says: `auto` lets the kernel put it to sleep. */
  power: string | null
  isAuthorized: boolean
  /** Kernel drivers that hold one of its interfaces. */
  drivers: string[]
}

/** Sold as a card reader and served by no PC/SC driver: https://github.com/LudovicRousseau/PCSC/issues/86 */
const unserved: readonly ReaderModel[] = [
  { vendor: '054c', product: '06c1', label: 'Sony RC-S380/S' },
  { vendor: '054c', product: '06c3', label: 'Sony RC-S380/P' },
]
const isUnserved = ({ vendor, product }: ReaderModel): boolean =>
  unserved.some((model) => model.vendor === vendor && model.product === product)

/** Drivers of the kernel's own NFC, which keep pcscd away: https://ludovicrousseau.blogspot.com/2013/11/linux-nfc-driver-conflicts-with-ccid.html */
const nfcModules: readonly string[] = ['port100', 'pn533_usb', 'pn533', 'nfc']

/** Card readers on USB: of the models given, and those known to be served by nothing. */
export function listUsbReaders(root: string, models: readonly ReaderModel[]): UsbReader[] {
  const sysfs = join(root, 'sys/bus/usb/devices')
  return list(sysfs).flatMap((port) => {
    const attribute = (...path: string[]): string | null => read(join(sysfs, port, ...path))
    const vendor = attribute('idVendor')
    const product = attribute('idProduct')
    const model = [...models, ...unserved].find((known) => known.vendor === vendor && known.product === product)
    if (!model || port.includes(':')) return []
    const speed = Number(attribute('speed') ?? Number.NaN)
    return [
      {
        ...model,
        port,
        speedMbps: Number.isFinite(speed) ? speed : null,
        power: attribute('power', 'control'),
        isAuthorized: attribute('authorized') !== '0',
        drivers: list(sysfs).flatMap((name) => (name.startsWith(`${port}:`) ? driverOf(join(sysfs, name)) : [])),
      },
    ]
  })
}

/**
 * What is to be said of the readers on USB.
 * @param connected card readers the running box sees; null when no box runs
 */
export function checkUsbReaders(root: string, readers: readonly UsbReader[], connected: number | null): MachineCheck[] {
  const served = readers.filter((reader) => !isUnserved(reader))
  const checks = [...readers.flatMap(checkUsbReader), ...checkBundles(root, served), ...checkModules(root, readers)]
  if (connected !== null && served.length > connected) {
    checks.push(
      failed(
        'reader-unseen',
        `USB には ${served.length} 台のカードリーダーが見えますが、薬箱に見えているのは ${connected} 台です`,
        '10 秒待って変わらなければ、リーダーを差しなおす。それでも変わらなければ systemctl restart pcscd',
      ),
    )
  }
  return checks
}

function checkUsbReader(reader: UsbReader): MachineCheck[] {
  const { label, port, speedMbps, power, isAuthorized, drivers } = reader
  const name = `${label}(USB ${port})`
  if (isUnserved(reader)) {
    return [
      warning(
        'reader-unserved',
        `${name}は、Linux のカードリーダーのサービス(pcscd)で使えない型です`,
        'Sony RC-S300 など、対応している型に替える。ほかの用途のものなら、このままで構いません',
      ),
    ]
  }
  const checks: MachineCheck[] = []
  const taken = drivers.filter((driver) => nfcModules.includes(driver))
  if (taken.length > 0) {
    checks.push(
      failed(
        'reader-taken',
        `${name}をカーネルの ${taken.join('・')} が使っていて、pcscd が使えません`,
        blacklisting(taken),
      ),
    )
  }
  if (!isAuthorized) {
    checks.push(
      failed('reader-refused', `${name}は、箱の USB の設定で使用を止められています`, 'USBGuard などの許可に加える'),
    )
  }
  if (speedMbps !== null && speedMbps < 12) {
    checks.push(
      warning(
        'reader-slow',
        `${name}が ${speedMbps} Mbps でつながっています(ふつうは 12 Mbps)`,
        'ケーブルを替え、ハブと延長ケーブルを外す',
      ),
    )
  }
  if (power === 'auto') {
    checks.push(
      warning(
        'reader-autosuspend',
        `${name}は、使わない間に USB の電源を弱める設定(power/control=auto)です`,
        'systemd/udev/95-kusuribako.rules を /etc/udev/rules.d/ に置き、udevadm control --reload のあと、リーダーを差しなおす',
      ),
    )
  }
  return checks.length > 0
    ? checks
    : [fine('reader-usb', `${name}: ${speedMbps === null ? '' : `${speedMbps} Mbps、`}電源の設定も正しい`)]
}

/** pcscd serves a reader only when a driver bundle names its numbers. */
function checkBundles(root: string, readers: readonly UsbReader[]): MachineCheck[] {
  const bundles = join(root, 'usr/lib/pcsc/drivers')
  const lists = list(bundles).flatMap((name) => read(join(bundles, name, 'Contents/Info.plist')) ?? [])
  const known = new Set(lists.flatMap(numbersOf))
  return readers
    .filter(({ vendor, product }) => !known.has(`${vendor}:${product}`))
    .map(({ label, port, vendor }) =>
      failed(
        'reader-driver',
        `${label}(USB ${port})を動かす pcscd のドライバーが入っていません`,
        vendor === '072f' ? 'apt-get install libccid、それでも足りなければ libacsccid1' : 'apt-get install libccid',
      ),
    )
}

/** `ifdVendorID` and `ifdProductID` are two lists side by side. */
function numbersOf(plist: string): string[] {
  const [vendors = [], products = []] = ['ifdVendorID', 'ifdProductID'].map((key) => {
    const array = new RegExp(`<key>${key}</key>\\s*<array>(.*?)</array>`, 's').exec(plist)?.[1] ?? ''
    return [...array.matchAll(/<string>0x([0-9a-f]{4})<\/string>/gi)].map(([, digits = '']) => digits.toLowerCase())
  })
  return vendors.map((vendor, index) => `${vendor}:${products[index] ?? ''}`)
}

/** Loaded is no harm yet: it may take the next reader that is plugged in. */
function checkModules(root: string, readers: readonly UsbReader[]): MachineCheck[] {
  if (readers.length === 0) return []
  const loaded = (read(join(root, 'proc/modules')) ?? '').split('\n').map((line) => line.split(' ')[0] ?? '')
  const found = nfcModules.filter((name) => loaded.includes(name))
  if (found.length === 0) return []
  return [
    warning(
      'kernel-nfc',
      `カーネルの NFC の部品(${found.join('・')})が、リーダーを取ることがあります`,
      blacklisting(found),
    ),
  ]
}

const blacklisting = (modules: readonly string[]): string =>
  `/etc/modprobe.d/kusuribako.conf に ${modules.map((name) => `「blacklist ${name}」`).join('')} と書き、箱を再起動する`

function driverOf(folder: string): string[] {
  try {
    return [basename(readlinkSync(join(folder, 'driver')))]
  } catch {
    // No driver holds this interface: as it should be for pcscd.
    return []
  }
}

function list(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    // Gone meanwhile, or the device has no such attribute.
    return null
  }
}
