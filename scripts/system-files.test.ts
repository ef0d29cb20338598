import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { readerModels } from '../drivers/discovery.ts'
import { looksLikeScanner } from '../drivers/serial/find-scanners.ts'

const read = (path: string): string => readFileSync(join(import.meta.dirname, '../systemd', path), 'utf8')

test('every reader the drivers know is kept out of USB power saving', () => {
  const awake = new Set<string>()
  const line = /ATTR\{idVendor\}=="([0-9a-f]{4})", ATTR\{idProduct\}=="([0-9a-f|]+)".*ATTR\{power\/control\}="on"$/gm
  for (const [, vendor = '', products = ''] of read('udev/95-kusuribako.rules').matchAll(line)) {
    for (const product of products.split('|')) awake.add(`${vendor}:${product}`)
  }
  expect([...awake].toSorted()).toEqual(readerModels.map(({ vendor, product }) => `${vendor}:${product}`).toSorted())
})

test('every scanner that the drivers open unasked may be opened, and is no modem', () => {
  const lines = read('udev/95-kusuribako.rules').split('\n')
  const makers = (subsystem: string) =>
    /ATTRS\{idVendor\}=="([0-9a-f|]+)"/.exec(
      lines.find((line) => line.startsWith(`SUBSYSTEM=="${subsystem}"`)) ?? '',
    )?.[1]
  const serial = makers('tty')!.split('|')
  for (const vendor of serial) {
    expect(looksLikeScanner({ vendor, label: '' } as Parameters<typeof looksLikeScanner>[0])).toBe(true)
  }
  expect(makers('hidraw')!.split('|')).toEqual(serial)
  expect(lines.find((line) => line.startsWith('SUBSYSTEM=="tty"'))).toMatch('ID_MM_DEVICE_IGNORE')
})

test('the polkit rule allows the box its two actions, and says nothing of anybody or anything else', () => {
  type Rule = (action: { id: string }, subject: { user: string }) => unknown
  const rules: Rule[] = []
  const polkit = { Result: { YES: 'yes' }, addRule: (rule: Rule) => rules.push(rule) }
  runInNewContext(read('polkit/50-kusuribako-pcsc.rules'), { polkit })
  const ask = (id: string, user: string) => rules.map((rule) => rule({ id }, { user }))
  expect(ask('org.debian.pcsc-lite.access_pcsc', 'kusuribako')).toEqual(['yes'])
  expect(ask('org.debian.pcsc-lite.access_card', 'kusuribako')).toEqual(['yes'])
  expect(ask('org.debian.pcsc-lite.access_card', 'dareka')).toEqual([undefined])
  expect(ask('org.freedesktop.login1.reboot', 'kusuribako')).toEqual([undefined])
})
