export interface AddressFacts {
  /** Only a box with a certificate serves the LAN. */
  isSecure: boolean
  /** What the page of the PC calls the box: host, and port where it is not the usual one. */
  host: string
  /** IPv4 addresses of the box on its networks, its own loopback left out. */
  addresses: readonly string[]
}

/**
 * How a phone on the LAN calls the box: as the PC does, unless that is the box itself, which a phone knows only by its address. The
 * host comes from a page that is signed in and of the same origin (server/api/guard.ts).
 */
export function phoneOrigin({ isSecure, host, addresses }: AddressFacts): { origin: string; isReachable: boolean } {
  const scheme = isSecure ? 'https' : 'http'
  const url = new URL(URL.canParse(`${scheme}://${host}`) ? `${scheme}://${host}` : `${scheme}://localhost`)
  const isOwn = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)
  const [address] = addresses
  if (isOwn && isSecure && address !== undefined) url.hostname = address
  return { origin: url.origin, isReachable: isSecure && (!isOwn || address !== undefined) }
}
