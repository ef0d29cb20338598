import type { FastifyRequest } from 'fastify'
import { networkInterfaces } from 'node:os'
import type { PhoneLink } from '../../contract/registration-code.ts'
import { phoneOrigin } from '../domain/phone-address.ts'

/** What a QR code says: the box's own address as a phone reaches it, and the path. */
export function phoneLink(request: FastifyRequest, path: string, isSecure: boolean): PhoneLink {
  // Asked for without TLS, or by a box that listens on loopback alone, no address of the LAN leads here.
  const isHere = request.server.addresses().every((at) => typeof at === 'object' && /^(127\.|::1$)/.test(at.address))
  const isOnTls = isSecure && request.protocol === 'https'
  const addresses = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)
  const { origin, isReachable } = phoneOrigin({
    isSecure: isOnTls,
    host: request.host,
    addresses: isHere ? [] : addresses,
  })
  return { url: origin + path, isReachable }
}
