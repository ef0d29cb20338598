import { isIP } from 'node:net'

/** Is this the box itself, by the `Host` a request carries? */
export type OwnHost = (host: string | undefined) => boolean

const label = '[0-9a-z](?:[0-9a-z-]{0,61}[0-9a-z])?'
const hostForm = new RegExp(`^(?:(${label}(?:\\.${label})*)\\.?|\\[([0-9a-f:.]+)\\])(?::\\d{1,5})?$`, 'i')

/**
 * Against DNS rebinding: a page of a stranger whose name was pointed at the box says that name as its `Host`. An address is never such a
 * name, and `localhost` is nobody else's.
 * @param covers does the certificate of the box stand for this name? Nothing else is asked when there is none
 */
export function createOwnHost(covers: (name: string) => boolean = () => false): OwnHost {
  return (host) => {
    const [, name, bracketed] = hostForm.exec(host ?? '') ?? []
    if (bracketed !== undefined) return isIP(bracketed) === 6
    if (name === undefined) return false
    return isIP(name) === 4 || name.toLowerCase() === 'localhost' || covers(name.toLowerCase())
  }
}

/** Does a page of this `Origin` come from the very place it asks: scheme, host and port? */
export function isOwnOrigin(origin: string, host: string | undefined, isSecure: boolean): boolean {
  const own = `${isSecure ? 'https' : 'http'}://${host ?? ''}`
  return URL.canParse(origin) && URL.canParse(own) && new URL(origin).origin === new URL(own).origin
}
