import { Type } from 'typebox'
import { Consent, Terms, TermsEdit } from '../../contract/card-issue.ts'
import { pageOf } from '../../contract/page.ts'
import { findMember } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import { listConsents, listTerms, newestTerms, saveTerms } from '../store/terms.ts'
import { refuse, refuseStale } from './errors.ts'
import { IdParams, pageSize, type Api } from './route.ts'

const Cursor = Type.Object({ cursor: Type.Optional(Type.Integer({ minimum: 1 })) }, { additionalProperties: false })

/** 利用規約 with all its versions, and who consented to which. */
export function termsRoutes(api: Api, { store }: { store: Store }): void {
  const tags = ['terms']
  const config = { right: 'patients' } as const

  api.get('/api/terms', { config, schema: { tags, response: { 200: Terms } } }, () => newestTerms(store))

  api.get(
    '/api/terms/versions',
    { config, schema: { tags, querystring: Cursor, response: { 200: pageOf(Terms) } } },
    ({ query }) => listTerms(store, query.cursor ?? null, pageSize),
  )

  api.post(
    '/api/terms',
    { config: { right: 'settings' }, schema: { tags, body: TermsEdit, response: { 201: Terms } } },
    ({ body, session }, reply) => {
      const saved = saveTerms(store, body.body, body.version, session?.staff.id ?? refuse('not-signed-in'))
      if (!saved.ok) return refuseStale(saved.current)
      void reply.code(201)
      return saved.terms
    },
  )

  api.get(
    '/api/members/:id/consents',
    { config, schema: { tags, params: IdParams, response: { 200: pageOf(Consent) } } },
    ({ params }) => {
      if (!findMember(store, params.id)) return refuse('not-found')
      return { items: listConsents(store, params.id, pageSize), next: null }
    },
  )
}
