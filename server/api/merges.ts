import { Type } from 'typebox'
import { LinkDuplicate } from '../../contract/link.ts'
import { Merge, MergePreview, NewMerge, UndoneMerge } from '../../contract/merge.ts'
import { pageOf } from '../../contract/page.ts'
import { Id } from '../../contract/text.ts'
import { listDuplicates } from '../store/link-candidates.ts'
import { findMember } from '../store/members.ts'
import { listMerges, previewMerge, saveMerge, undoMerge } from '../store/merges.ts'
import type { Store } from '../store/open.ts'
import { refuse, refuseStale } from './errors.ts'
import { staffIdOf } from './links.ts'
import { IdParams, type Api } from './route.ts'

const PreviewQuery = Type.Object({ with: Id }, { additionalProperties: false })

/** 会員の統合: who may be the same person, the two side by side, merging, and taking it back. */
export function mergeRoutes(api: Api, { store }: { store: Store }): void {
  const tags = ['merges']
  const config = { right: 'patients' } as const

  api.get(
    '/api/members/:id/duplicates',
    { config, schema: { tags, params: IdParams, response: { 200: pageOf(LinkDuplicate) } } },
    ({ params }) => {
      const member = findMember(store, params.id) ?? refuse('not-found')
      return { items: listDuplicates(store, member), next: null }
    },
  )

  api.get(
    '/api/members/:id/merge-preview',
    { config, schema: { tags, params: IdParams, querystring: PreviewQuery, response: { 200: MergePreview } } },
    ({ params, query }) => {
      const outcome = previewMerge(store, params.id, query.with)
      return outcome.ok ? outcome.preview : refuse(outcome.code)
    },
  )

  api.get(
    '/api/members/:id/merges',
    { config, schema: { tags, params: IdParams, response: { 200: pageOf(Merge) } } },
    ({ params }) => ({ items: listMerges(store, params.id) ?? refuse('not-found'), next: null }),
  )

  api.post('/api/merges', { config, schema: { tags, body: NewMerge, response: { 201: Merge } } }, (request, reply) => {
    const outcome = saveMerge(store, { ...request.body, staffId: staffIdOf(request) })
    if (!outcome.ok) return outcome.code === 'stale-version' ? refuseStale(outcome.current) : refuse(outcome.code)
    void reply.code(201)
    return outcome.merge
  })

  api.post(
    '/api/merges/:id/undo',
    { config, schema: { tags, params: IdParams, response: { 200: UndoneMerge } } },
    (request) => {
      const outcome = undoMerge(store, request.params.id, staffIdOf(request))
      if (!outcome.ok) return refuse(outcome.code)
      const { merge, kept, gone, leftFacts } = outcome
      return { merge, kept, gone, leftFacts }
    },
  )
}
