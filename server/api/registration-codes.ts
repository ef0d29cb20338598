import { Type } from 'typebox'
import {
  CardProof,
  GivenRegistrationCode,
  NewRegistrationCode,
  RegistrationCode,
} from '../../contract/registration-code.ts'
import { pageOf } from '../../contract/page.ts'
import { Id } from '../../contract/text.ts'
import { hashCode, makeCode } from '../access/one-time-codes.ts'
import { findMember } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import {
  findProof,
  giveRegistrationCode,
  listRegistrationCodes,
  revokeRegistrationCode,
} from '../store/registration-codes.ts'
import { refuse } from './errors.ts'
import { phoneLink } from './phone-link.ts'
import { IdParams, pageSize, type Api } from './route.ts'
import { staffIdOf } from './staff-id.ts'

const ListQuery = Type.Object({ cursor: Type.Optional(Id) }, { additionalProperties: false })
const ProofQuery = Type.Object({ counterId: Type.Optional(Id) }, { additionalProperties: false })

/** アプリ会員登録用QRコード: given out after a touch of the card, listed, revoked. */
export function registrationCodeRoutes(api: Api, { store, isSecure }: { store: Store; isSecure: boolean }): void {
  const tags = ['registration codes']
  const idOf = (id: string): string => findMember(store, id)?.id ?? refuse('not-found')

  api.get(
    '/api/members/:id/card-proof',
    {
      config: { right: 'patients' },
      schema: { tags, params: IdParams, querystring: ProofQuery, response: { 200: CardProof } },
    },
    ({ params, query }) => {
      const { visitId: _visitId, ...proof } = findProof(store, idOf(params.id), query.counterId ?? null)
      return proof
    },
  )

  api.get(
    '/api/members/:id/registration-codes',
    {
      config: { right: 'patients' },
      schema: { tags, params: IdParams, querystring: ListQuery, response: { 200: pageOf(RegistrationCode) } },
    },
    ({ params, query }) => {
      const codes = listRegistrationCodes(store, idOf(params.id), query.cursor ?? null, pageSize + 1)
      const items = codes.slice(0, pageSize)
      return { items, next: codes.length > pageSize ? (items.at(-1)?.id ?? null) : null }
    },
  )

  api.post(
    '/api/members/:id/registration-codes',
    {
      config: { right: 'patients' },
      schema: { tags, params: IdParams, body: NewRegistrationCode, response: { 201: GivenRegistrationCode } },
    },
    (request, reply) => {
      const { params, body, session } = request
      // Known here and on the paper, nowhere else.
      const plain = makeCode()
      const given = giveRegistrationCode(store, {
        memberId: params.id,
        counterId: body.counterId,
        medium: body.medium,
        codeHash: hashCode(plain),
        staffId: staffIdOf(session),
      })
      if (!given.ok) return refuse(given.code)
      void reply.code(201)
      return { code: given.code, link: phoneLink(request, `/r/${plain}`, isSecure) }
    },
  )

  api.post(
    '/api/registration-codes/:id/revoke',
    { config: { right: 'patients' }, schema: { tags, params: IdParams } },
    ({ params, session }, reply) => {
      if (!revokeRegistrationCode(store, params.id, staffIdOf(session))) refuse('not-found')
      return reply.code(204).send()
    },
  )
}
