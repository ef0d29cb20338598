import { GivenUploadTicket, NewUploadTicket, UploadTicket } from '../../contract/image.ts'
import { hashCode, makeCode } from '../access/one-time-codes.ts'
import { currentMemberId } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import { closeUploadTicket, findUploadTicket, giveUploadTicket } from '../store/upload-tickets.ts'
import { refuse } from './errors.ts'
import { phoneLink } from './phone-link.ts'
import { IdParams, type Api } from './route.ts'
import { staffIdOf } from './staff-id.ts'

/** A one-time QR code with which a phone on the LAN sends 処方箋 images. */
export function uploadTicketRoutes(api: Api, { store, isSecure }: { store: Store; isSecure: boolean }): void {
  const tags = ['images']

  api.post(
    '/api/upload-tickets',
    { config: { right: 'patients' }, schema: { tags, body: NewUploadTicket, response: { 201: GivenUploadTicket } } },
    (request, reply) => {
      const { body, session } = request
      const plain = makeCode()
      const memberId = body.memberId === null ? null : (currentMemberId(store, body.memberId) ?? refuse('not-found'))
      const ticket = giveUploadTicket(store, { codeHash: hashCode(plain), memberId, staffId: staffIdOf(session) })
      void reply.code(201)
      return { ticket, link: phoneLink(request, `/u/${plain}`, isSecure) }
    },
  )

  api.get(
    '/api/upload-tickets/:id',
    { config: { right: 'patients' }, schema: { tags, params: IdParams, response: { 200: UploadTicket } } },
    ({ params }) => findUploadTicket(store, params.id) ?? refuse('not-found'),
  )

  api.post(
    '/api/upload-tickets/:id/close',
    { config: { right: 'patients' }, schema: { tags, params: IdParams } },
    ({ params }, reply) => {
      closeUploadTicket(store, params.id)
      return reply.code(204).send()
    },
  )
}
