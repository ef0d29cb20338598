import type { NetworkInterfaceInfo } from 'node:os'
import { expect, test } from 'vitest'
import { listAddresses, watchAddresses } from './addresses.ts'

const v4 = (address: string, internal = false): NetworkInterfaceInfo => ({
  ...{ address, family: 'IPv4', internal, netmask: '255.255.255.0', mac: '00:00:00:00:00:00', cidr: null },
})
const v6 = (address: string, scopeid = 0, internal = false): NetworkInterfaceInfo => ({
  ...{ address, family: 'IPv6', internal, scopeid, netmask: 'ffff:ffff::', mac: '00:00:00:00:00:00', cidr: null },
})

test('the addresses are those another machine can type into a browser, IPv4 first', () => {
  const read = () => ({
    lo: [v4('127.0.0.1', true), v6('::1', 0, true)],
    wlan0: [v6('fe80::1', 3), v6('fd00::5'), v4('192.168.11.7')],
    eth0: [v4('10.0.0.4'), v4('192.168.11.7')],
    gone: undefined,
  })
  expect(listAddresses(read)).toEqual(['10.0.0.4', '192.168.11.7', 'fd00::5'])
})

test('a new address is told once, and the same addresses are not told again', () => {
  let now = ['10.0.0.4']
  const told: string[][] = []
  const watch = watchAddresses(
    (addresses) => told.push(addresses),
    () => now,
  )
  watch.look()
  now = ['10.0.0.5']
  watch.look()
  watch.look()
  now = []
  watch.look()
  watch.stop()
  expect(told).toEqual([['10.0.0.5'], []])
})
