import { Type } from 'typebox'
import { searchPageOf } from '../../contract/page.ts'
import { Patient } from '../../contract/patient.ts'
import type { Whose } from '../store/history.ts'
import { findMember } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import { findPatient } from '../store/patients.ts'
import { searchPatients } from '../store/search.ts'
import { refuse } from './errors.ts'
import { HistoryPage, HistoryQuery, readHistory, readTaking, TakingPage, TakingQuery } from './history.ts'
import { searchOf, SearchQuery } from './people.ts'
import { deskRoles, IdParams, type Api } from './route.ts'

const notebook = { notebook: Type.Optional(Type.Boolean()) }
const closed = { additionalProperties: false }
const PatientHistoryQuery = Type.Object({ ...HistoryQuery.properties, ...notebook }, closed)
const PatientTakingQuery = Type.Object({ ...TakingQuery.properties, ...notebook }, closed)

/** レセコンの患者: search, one, and what they were given. */
export function patientRoutes(api: Api, { store }: { store: Store }): void {
  const config = { roles: deskRoles }

  api.get(
    '/api/patients',
    { config, schema: { tags: ['patients'], querystring: SearchQuery, response: { 200: searchPageOf(Patient) } } },
    async ({ query }) => {
      const { questions, window } = await searchOf(query)
      return searchPatients(store, questions, window)
    },
  )

  api.get(
    '/api/patients/:id',
    { config, schema: { tags: ['patients'], params: IdParams, response: { 200: Patient } } },
    (request) => findPatient(store, request.params.id) ?? refuse('not-found'),
  )

  api.get(
    '/api/patients/:id/dispensings',
    {
      config,
      schema: {
        tags: ['patients'],
        params: IdParams,
        querystring: PatientHistoryQuery,
        response: { 200: HistoryPage },
      },
    },
    (request) => {
      const patient = findPatient(store, request.params.id)
      return patient ? readHistory(store, whose(store, patient, request.query), request.query) : refuse('not-found')
    },
  )

  api.get(
    '/api/patients/:id/taking',
    {
      config,
      schema: { tags: ['patients'], params: IdParams, querystring: PatientTakingQuery, response: { 200: TakingPage } },
    },
    (request) => {
      const patient = findPatient(store, request.params.id)
      return patient ? readTaking(store, whose(store, patient, request.query), request.query) : refuse('not-found')
    },
  )
}

/** With `notebook`, of a patient whose dispensings flow into a member's notebook: that whole notebook. */
function whose(store: Store, { id, memberId }: Patient, { notebook = false }: { notebook?: boolean }): Whose {
  const member = notebook && memberId !== null ? findMember(store, memberId) : undefined
  return member ? { patientIds: member.patientIds, memberId: member.id } : { patientIds: [id], memberId: null }
}
