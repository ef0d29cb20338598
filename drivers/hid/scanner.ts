import { readdir } from 'node:fs/promises'
import type * as nodeHid from 'node-hid'
import type { Driver, ReaderEvent } from '../reader.ts'
import type { FoundDevice, KeepOpenOptions, OpenDevice } from '../usb/keep-open.ts'
import { tellApart } from '../usb/place.ts'
import { isInstalled } from '../usb/installed.ts'
import { createQuiet } from '../usb/quiet.ts'
import { createScannerDriver } from '../usb/scanner-driver.ts'
import { createHidJoin, type HidCode } from './join.ts'
import { readReport, type HidLayouts } from './layouts.ts'
import { createNodeHidPort, type HidPort } from './port.ts'

const hidNode = /^hidraw\d+$/

export interface HidScannerOptions {
  now: () => number
  /** Models whose reports are laid out differently. */
  layouts?: HidLayouts
  /** Of one code. */
  maxBytes?: number
  /** How long the next report of a code may take, in milliseconds. */
  joinMs?: number
  sysDir?: string
  devDir?: string
  /** How often to look without being told, in milliseconds. */
  lookEveryMs?: number
  hasPackage?: () => boolean
  /** Rejects when `node-hid` cannot be loaded. */
  loadPort?: () => Promise<HidPort>
  retry?: Pick<KeepOpenOptions, 'retryMs' | 'stuckAfterMs'>
}

/**
 * Scanners in HID-POS mode: raw bytes and the symbology identifier, one `scanned` a code. What a scanner puts in front of a part
 * of a split QR code stays there. Without the package `node-hid` it says `binding-missing` and does nothing.
 */
export function createHidScanners(options: HidScannerOptions): Driver {
  const {
    now,
    layouts = {},
    maxBytes = 64 * 1024,
    joinMs = 500,
    sysDir = '/sys',
    devDir = '/dev',
    // Listing HID devices is dear (node-hid's README): the kernel's messages do the work.
    lookEveryMs = 60_000,
    hasPackage = () => isInstalled('node-hid'),
    loadPort = async () => createNodeHidPort(await loadNodeHid(), sysDir),
    retry = {},
  } = options
  return createScannerDriver({
    service: 'hid',
    now,
    hasPackage,
    loadBinding: loadPort,
    list: async (load) => ((await hasDevices(devDir)) ? listScanners(await load()) : []),
    open: (port, found, listener, onGone) => listen({ port, found, layouts, maxBytes, joinMs, now, listener, onGone }),
    devDir,
    matches: hidNode,
    lookEveryMs,
    retry,
  })
}

const hasDevices = async (devDir: string): Promise<boolean> =>
  (await readdir(devDir)).some((name) => hidNode.test(name))

/** The binary is loaded at the first listing: a missing one has to show now. */
async function loadNodeHid(): Promise<typeof nodeHid> {
  const hid = await import('node-hid')
  hid.getHidapiVersion()
  return hid
}

async function listScanners(port: HidPort): Promise<FoundDevice[]> {
  const scanners = (await port.list()).map((scanner) => ({ scanner, place: scanner }))
  return tellApart(scanners).map(({ scanner, device }) => ({
    path: scanner.path,
    info: { device, kind: 'hid', label: scanner.label, ...(scanner.usb && { usb: scanner.usb }) },
  }))
}

interface Listening {
  port: HidPort
  found: FoundDevice
  layouts: HidLayouts
  maxBytes: number
  joinMs: number
  now: () => number
  listener: (event: ReaderEvent) => void
  onGone: () => void
}

/** Opens the scanner and tells what it says. Rejects when it cannot be opened. */
async function listen(listening: Listening): Promise<OpenDevice> {
  const { port, found, layouts, maxBytes, joinMs, now, listener, onGone } = listening
  const { device } = found.info
  const model = device.slice('usb:'.length, 'usb:VVVV:PPPP'.length)
  const join = createHidJoin(maxBytes)

  const tell = (code: HidCode | undefined): void => {
    if (!code) return
    if (!code.ok) listener({ type: 'scan-failed', at: now(), device, code: code.code })
    else {
      const { bytes, symbology } = code
      listener({ type: 'scanned', at: now(), device, bytes, ...(symbology !== undefined && { symbology }) })
    }
  }

  const quiet = createQuiet(joinMs, () => tell(join.giveUp()))

  const connection = await port.open(found.path)
  /** Half a code of a scanner that was pulled out is not a code. */
  const drop = (): void => {
    quiet.cancel()
    tell(join.giveUp())
  }
  connection.onGone(() => {
    drop()
    onGone()
  })
  connection.onReport((report) => {
    tell(join.push(readReport(report, model, layouts)))
    if (join.isWaiting) quiet.restart()
    else quiet.cancel()
  })
  return {
    close() {
      drop()
      return connection.close()
    },
  }
}
