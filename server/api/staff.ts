import { pageOf } from '../../contract/page.ts'
import { NewStaff, Principal, Staff, StaffEdit, StaffVersion, StartCode } from '../../contract/staff.ts'
import { listPrincipals } from '../access/principals.ts'
import type { Sessions } from '../access/sessions.ts'
import { addStaff, resetStaff, type GivenStart } from '../access/staff.ts'
import type { Store } from '../store/open.ts'
import { editStaff, endStaff, listStaff, resumeStaff, type StaffOutcome } from '../store/staff.ts'
import { refuse, refuseStale } from './errors.ts'
import { IdParams, type Api } from './route.ts'
import { staffIdOf } from './staff-id.ts'

/** 職員: who may sign in. A few dozen, so the list is whole. */
export function staffRoutes(api: Api, { store, sessions }: { store: Store; sessions: Sessions }): void {
  const tags = ['staff']
  const config = { right: 'staff' } as const

  /** Whose account was changed may have been signed in: open pages are told at once. */
  function done(outcome: StaffOutcome): Staff {
    sessions.noteEnd()
    if (outcome.ok) return outcome.staff
    return outcome.code === 'stale-version' ? refuseStale(outcome.current) : refuse(outcome.code)
  }

  function given(outcome: GivenStart): StartCode {
    sessions.noteEnd()
    return outcome.ok ? outcome.given : refuse(outcome.code)
  }

  api.get('/api/staff', { config, schema: { tags, response: { 200: pageOf(Staff) } } }, () => ({
    items: listStaff(store),
    next: null,
  }))

  api.get(
    '/api/staff/principals',
    { config: { right: 'patients' }, schema: { tags, response: { 200: pageOf(Principal) } } },
    ({ session }) => ({ items: listPrincipals(store, staffIdOf(session)), next: null }),
  )

  api.post(
    '/api/staff',
    { config, schema: { tags, body: NewStaff, response: { 201: StartCode } } },
    ({ body, session }, reply) => {
      const start = given(addStaff(store, body, staffIdOf(session)))
      void reply.code(201)
      return start
    },
  )

  api.patch(
    '/api/staff/:id',
    { config, schema: { tags, params: IdParams, body: StaffEdit, response: { 200: Staff } } },
    ({ params, body, session }) =>
      done(
        editStaff(store, params.id, { ...body, name: body.name.trim(), kana: body.kana.trim() }, staffIdOf(session)),
      ),
  )

  api.post(
    '/api/staff/:id/end',
    { config, schema: { tags, params: IdParams, body: StaffVersion, response: { 200: Staff } } },
    ({ params, body, session }) => done(endStaff(store, params.id, body.version, staffIdOf(session))),
  )

  api.post(
    '/api/staff/:id/resumption',
    { config, schema: { tags, params: IdParams, body: StaffVersion, response: { 200: Staff } } },
    ({ params, body, session }) => done(resumeStaff(store, params.id, body.version, staffIdOf(session))),
  )

  api.post(
    '/api/staff/:id/start-code',
    { config, schema: { tags, params: IdParams, response: { 201: StartCode } } },
    ({ params, session }, reply) => {
      const start = given(resetStaff(store, params.id, staffIdOf(session)))
      void reply.code(201)
      return start
    },
  )
}
