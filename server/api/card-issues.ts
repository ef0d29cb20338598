import { Type } from 'typebox'
import {
  CardIssue,
  IssueConsent,
  IssueLink,
  IssueMemberEdit,
  IssueOthers,
  IssuePersonEdit,
  IssueVersion,
  IssueWrite,
  LyingCard,
  NewCardIssue,
  RecentPatient,
} from '../../contract/card-issue.ts'
import type { ErrorCode } from '../../contract/errors.ts'
import { pageOf } from '../../contract/page.ts'
import type { Reader } from '../../contract/reader.ts'
import { Id } from '../../contract/text.ts'
import { tokyoDate } from '../domain/calendar-date.ts'
import { readTypedDate } from '../domain/typed-date.ts'
import * as deeds from '../store/card-issue-deeds.ts'
import type { IssueOutcome } from '../store/card-issue-deeds.ts'
import { findIssue, listOpenIssues, listRecentPatients } from '../store/card-issues.ts'
import type { Store } from '../store/open.ts'
import { refuse, refuseStale } from './errors.ts'
import { IdParams, type Api } from './route.ts'

/** The card readers as カード発行 uses them (server/intake/readers.ts). */
export interface IssuePort {
  list(): Reader[]
  lying(): LyingCard[]
  issueDraft(
    readerId: string,
    draft: { issueId: string; version: number; staffId: string; byIdAlone: boolean },
  ): Promise<{ ok: true; hasRecord: boolean } | { ok: false; code: ErrorCode }>
}

const IdCursor = Type.Object({ cursor: Type.Optional(Id) }, { additionalProperties: false })
const SeqCursor = Type.Object({ cursor: Type.Optional(Type.Integer({ minimum: 1 })) }, { additionalProperties: false })
const CounterQuery = Type.Object({ counterId: Type.Optional(Id) }, { additionalProperties: false })

/** Rows of a list at once: a wizard shows a screenful. */
const pageSize = 20

/** カード発行: drafts that resume on any PC. Each deed names the version it was decided on. */
export function cardIssueRoutes(api: Api, { store, readers }: { store: Store; readers: IssuePort }): void {
  const tags = ['card-issues']
  const config = { right: 'patients' } as const
  const response = { 200: CardIssue }

  api.get(
    '/api/card-issues',
    { config, schema: { tags, querystring: IdCursor, response: { 200: pageOf(CardIssue) } } },
    ({ query }) => listOpenIssues(store, query.cursor ?? null, pageSize),
  )

  api.get(
    '/api/card-issues/recent-patients',
    { config, schema: { tags, querystring: SeqCursor, response: { 200: pageOf(RecentPatient) } } },
    ({ query }) => listRecentPatients(store, query.cursor ?? null, pageSize),
  )

  api.get(
    '/api/card-issues/lying-cards',
    {
      // Asked every second while a page waits for a card.
      config: { ...config, isPolled: true },
      schema: { tags, querystring: CounterQuery, response: { 200: pageOf(LyingCard) } },
    },
    ({ query: { counterId } }) => {
      const lying = readers.lying()
      if (counterId === undefined) return { items: lying, next: null }
      const here = new Set(readers.list().flatMap((reader) => (reader.counterId === counterId ? [reader.id] : [])))
      return { items: lying.filter(({ readerId }) => here.has(readerId)), next: null }
    },
  )

  api.get(
    '/api/card-issues/:id',
    { config, schema: { tags, params: IdParams, response } },
    ({ params }) => findIssue(store, params.id) ?? refuse('not-found'),
  )

  api.post(
    '/api/card-issues',
    { config, schema: { tags, body: NewCardIssue, response: { 201: CardIssue } } },
    ({ body, session }, reply) => {
      const issue = done(deeds.startIssue(store, body, staffOf(session)))
      void reply.code(201)
      return issue
    },
  )

  const post = { config, schema: { tags, params: IdParams, response } }

  api.post(
    '/api/card-issues/:id/person',
    { ...post, schema: { ...post.schema, body: IssuePersonEdit } },
    ({ params, body: { birth, ...body }, session }) => {
      const birthOn = readBirth(birth, tokyoDate(store.now()))
      return done(deeds.setPerson(store, params.id, { ...body, ...(birthOn && { birthOn }) }, staffOf(session)))
    },
  )

  api.post(
    '/api/card-issues/:id/member',
    { ...post, schema: { ...post.schema, body: IssueMemberEdit } },
    ({ params, body, session }) => done(deeds.chooseMember(store, params.id, body, staffOf(session))),
  )

  api.post(
    '/api/card-issues/:id/others',
    { ...post, schema: { ...post.schema, body: IssueOthers } },
    ({ params, body, session }) => done(deeds.sayOthers(store, params.id, body, staffOf(session))),
  )

  api.post(
    '/api/card-issues/:id/consent',
    { ...post, schema: { ...post.schema, body: IssueConsent } },
    ({ params, body, session }) => done(deeds.takeConsent(store, params.id, body, staffOf(session))),
  )

  api.post(
    '/api/card-issues/:id/card',
    { ...post, schema: { ...post.schema, body: IssueWrite } },
    async ({ params: { id }, body: { readerId, version, byIdAlone = false }, session }) => {
      const draft = { issueId: id, version, staffId: staffOf(session), byIdAlone }
      const issued = await readers.issueDraft(readerId, draft)
      const issue = findIssue(store, id) ?? refuse('not-found')
      if (issued.ok) return issue
      return issued.code === 'stale-version' ? refuseStale(issue) : refuse(issued.code)
    },
  )

  api.post(
    '/api/card-issues/:id/link',
    { ...post, schema: { ...post.schema, body: IssueLink } },
    ({ params, body, session }) => done(deeds.decideLink(store, params.id, body, staffOf(session))),
  )

  api.post(
    '/api/card-issues/:id/hand-over',
    { ...post, schema: { ...post.schema, body: IssueVersion } },
    ({ params, body, session }) => done(deeds.handOver(store, params.id, body.version, staffOf(session))),
  )

  api.post(
    '/api/card-issues/:id/undo',
    { ...post, schema: { ...post.schema, body: IssueVersion } },
    ({ params, body, session }) => done(deeds.undoIssue(store, params.id, body.version, staffOf(session))),
  )
}

/** '' is nobody's birth date; what cannot be read as one, or lies ahead, is refused rather than dropped. */
function readBirth(typed: string, today: string): string | undefined {
  if (typed.trim() === '') return undefined
  const date = readTypedDate(typed)
  return date !== null && date >= earliestBirth && date <= today ? date : refuse('date-not-read')
}

/** The first year of Meiji: nobody alive was born before it. */
const earliestBirth = '1868-01-01'

/** Roles are asked for, so somebody is signed in. */
const staffOf = (session: { staff: { id: string } } | null): string => session?.staff.id ?? refuse('not-signed-in')

function done(outcome: IssueOutcome): CardIssue {
  if (outcome.ok) return outcome.issue
  return outcome.code === 'stale-version' ? refuseStale(outcome.current) : refuse(outcome.code)
}
