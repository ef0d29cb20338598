import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { MachineCheck } from '../../contract/reader.ts'
import { warning } from './machine-check.ts'

/** A USB serial line, as the drivers see it. */
export interface SerialPort {
  /** Its node, such as `ttyUSB0`. */
  name: string
  /** What it calls itself. */
  label: string
  /** Vendor and product, `067b:2303`. */
  model: string
  /** Taken for a scanner, and opened. */
  isScanner: boolean
}

/** What is to be said of USB serial lines: scanners that are left alone, and a program that gets in between. */
export function checkScannerPorts(root: string, ports: readonly SerialPort[]): MachineCheck[] {
  return [...ports.filter(({ isScanner }) => !isScanner).map(checkUnused), ...checkModemManager(root, ports)]
}

/** Modems, power supplies and converter chips do not like to be opened: what is not known for a scanner is left alone. */
const checkUnused = ({ name, label, model }: SerialPort): MachineCheck =>
  warning(
    'serial-unused',
    `USB のシリアルの口 ${name}(${label}、${model})は、スキャナーと分からないので使っていません`,
    'スキャナーなら HID-POS の設定に替える(docs/operating/スキャナー設定/HID-POS.md)。USB-COM しかない型は、型番とこの番号を添えて知らせる。ほかの機器の口なら、このままで構いません',
  )

/** ModemManager tries every serial port for a modem, and scrambles what a scanner sends. */
function checkModemManager(root: string, ports: readonly SerialPort[]): MachineCheck[] {
  const scanners = ports.filter(({ isScanner }) => isScanner)
  if (scanners.length === 0 || !existsSync(join(root, 'usr/sbin/ModemManager'))) return []
  return [
    warning(
      'modem-manager',
      `ModemManager が、スキャナーの口(${scanners.map(({ name }) => name).join('、')})に割り込むことがあります`,
      'apt-get purge modemmanager、または systemd/udev/95-kusuribako.rules にスキャナーの番号を書き足す',
    ),
  ]
}
