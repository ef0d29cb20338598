import { createHidScanners } from './hid/scanner.ts'
import { createPcscDriver } from './pcsc/driver.ts'
import type { Driver } from './reader.ts'
import { markedIdleMs } from './serial/frames.ts'
import { createSerialScanners } from './serial/scanner.ts'
import { createKernelLog } from './usb/kernel-log.ts'

export interface HardwareOptions {
  now: () => number
  /** How a USB-COM scanner marks the ends of its codes, by its key; STX and ETX are known by themselves as well. */
  framingOf?: (device: string) => 'idle' | 'stx-etx'
}

/** Everything real that may be plugged in, and what the kernel says of the line to it; for the box and for a satellite alike. */
export const createHardware = ({ now, framingOf = () => 'idle' }: HardwareOptions): Driver[] => [
  createPcscDriver({ now }),
  createSerialScanners({
    now,
    settingsOf: (device) => (framingOf(device) === 'idle' ? {} : { framing: { by: 'stx-etx', idleMs: markedIdleMs } }),
  }),
  createHidScanners({ now }),
  createKernelLog({ now }),
]
