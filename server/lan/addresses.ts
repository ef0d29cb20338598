import { networkInterfaces } from 'node:os'

type ReadInterfaces = typeof networkInterfaces

/**
 * Addresses at which other machines reach this one, IPv4 first. Loopback is left out, and so are link-local IPv6 addresses: a browser
 * cannot open them.
 */
export function listAddresses(read: ReadInterfaces = networkInterfaces): string[] {
  const found = Object.values(read())
    .flatMap((each) => each ?? [])
    .filter(({ internal, family, scopeid }) => !internal && (family === 'IPv4' || scopeid === 0))
  const of = (wanted: string) => found.filter(({ family }) => family === wanted).map(({ address }) => address)
  return [...new Set([...of('IPv4').sort(), ...of('IPv6').sort()])]
}

export interface AddressWatch {
  /** Looks now; for tests, and for whoever knows that something changed. */
  look(): void
  stop(): void
}

/** Node tells nobody of a cable or a new lease, and to ask costs next to nothing. */
const lookEveryMs = 5000

/** Calls `onChange` with all addresses whenever they are others than before, and keeps no process alive. */
export function watchAddresses(onChange: (addresses: string[]) => void, list = listAddresses): AddressWatch {
  let known = list().join()
  const look = (): void => {
    const addresses = list()
    if (addresses.join() === known) return
    known = addresses.join()
    onChange(addresses)
  }
  const timer = setInterval(look, lookEveryMs)
  timer.unref()
  return {
    look,
    stop() {
      clearInterval(timer)
    },
  }
}
