import { Type } from 'typebox'
import { JanProposal, Otc, OtcContent, TypedOtc } from '../../contract/otc.ts'
import { readJan, type JanOutcome } from '../domain/jan.ts'
import { readTypedOtc } from '../domain/typed-otc.ts'
import type { Store } from '../store/open.ts'
import { findNameOfJan, findScannedJan, otc } from '../store/otc.ts'
import { entryRoutes } from './entries.ts'
import { refuse, refuseFields } from './errors.ts'
import { IdParams, type Api } from './route.ts'

const JanQuery = Type.Object({ jan: Type.String({ maxLength: 40 }) }, { additionalProperties: false })

/** 市販薬, and what the box knows of a JAN: there is no master, so the name typed last for it is proposed. */
export function otcRoutes(api: Api, { store }: { store: Store }): void {
  entryRoutes<TypedOtc, OtcContent>(api, {
    store,
    path: 'otc',
    shape: otc,
    schemas: { typed: TypedOtc, content: OtcContent, entry: Otc },
    read: readTypedOtc,
  })

  const config = { right: 'patients' } as const
  const answer = (jan: JanOutcome): JanProposal =>
    jan.ok
      ? { jan: jan.jan, name: findNameOfJan(store, jan.jan) }
      : refuseFields([{ path: 'query/jan', message: jan.code }])

  api.get(
    '/api/otc-names',
    { config, schema: { tags: ['otc'], querystring: JanQuery, response: { 200: JanProposal } } },
    ({ query }) => answer(readJan(query.jan)),
  )

  api.get(
    '/api/scans/:id/jan',
    { config, schema: { tags: ['otc'], params: IdParams, response: { 200: JanProposal } } },
    ({ params }) => {
      const digits = findScannedJan(store, params.id)
      return digits === undefined ? refuse('not-found') : answer(readJan(digits))
    },
  )
}
