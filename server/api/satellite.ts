import type { FastifyRequest } from 'fastify'
import { SatelliteAnswer, SatelliteRequest } from '../../contract/satellite.ts'
import type { SatelliteKeys } from '../access/satellites.ts'
import type { Satellite } from '../store/satellites.ts'
import { refuse } from './errors.ts'
import type { Api } from './route.ts'

/** What the running intake does with a satellite's words. */
export interface SatellitePort {
  /** Undefined when another start of the same satellite has taken over since. */
  receive(satellite: Satellite, request: SatelliteRequest): SatelliteAnswer | undefined
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sent the bearer key; only on the route below. */
    satellite: Satellite | null
  }
}

/** A code of 64 kB as base64, and everything else a reader may have told meanwhile. */
const bodyLimit = 1024 * 1024

/** What satellites send. No cookie opens this route: its own guard asks for the key of a satellite before anything else is read. */
export function satelliteRoutes(
  api: Api,
  { keys, satellites }: { keys: SatelliteKeys; satellites: SatellitePort },
): void {
  api.decorateRequest('satellite', null)
  api.post(
    '/api/satellite/events',
    {
      config: { isOpen: true },
      bodyLimit,
      onRequest: (request, _reply, done) => {
        request.satellite = admit(request, keys)
        done()
      },
      schema: { tags: ['satellite'], body: SatelliteRequest, response: { 200: SatelliteAnswer } },
    },
    ({ satellite, body }) => {
      if (!satellite) return refuse('unknown-satellite')
      return satellites.receive(satellite, body) ?? refuse('satellite-replaced')
    },
  )
}

function admit({ headers, ip }: FastifyRequest, keys: SatelliteKeys): Satellite {
  const [, key] = /^Bearer (\S{1,200})$/.exec(headers.authorization ?? '') ?? []
  if (key === undefined) return refuse('unknown-satellite')
  const outcome = keys.admit(key, ip)
  if (outcome.ok) return outcome.satellite
  return refuse(outcome.code, outcome.code === 'too-many-attempts' ? outcome.waitMs : undefined)
}
