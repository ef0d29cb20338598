import type { FastifyRequest } from 'fastify'
import { NewPin, NewStaffCard, OwnPin } from '../../contract/lock.ts'
import { placeOf } from '../access/attempts.ts'
import { sessionCookieName } from '../access/cookie.ts'
import type { Hold } from '../access/factors.ts'
import { setPin } from '../access/pins.ts'
import type { Sessions } from '../access/sessions.ts'
import type { Store } from '../store/open.ts'
import { deletePin, findPin, findStaffCard, mostWrongPins, removeStaffCard, saveStaffCard } from '../store/pins.ts'
import { refuse } from './errors.ts'
import type { Api } from './route.ts'
import { staffIdOf } from './staff-id.ts'

export interface StaffCardPort {
  /** The card that lies on a reader of this counter, as it is stored: the card id itself stays with the readers. */
  lyingHash(counterId: string): Buffer | undefined
}

/** The own PIN on this device, and the own 職員カード. Setting either asks the password once more. */
export function pinRoutes(
  api: Api,
  {
    store,
    sessions,
    readers,
    isSecure,
  }: { store: Store; sessions: Sessions; readers: StaffCardPort; isSecure: boolean },
): void {
  const tags = ['account']
  const config = { right: 'own-account' } as const

  const seatOf = ({ session, deviceId }: FastifyRequest) => ({
    staffId: staffIdOf(session),
    deviceId: deviceId ?? refuse('pin-not-here'),
  })

  async function prove(request: FastifyRequest, current: string): Promise<Hold> {
    const { session, ip, deviceId, cookies } = request
    const proof = await sessions.provePassword(session ?? refuse('not-signed-in'), current, placeOf(ip, deviceId))
    if (proof.ok) return sessions.hold(cookies[sessionCookieName(isSecure)] ?? '', proof)
    return refuse(proof.code, proof.code === 'too-many-attempts' ? proof.waitMs : undefined)
  }

  api.get('/api/account/pin', { config, schema: { tags, response: { 200: OwnPin } } }, ({ session, deviceId }) => {
    const staffId = staffIdOf(session)
    const pin = deviceId === null ? undefined : findPin(store, { staffId, deviceId })
    return {
      mayHave: deviceId !== null,
      setAt: pin?.setAt ?? null,
      isSpent: (pin?.failures ?? 0) >= mostWrongPins,
      cardSince: findStaffCard(store, staffId)?.registeredAt ?? null,
    }
  })

  api.post('/api/account/pin', { config, schema: { tags, body: NewPin } }, async (request, reply) => {
    const seat = seatOf(request)
    const hold = await prove(request, request.body.current)
    const outcome = (await setPin(store, seat, request.body.pin, hold)) ?? refuse('not-signed-in')
    if (outcome !== 'ok') refuse(outcome)
    return reply.code(204).send()
  })

  api.delete('/api/account/pin', { config, schema: { tags } }, (request, reply) => {
    deletePin(store, seatOf(request))
    return reply.code(204).send()
  })

  api.post('/api/account/card', { config, schema: { tags, body: NewStaffCard } }, async (request, reply) => {
    const hold = await prove(request, request.body.current)
    const idHash = readers.lyingHash(request.body.counterId) ?? refuse('card-not-lying')
    const isSaved = hold(() => saveStaffCard(store, staffIdOf(request.session), idHash)) ?? refuse('not-signed-in')
    if (!isSaved) refuse('card-in-use')
    return reply.code(204).send()
  })

  api.delete('/api/account/card', { config, schema: { tags } }, ({ session }, reply) => {
    removeStaffCard(store, staffIdOf(session))
    return reply.code(204).send()
  })
}
