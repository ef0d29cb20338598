import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { LinkCandidates, LinkHistory, LinkPreview, NewLink, UnlinkedPage } from '../../contract/link.ts'
import { Member } from '../../contract/member.ts'
import { pageOf } from '../../contract/page.ts'
import type { BoxStatus } from '../../contract/status.ts'
import { Id } from '../../contract/text.ts'
import { lastSeq } from '../store/changes.ts'
import { listLinkCandidates, listUnlinked, type LinkFeed } from '../store/link-candidates.ts'
import { listLinks, previewLink, removeLink, setLink, type LinkOutcome } from '../store/links.ts'
import type { Store } from '../store/open.ts'
import { searchPatients } from '../store/search.ts'
import { refuse, refuseStale } from './errors.ts'
import { searchOf } from './people.ts'
import { IdParams, type Api } from './route.ts'

/** Each row looks for its best candidate, so that a page of them is short. */
const worklistPage = 30

const CandidateQuery = Type.Object(
  { q: Type.Optional(Type.String({ maxLength: 100 })) },
  { additionalProperties: false },
)
const PreviewQuery = Type.Object({ patientId: Id }, { additionalProperties: false })
const VersionQuery = Type.Object({ version: Type.Integer() }, { additionalProperties: false })
const WorklistQuery = Type.Object(
  { cursor: Type.Optional(Type.String({ pattern: '^\\d{1,16}:[0-9a-f-]{36}$' })) },
  { additionalProperties: false },
)
const OpenCount = Type.Object({ unlinked: Type.Integer() })
const LinkParams = Type.Object({ id: Id, patientId: Id })

/** お薬自動登録: whom a member's notebook may be fed from, setting it, taking it back, and who has none yet. */
export function linkRoutes(api: Api, { store, status }: { store: Store; status: () => BoxStatus }): void {
  const tags = ['links']
  const config = { right: 'patients' } as const
  const feed = (): LinkFeed => {
    const { feed, feedFreeze } = status()
    return { ...feed, isFrozen: feedFreeze.length > 0 }
  }

  api.get(
    '/api/members/:id/link-candidates',
    { config, schema: { tags, params: IdParams, querystring: CandidateQuery, response: { 200: LinkCandidates } } },
    async ({ params, query: { q } }) => {
      const found = q === undefined ? undefined : await searchOf({ q })
      const searched = found && searchPatients(store, found.questions, found.window).items
      return listLinkCandidates(store, params.id, feed(), searched) ?? refuse('not-found')
    },
  )

  api.get(
    '/api/members/:id/links',
    { config, schema: { tags, params: IdParams, response: { 200: pageOf(LinkHistory) } } },
    ({ params }) => ({ items: listLinks(store, params.id) ?? refuse('not-found'), next: null }),
  )

  api.get(
    '/api/members/:id/links/preview',
    { config, schema: { tags, params: IdParams, querystring: PreviewQuery, response: { 200: LinkPreview } } },
    ({ params, query }) => previewLink(store, params.id, query.patientId) ?? refuse('not-found'),
  )

  api.post(
    '/api/members/:id/links',
    { config, schema: { tags, params: IdParams, body: NewLink, response: { 200: Member } } },
    (request) => done(setLink(store, { ...request.body, memberId: request.params.id, staffId: staffIdOf(request) })),
  )

  api.delete(
    '/api/members/:id/links/:patientId',
    { config, schema: { tags, params: LinkParams, querystring: VersionQuery, response: { 200: Member } } },
    (request) => {
      const { id: memberId, patientId } = request.params
      const { version } = request.query
      return done(removeLink(store, { memberId, patientId, version, staffId: staffIdOf(request) }))
    },
  )

  api.get(
    '/api/links',
    { config, schema: { tags, querystring: WorklistQuery, response: { 200: UnlinkedPage } } },
    ({ query }) => {
      const [at, id] = query.cursor?.split(':') ?? []
      const cursor = at === undefined || id === undefined ? null : { at: Number(at), id }
      return listUnlinked(store, feed(), cursor, worklistPage)
    },
  )

  const count = unlinkedCount(store)
  api.get('/api/links/open-count', { config, schema: { tags, response: { 200: OpenCount } } }, () => ({
    unlinked: count(),
  }))
}

/** 未設定, counted to this and no further: 「99+」 is all that the menu says. */
const mostCounted = 100

/** Every page asks after each change of a member: counted once for all of them. */
function unlinkedCount(store: Store): () => number {
  let known = { seq: -1, members: 0 }
  return () => {
    const seq = lastSeq(store)
    if (seq !== known.seq)
      known = { seq, members: store.queries.countUnlinked.get({ limit: mostCounted })?.members ?? 0 }
    return known.members
  }
}

/** Who is signed in. */
export const staffIdOf = ({ session }: FastifyRequest): string => session?.staff.id ?? refuse('not-signed-in')

function done(outcome: LinkOutcome): Member {
  if (outcome.ok) return outcome.member
  return outcome.code === 'stale-version' ? refuseStale(outcome.current) : refuse(outcome.code)
}
