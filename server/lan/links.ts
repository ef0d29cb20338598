import { readFileSync } from 'node:fs'
import { isIPv4 } from 'node:net'
import { networkInterfaces } from 'node:os'

/** A network card that is up and has IPv4 addresses. */
export interface Link {
  /** As the system calls it, such as `eth0`. */
  name: string
  addresses: { address: string; prefix: number }[]
  /** Another text after every unplugging, however short, and for another card under the same name. */
  epoch: string
}

/** The cards of this machine by which other machines can be reached. Point-to-point tunnels have no neighbours and are left out. */
export function listLinks(): Link[] {
  return Object.entries(networkInterfaces()).flatMap(([name, entries = []]) => {
    const addresses = entries
      .filter(({ address, internal, cidr }) => isIPv4(address) && !internal && cidr !== null)
      .map(({ address, cidr }) => ({ address, prefix: Number(cidr?.split('/')[1]) }))
      .filter(({ prefix }) => prefix < 32)
    return addresses.length === 0 ? [] : [{ name, addresses, epoch: epochOf(name) }]
  })
}

/** Source: Documentation/ABI/testing/sysfs-class-net of the Linux kernel. */
const epochOf = (name: string): string => `${sysfs(name, 'ifindex')}/${sysfs(name, 'carrier_changes')}`

function sysfs(name: string, file: string): string {
  try {
    return readFileSync(`/sys/class/net/${name}/${file}`, 'utf8').trim()
  } catch {
    return ''
  }
}

/** Two links of the same key need nothing done. */
export const keyOf = ({ name, addresses, epoch }: Link): string =>
  [name, epoch, ...addresses.map(({ address, prefix }) => `${address}/${prefix}`)].join(' ')

/** Is this sender on the same wire? What comes from elsewhere is no mDNS (RFC 6762, 11). */
export const isNeighbour = ({ addresses }: Link, sender: string): boolean =>
  isIPv4(sender) && addresses.some(({ address, prefix }) => network(address, prefix) === network(sender, prefix))

const network = (address: string, prefix: number): number => {
  const bits = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  return Math.floor(bits / 2 ** (32 - prefix))
}
