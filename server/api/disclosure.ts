import { Type } from 'typebox'
import { Disclosure, DisclosureSetting, GivenReason, NewDisclosureReason } from '../../contract/disclosure.ts'
import { pageOf } from '../../contract/page.ts'
import { Id } from '../../contract/text.ts'
import {
  editDisclosureSetting,
  findDisclosure,
  findDisclosureSetting,
  listReasons,
  openByReason,
  withdrawDisclosure,
} from '../store/disclosure.ts'
import { currentMemberId } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import { refuse, refuseFields, refuseStale } from './errors.ts'
import { IdParams, pageSize, type Api } from './route.ts'
import { staffIdOf } from './staff-id.ts'

const ListQuery = Type.Object({ cursor: Type.Optional(Id) }, { additionalProperties: false })

/** 他施設・ご本人の記録の表示: whether it is open, the reason that opens it, the person's withdrawal, and how long a presentation counts. */
export function disclosureRoutes(api: Api, { store }: { store: Store }): void {
  const tags = ['disclosure']
  const one = '/api/members/:id/disclosure'
  const config = { right: 'patients' } as const

  api.get(one, { config, schema: { tags, params: IdParams, response: { 200: Disclosure } } }, ({ params, session }) => {
    if (currentMemberId(store, params.id) === undefined) refuse('not-found')
    return findDisclosure(store, params.id, staffIdOf(session))
  })

  api.post(
    one,
    { config, schema: { tags, params: IdParams, body: NewDisclosureReason, response: { 201: Disclosure } } },
    ({ params, body, session }, reply) => {
      if (body.reason === 'other' && body.note.trim() === '')
        refuseFields([{ path: 'body/note', message: 'note-needed' }])
      const opened = openByReason(store, params.id, body, staffIdOf(session)) ?? refuse('not-found')
      void reply.code(201)
      return opened
    },
  )

  api.delete(
    one,
    { config, schema: { tags, params: IdParams, response: { 200: Disclosure } } },
    ({ params, session }) => withdrawDisclosure(store, params.id, staffIdOf(session)) ?? refuse('not-found'),
  )

  api.get(
    '/api/disclosure-reasons',
    { config: { right: 'audit' }, schema: { tags, querystring: ListQuery, response: { 200: pageOf(GivenReason) } } },
    ({ query }) => listReasons(store, query.cursor ?? null, pageSize),
  )

  api.get('/api/disclosure-setting', { config, schema: { tags, response: { 200: DisclosureSetting } } }, () =>
    findDisclosureSetting(store),
  )

  api.patch(
    '/api/disclosure-setting',
    {
      config: { right: 'settings' },
      schema: { tags, body: DisclosureSetting, response: { 200: DisclosureSetting } },
    },
    ({ body, session }) => {
      const edited = editDisclosureSetting(store, body, staffIdOf(session))
      return edited.ok ? edited.setting : refuseStale(edited.current)
    },
  )
}
