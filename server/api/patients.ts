import { Type } from 'typebox'
import { pageOf } from '../../contract/page.ts'
import { Patient } from '../../contract/patient.ts'
import { readTypedDate } from '../domain/typed-date.ts'
import type { Store } from '../store/open.ts'
import { findPatient, searchPatients } from '../store/patients.ts'
import { refuse } from './errors.ts'
import { HistoryPage, HistoryQuery, readHistory, readTaking, TakingPage, TakingQuery } from './history.ts'
import { IdParams, type Api } from './route.ts'

const searchLimit = 30
const SearchQuery = Type.Object({ q: Type.String({ maxLength: 100 }) }, { additionalProperties: false })

/** レセコンの患者: search, one, and what they were given. */
export function patientRoutes(api: Api, { store }: { store: Store }): void {
  api.get(
    '/api/patients',
    { schema: { tags: ['patients'], querystring: SearchQuery, response: { 200: pageOf(Patient) } } },
    ({ query }) => ({ items: searchPatients(store, query.q, readTypedDate(query.q), searchLimit), next: null }),
  )

  api.get(
    '/api/patients/:id',
    { schema: { tags: ['patients'], params: IdParams, response: { 200: Patient } } },
    (request) => findPatient(store, request.params.id) ?? refuse('not-found'),
  )

  api.get(
    '/api/patients/:id/dispensings',
    { schema: { tags: ['patients'], params: IdParams, querystring: HistoryQuery, response: { 200: HistoryPage } } },
    (request) => {
      const patient = findPatient(store, request.params.id)
      return patient ? readHistory(store, [patient.id], request.query) : refuse('not-found')
    },
  )

  api.get(
    '/api/patients/:id/taking',
    { schema: { tags: ['patients'], params: IdParams, querystring: TakingQuery, response: { 200: TakingPage } } },
    (request) => {
      const patient = findPatient(store, request.params.id)
      return patient ? readTaking(store, [patient.id], request.query) : refuse('not-found')
    },
  )
}
