import type * as serialport from 'serialport'
import type { Driver, ReaderEvent } from '../reader.ts'
import type { FoundDevice, KeepOpenOptions, OpenDevice } from '../usb/keep-open.ts'
import type { UsbPlace } from '../usb/place.ts'
import { isInstalled } from '../usb/installed.ts'
import { createQuiet } from '../usb/quiet.ts'
import { createScannerDriver } from '../usb/scanner-driver.ts'
import { findSerialScanners, looksLikeScanner, serialNode } from './find-scanners.ts'
import { createFramer, splitSymbology, type Frame, type Framing } from './frames.ts'

/** How one scanner is set up; it has to agree with what the scanner itself was told. */
export interface SerialSettings {
  framing: Framing
  /** Whether an AIM identifier in front is taken off and told apart. */
  hasSymbology: boolean
  /** Of one code. */
  maxBytes: number
  /** Means nothing to CDC-ACM; a converter chip needs the scanner's own speed. */
  baudRate: number
}

export const defaultSerialSettings: SerialSettings = {
  framing: { by: 'idle', idleMs: 150 },
  hasSymbology: true,
  maxBytes: 64 * 1024,
  baudRate: 115_200,
}

export interface SerialScannerOptions {
  now: () => number
  /** What is known of a scanner by its key, asked again before each code; the defaults fill the rest. */
  settingsOf?: (device: string) => Partial<SerialSettings>
  /** Which USB serial devices are scanners. */
  isScanner?: (place: UsbPlace) => boolean
  sysDir?: string
  devDir?: string
  /** How often to look without being told, in milliseconds. */
  lookEveryMs?: number
  hasPackage?: () => boolean
  loadBinding?: () => Promise<typeof serialport>
  retry?: Pick<KeepOpenOptions, 'retryMs' | 'stuckAfterMs'>
}

/**
 * Scanners in USB-COM mode (CDC-ACM): raw bytes, one `scanned` a code. Comes back by itself when a scanner is plugged in again.
 * Without the package `serialport` it says `binding-missing` and does nothing.
 */
export function createSerialScanners(options: SerialScannerOptions): Driver {
  const {
    now,
    settingsOf = () => ({}),
    isScanner = looksLikeScanner,
    sysDir = '/sys',
    devDir = '/dev',
    lookEveryMs = 30_000,
    hasPackage = () => isInstalled('serialport'),
    loadBinding = () => import('serialport'),
    retry = {},
  } = options
  return createScannerDriver({
    service: 'serial',
    now,
    hasPackage,
    loadBinding,
    list: () => findSerialScanners(sysDir, devDir, isScanner),
    open: (binding, found, listener, onGone) => {
      const settings = (): SerialSettings => ({ ...defaultSerialSettings, ...settingsOf(found.info.device) })
      const port = new binding.SerialPort({ path: found.path, baudRate: settings().baudRate, autoOpen: false })
      return listen({ port, found, settings, now, listener, onGone })
    },
    devDir,
    matches: serialNode,
    lookEveryMs,
    retry,
  })
}

interface Listening {
  port: serialport.SerialPort
  found: FoundDevice
  settings: () => SerialSettings
  now: () => number
  listener: (event: ReaderEvent) => void
  onGone: () => void
}

/** Opens the port and tells what it says. Rejects when it cannot be opened. */
async function listen({ port, found, settings: settingsNow, now, listener, onGone }: Listening): Promise<OpenDevice> {
  const { device } = found.info
  let settings = settingsNow()
  let framer = createFramer(settings.framing, settings.maxBytes)

  const tell = (frames: Frame[]): void => {
    for (const frame of frames) {
      if (!frame.ok) listener({ type: 'scan-failed', at: now(), device, code: frame.code })
      else {
        const code = settings.hasSymbology ? splitSymbology(frame.bytes) : { bytes: frame.bytes }
        if (code.bytes.length > 0) listener({ type: 'scanned', at: now(), device, ...code })
        else listener({ type: 'scan-failed', at: now(), device, code: 'malformed' })
      }
    }
  }
  const waitQuietly = () =>
    createQuiet(settings.framing.idleMs, () => {
      tell(framer.rest())
      if (framer.isWaiting) quiet.restart()
    })
  let quiet = waitQuietly()

  /** Somebody may have set the scanner up in another way; never in the middle of a code. */
  const setUp = (): void => {
    settings = settingsNow()
    framer = createFramer(settings.framing, settings.maxBytes)
    quiet.cancel()
    quiet = waitQuietly()
  }

  port.on('data', (chunk: Buffer) => {
    if (!framer.isWaiting) setUp()
    tell(framer.push(chunk))
    if (framer.isWaiting) quiet.restart()
    else quiet.cancel()
  })
  // Errors come with a `close`, and without a listener they would end the process.
  port.on('error', () => undefined)
  await new Promise<void>((resolve, reject) => {
    port.open((error) => {
      if (error) reject(error)
      else resolve()
    })
  })
  /** Half a code of a scanner that was pulled out is not a code. */
  const drop = (): void => {
    quiet.cancel()
    const isHalf = framer.isWaiting
    framer.rest()
    if (isHalf) listener({ type: 'scan-failed', at: now(), device, code: 'timeout' })
  }
  const closed = (): void => {
    drop()
    onGone()
  }
  port.on('close', closed)
  return {
    close() {
      port.off('close', closed)
      drop()
      if (!port.isOpen) return Promise.resolve()
      return new Promise((resolve) => {
        port.close(() => {
          resolve()
        })
      })
    },
  }
}
