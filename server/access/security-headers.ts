import type { FastifyReply, FastifyRequest } from 'fastify'

/** For the pages of the box itself: nothing from elsewhere, no script but its own files, in nobody's frame. */
const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** What every answer carries, whoever it comes from: a route, the socket, or the server before it knew a route. */
export const securityHeaders = {
  'content-security-policy': pagePolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), payment=(), display-capture=()',
}

/** A browser remembers it for every port of a name: never for `localhost`, which is others' too, and the plain address of this box. */
export const onlyByTls = (isTls: boolean, host: string): Record<string, string> =>
  isTls && host !== 'localhost' ? { 'strict-transport-security': 'max-age=31536000' } : {}

/** Pages for phones have a policy of their own, which stays. */
export function giveSecurityHeaders({ protocol, hostname }: FastifyRequest, reply: FastifyReply): void {
  for (const [name, value] of Object.entries({ ...securityHeaders, ...onlyByTls(protocol === 'https', hostname) }))
    if (!reply.hasHeader(name)) void reply.header(name, value)
}
