import { Type } from 'typebox'
import { searchPageOf } from '../../contract/page.ts'
import { Patient } from '../../contract/patient.ts'
import { sightOf } from '../store/disclosure.ts'
import type { Whose } from '../store/history.ts'
import { findMember } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import { findPatient } from '../store/patients.ts'
import { searchPatients } from '../store/search.ts'
import { refuse } from './errors.ts'
import { HistoryPage, HistoryQuery, readHistory, readTaking, TakingPage, TakingQuery } from './history.ts'
import { searchOf, SearchQuery } from './people.ts'
import { IdParams, type Api } from './route.ts'
import { staffIdOf } from './staff-id.ts'

const notebook = { notebook: Type.Optional(Type.Boolean()) }
const closed = { additionalProperties: false }
const PatientHistoryQuery = Type.Object({ ...HistoryQuery.properties, ...notebook }, closed)
const PatientTakingQuery = Type.Object({ ...TakingQuery.properties, ...notebook }, closed)

/** レセコンの患者: search, one, and what they were given. */
export function patientRoutes(api: Api, { store }: { store: Store }): void {
  const config = { right: 'patients' } as const

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
    ({ params, query, session }) => {
      const patient = findPatient(store, params.id) ?? refuse('not-found')
      return readHistory(store, whose(store, patient, query, staffIdOf(session)), query)
    },
  )

  api.get(
    '/api/patients/:id/taking',
    {
      config,
      schema: { tags: ['patients'], params: IdParams, querystring: PatientTakingQuery, response: { 200: TakingPage } },
    },
    ({ params, query, session }) => {
      const patient = findPatient(store, params.id) ?? refuse('not-found')
      return readTaking(store, whose(store, patient, query, staffIdOf(session)), query)
    },
  )
}

/** With `notebook`, of a patient whose dispensings flow into a member's notebook: that whole notebook. */
function whose(
  store: Store,
  { id, memberId }: Patient,
  { notebook = false }: { notebook?: boolean },
  staffId: string,
): Whose {
  const member = notebook && memberId !== null ? findMember(store, memberId) : undefined
  return member
    ? { patientIds: member.patientIds, memberId: member.id, sight: sightOf(store, member.id, staffId) }
    : { patientIds: [id], memberId: null, sight: 'closed' }
}
