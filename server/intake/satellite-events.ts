import type { SatelliteDevice, SatelliteEvent } from '../../contract/satellite.ts'
import type { DeviceInfo, ReaderEvent } from '../../drivers/reader.ts'

/** What a driver told; coming and going is followed by the list of devices, and lost touches are the satellite's own words. */
export type ForwardedEvent = Exclude<SatelliteEvent, { type: 'device-ready' | 'device-gone' | 'touch-lost' }>

/** As the driver told it, with its bytes, and with a time by the box's own clock. */
export const fromWire = (event: ForwardedEvent, at: number): ReaderEvent =>
  event.type === 'scanned' ? { ...event, at, bytes: Buffer.from(event.bytes, 'base64') } : { ...event, at }

export const infoOf = ({ isConnected: _, ...info }: SatelliteDevice): DeviceInfo => info

/** Of use only at once: somebody stands at the counter and waits. */
export const isTouch = ({ type }: SatelliteEvent): boolean =>
  type === 'card-presented' || type === 'card-failed' || type === 'scanned' || type === 'scan-failed'
