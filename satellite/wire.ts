import { mostText, type SatelliteDevice, type SatelliteEvent } from '../contract/satellite.ts'
import type { DeviceInfo, ReaderEvent } from '../drivers/reader.ts'

/** An event as it travels: no time of day, bytes as base64. What a device is goes with the list of devices. */
export function toWire(event: ReaderEvent): SatelliteEvent {
  const { at, ...told } = event
  if (told.type === 'device-ready') return { type: 'device-ready', device: told.info.device }
  if (told.type === 'scanned') return { ...told, bytes: Buffer.from(told.bytes).toString('base64') }
  // What lies on a satellite's reader is never written on: its id stays there.
  if (told.type === 'card-lying') return { type: 'card-lying', device: told.device }
  return told
}

/** A device as it travels. Maker and model together may be longer than the box reads; half a character is left out. */
export const toWireDevice = (info: DeviceInfo): SatelliteDevice => ({
  ...info,
  label: info.label.slice(0, mostText).replace(/[\uD800-\uDBFF]$/, ''),
  isConnected: true,
})
