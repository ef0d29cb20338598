import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { MachineCheck, Reader } from '../../contract/reader.ts'
import { tempDir } from '../../test/support/temp.ts'
import { checkMachine, type MachineOptions } from './machine-checks.ts'

const models = [
  { vendor: '054c', product: '0dc8', label: '試験リーダー' },
  { vendor: '072f', product: '2200', label: '試験リーダーA' },
]
const card = { kind: 'pcsc', isConnected: true, isWanted: true } as Reader

/** A folder like `/` with these files in it. */
function rootWith(files: Record<string, string>): string {
  const root = tempDir()
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

/** A program whose packages all load. */
function installed(): string {
  const project = tempDir()
  for (const name of ['smartcard', 'serialport', 'node-hid']) {
    mkdirSync(join(project, 'node_modules', name), { recursive: true })
    writeFileSync(join(project, 'node_modules', name, 'index.js'), '')
  }
  return project
}

const check = async (root: string, changes: Partial<MachineOptions> = {}): Promise<MachineCheck[]> =>
  checkMachine({ root, project: installed(), models, readers: [], services: [], serialPorts: [], ...changes })
const stateOf = (checks: MachineCheck[], code: string) => checks.find((each) => each.code === code)?.state

const plist = `<key>ifdVendorID</key><array><string>0x054C</string><string>0x072F</string></array>
<key>ifdProductID</key><array><string>0x0DC8</string><string>0x9999</string></array>`
const usb = (port: string, changes: Record<string, string> = {}): Record<string, string> => {
  const attributes = {
    idVendor: '054c',
    idProduct: '0dc8',
    speed: '12',
    'power/control': 'on',
    authorized: '1',
    ...changes,
  }
  return Object.fromEntries(
    Object.entries(attributes).map(([name, text]) => [`sys/bus/usb/devices/${port}/${name}`, `${text}\n`]),
  )
}
const goodReader = { ...usb('1-1'), 'usr/lib/pcsc/drivers/ifd-ccid.bundle/Contents/Info.plist': plist }

test('a machine with its reader in order has nothing to say against it', async () => {
  const root = rootWith({ ...goodReader, 'usr/sbin/pcscd': '', 'etc/reader.conf.d/libccidtwin': '# nothing\n' })
  mkdirSync(join(root, 'run/pcscd'), { recursive: true })
  const daemon = createServer().listen(join(root, 'run/pcscd/pcscd.comm'))
  onTestFinished(() => void daemon.close())
  const checks = await check(root, { readers: [card], services: [{ service: 'pcsc', state: 'ok' }] })
  expect(checks.filter(({ state }) => state !== 'ok')).toEqual([])
  expect(checks.map(({ code }) => code)).toEqual([
    'pcscd',
    'package-smartcard',
    'package-serialport',
    'package-node-hid',
    'virtual-cards',
    'reader-usb',
  ])
})

test('without the card service it fails as soon as there is a card reader, and only warns before', async () => {
  expect(stateOf(await check(rootWith({})), 'pcscd-missing')).toBe('warning')
  expect(stateOf(await check(rootWith({}), { readers: [card] }), 'pcscd-missing')).toBe('failed')
  expect(stateOf(await check(rootWith({}), { readers: [{ ...card, satellite: '遠い' }] }), 'pcscd-missing')).toBe(
    'warning',
  )
  expect(stateOf(await check(rootWith(goodReader)), 'pcscd-missing')).toBe('failed')
  const stopped = await check(rootWith({ 'usr/sbin/pcscd': '' }), { readers: [card] })
  expect(stopped[0]).toMatchObject({
    code: 'pcscd-stopped',
    state: 'failed',
    next: expect.stringMatching('pcscd.socket'),
  })
})

test('a package that cannot be loaded is named with what to install', async () => {
  const empty = tempDir()
  const checks = await check(rootWith({}), { project: empty, readers: [card] })
  expect(checks.find(({ code }) => code === 'package-smartcard')).toMatchObject({
    state: 'failed',
    text: expect.stringMatching('入っていません'),
    next: expect.stringMatching('libpcsclite-dev'),
  })
  expect(stateOf(checks, 'package-node-hid')).toBe('warning')
  // Native code that ends the process takes only the process of its own along.
  const fatal = join(tempDir(), 'fatal')
  mkdirSync(join(fatal, 'node_modules/smartcard'), { recursive: true })
  writeFileSync(join(fatal, 'node_modules/smartcard/index.js'), 'process.abort()')
  const after = await check(rootWith({}), { project: fatal })
  expect(after.find(({ code }) => code === 'package-smartcard')?.text).toMatch('止まります')
})

test('virtual cards in production are a failure: by their configuration or by their open port', async () => {
  const line = (port: number, state: string) =>
    `  sl  local_address rem_address   st\n   0: 00000000:${port.toString(16).toUpperCase()} 00000000:0000 ${state} 0\n`
  const named = await check(
    rootWith({ 'etc/reader.conf.d/vpcd': 'LIBPATH /usr/lib/pcsc/drivers/serial/libifdvpcd.so\n' }),
  )
  expect(named.find(({ code }) => code === 'virtual-cards')).toMatchObject({
    state: 'failed',
    text: expect.stringMatching('/etc/reader.conf.d/vpcd'),
  })
  expect(stateOf(await check(rootWith({ 'proc/net/tcp6': line(35964, '0A') })), 'virtual-cards')).toBe('failed')
  expect(stateOf(await check(rootWith({ 'proc/net/tcp': line(35963, '01') })), 'virtual-cards')).toBe('ok')
  expect(stateOf(await check(rootWith({ 'etc/reader.conf.d/x': '# LIBPATH libifdvpcd.so\n' })), 'virtual-cards')).toBe(
    'ok',
  )
})

test('where pcscd asks polkit, a rule must allow the box', async () => {
  const policy = { 'usr/share/polkit-1/actions/org.debian.pcsc-lite.policy': '' }
  expect(stateOf(await check(rootWith({})), 'polkit')).toBeUndefined()
  expect(stateOf(await check(rootWith(policy), { readers: [card] }), 'polkit')).toBe('failed')
  const rule = { 'etc/polkit-1/rules.d/50-kusuribako-pcsc.rules': 'action.id == "org.debian.pcsc-lite.access_pcsc"' }
  expect(stateOf(await check(rootWith({ ...policy, ...rule }), { readers: [card] }), 'polkit')).toBe('ok')
})

test('each reader on USB is looked at: power, speed, permission, driver', async () => {
  const look = async (changes: Record<string, string>) => check(rootWith({ ...goodReader, ...usb('1-1', changes) }))
  expect(stateOf(await look({ 'power/control': 'auto' }), 'reader-autosuspend')).toBe('warning')
  expect(stateOf(await look({ speed: '1.5' }), 'reader-slow')).toBe('warning')
  expect(stateOf(await look({ authorized: '0' }), 'reader-refused')).toBe('failed')
  const unknown = await look({ idVendor: '072f', idProduct: '2200' })
  expect(unknown.find(({ code }) => code === 'reader-driver')).toMatchObject({
    state: 'failed',
    next: expect.stringMatching('libacsccid1'),
  })
})

test('a reader that the kernel keeps for itself is named with the module to stop', async () => {
  const root = rootWith({ ...goodReader, 'proc/modules': 'pn533_usb 20480 0 - Live 0x0\nusbcore 1 0 - Live 0x0\n' })
  const loaded = await check(root)
  expect(stateOf(loaded, 'kernel-nfc')).toBe('warning')
  const interfaceFolder = join(root, 'sys/bus/usb/devices/1-1:1.0')
  mkdirSync(interfaceFolder, { recursive: true })
  symlinkSync('../../../bus/usb/drivers/pn533_usb', join(interfaceFolder, 'driver'))
  const taken = await check(root)
  expect(taken.find(({ code }) => code === 'reader-taken')).toMatchObject({
    state: 'failed',
    next: expect.stringMatching('blacklist pn533_usb'),
  })
  // Without a reader the module harms nobody.
  expect(
    stateOf(await check(rootWith({ 'proc/modules': 'pn533_usb 20480 0 - Live 0x0\n' })), 'kernel-nfc'),
  ).toBeUndefined()
})

test('a Sony reader that Linux cannot serve is named, and what to use instead', async () => {
  const checks = await check(rootWith({ ...goodReader, ...usb('1-2', { idProduct: '06c3' }) }))
  expect(checks.find(({ code }) => code === 'reader-unserved')).toMatchObject({
    state: 'warning',
    text: expect.stringMatching('RC-S380'),
    next: expect.stringMatching('RC-S300'),
  })
})

test('a reader that USB shows and the running box does not see is a failure', async () => {
  const root = rootWith({ ...goodReader, ...usb('1-2') })
  const services = [{ service: 'pcsc' as const, state: 'ok' as const }]
  expect(stateOf(await check(root, { readers: [card], services }), 'reader-unseen')).toBe('failed')
  expect(stateOf(await check(root, { readers: [card, card], services }), 'reader-unseen')).toBeUndefined()
  // A stopped box, or one with virtual readers only, looks at none.
  expect(stateOf(await check(root, { readers: [card], services: [] }), 'reader-unseen')).toBeUndefined()
})

test('a box that may not read the kernel log is told what it misses', async () => {
  const denied = await check(rootWith({}), { services: [{ service: 'usb', state: 'no-kernel-log' }] })
  expect(stateOf(denied, 'kernel-log')).toBe('warning')
  const far = { satellite: '調剤室', service: 'usb' as const, state: 'no-kernel-log' as const }
  expect(stateOf(await check(rootWith({}), { services: [far] }), 'kernel-log')).toBeUndefined()
  expect(
    stateOf(await check(rootWith({}), { services: [{ service: 'usb', state: 'ok' }] }), 'kernel-log'),
  ).toBeUndefined()
})

test('a program that probes serial ports is named where a scanner is', async () => {
  const serialPorts = [{ name: 'ttyACM0', label: '試験スキャナ', model: '0c2e:0b61', isScanner: true }]
  const root = rootWith({ 'usr/sbin/ModemManager': '' })
  expect(stateOf(await check(root, { serialPorts }), 'modem-manager')).toBe('warning')
  expect(stateOf(await check(root), 'modem-manager')).toBeUndefined()
  expect(stateOf(await check(rootWith({}), { serialPorts }), 'modem-manager')).toBeUndefined()
})

test('a serial line that is not taken for a scanner is named as it names itself, with what to do', async () => {
  const unknown = { name: 'ttyUSB0', label: '見本 USB-Serial Controller', model: '067b:2303', isScanner: false }
  const scanner = { name: 'ttyACM0', label: '試験スキャナ', model: '0c2e:0b61', isScanner: true }
  const checks = await check(rootWith({}), { serialPorts: [unknown, scanner] })
  const unused = checks.filter(({ code }) => code === 'serial-unused')
  expect(unused).toMatchObject([{ state: 'warning', next: expect.stringMatching('HID-POS') }])
  for (const word of ['ttyUSB0', '見本 USB-Serial Controller', '067b:2303']) expect(unused[0]!.text).toMatch(word)
})
