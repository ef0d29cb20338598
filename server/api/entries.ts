import type { FastifyInstance } from 'fastify'
import { Type, type TSchema } from 'typebox'
import { entryRevisionOf, type Entry } from '../../contract/entry.ts'
import { pageOf } from '../../contract/page.ts'
import { Id } from '../../contract/text.ts'
import type { Reading } from '../domain/typed-fields.ts'
import type { EntryOutcome, EntryShape } from '../store/entries.ts'
import { addEntry, correctEntry, listEntries, listEntryRevisions, removeEntry, restoreEntry } from '../store/entries.ts'
import { sightOf } from '../store/disclosure.ts'
import { currentMemberId } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import { authorOf } from './author.ts'
import { refuse, refuseFields, refuseStale } from './errors.ts'
import { IdParams, pageSize, type Api } from './route.ts'
import { staffIdOf } from './staff-id.ts'

/** One kind of notebook entry over HTTP. */
export interface EntryRoutes<Typed, Content extends object> {
  store: Store
  /** Under `/api/members/:id/`. */
  path: string
  shape: EntryShape<Content>
  schemas: {
    /** What a person types. */
    typed: TSchema
    /** What is kept. */
    content: TSchema
    /** An entry as it is answered. */
    entry: TSchema
  }
  /** Nothing is taken away without a reason. */
  needsReason?: boolean
  /** Reads what was typed, or says which fields cannot be read. */
  read: (typed: Typed) => Reading<Content>
}

const EntryParams = Type.Object({ id: Id, entryId: Id })
const ListQuery = Type.Object(
  { cursor: Type.Optional(Type.String({ pattern: '^(\\d{4}-\\d{2}-\\d{2})?:[0-9a-f-]{36}$' })) },
  { additionalProperties: false },
)
const Versioned = Type.Object({ version: Type.Integer() }, { additionalProperties: false })
const Reason = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })

const proxy = { onBehalfOf: Type.Optional(Id) }
interface Proxy {
  onBehalfOf?: string
}

interface OfMember {
  id: string
}
interface OfEntry extends OfMember {
  entryId: string
}

/** List, add, correct, take away, bring back, revisions: the same for every kind of entry. */
export function entryRoutes<Typed, Content extends object>(api: Api, routes: EntryRoutes<Typed, Content>): void {
  const { store, path, shape, schemas, needsReason = false, read } = routes
  // The schemas are another each time: what they say of the body is said again in the types below.
  const plain = api as unknown as FastifyInstance
  const config = { right: 'patients' } as const
  const tags = [path]
  const list = `/api/members/:id/${path}`
  const one = `${list}/:entryId`
  const entry = { 200: schemas.entry }

  const content = (typed: Typed): Content => {
    const reading = read(typed)
    return reading.ok
      ? reading.content
      : refuseFields(reading.slips.map((slip) => ({ ...slip, path: `body/content/${slip.path}` })))
  }

  plain.get<{ Params: OfMember; Querystring: { cursor?: string } }>(
    list,
    {
      config,
      schema: { tags, params: IdParams, querystring: ListQuery, response: { 200: pageOf(schemas.entry) } },
    },
    ({ params, query, session }) => {
      if (currentMemberId(store, params.id) === undefined) refuse('not-found')
      const sight = sightOf(store, params.id, staffIdOf(session))
      return listEntries(store, shape, params.id, pageSize, sight, { before: query.cursor ?? null })
    },
  )

  plain.post<{ Params: OfMember; Body: { content: Typed } & Proxy }>(
    list,
    {
      config,
      schema: { tags, params: IdParams, body: bodyOf(schemas.typed, proxy), response: { 201: schemas.entry } },
    },
    (request, reply) => {
      const { params, body } = request
      const author = authorOf(store, request, body.onBehalfOf)
      const added = done(addEntry(store, shape, params.id, content(body.content), author))
      void reply.code(201)
      return added
    },
  )

  plain.patch<{ Params: OfEntry; Body: { version: number; content: Typed } & Proxy }>(
    one,
    {
      config,
      schema: {
        tags,
        params: EntryParams,
        body: bodyOf(schemas.typed, { ...Versioned.properties, ...proxy }),
        response: entry,
      },
    },
    (request) => {
      const { params, body } = request
      const correction = { id: params.entryId, version: body.version, content: content(body.content) }
      const author = authorOf(store, request, body.onBehalfOf)
      return done(correctEntry(store, shape, params.id, { ...correction, ...author }))
    },
  )

  plain.post<{ Params: OfEntry; Body: { version: number; reason?: string } }>(
    `${one}/remove`,
    {
      config,
      schema: {
        tags,
        params: EntryParams,
        body: Type.Object(
          { ...Versioned.properties, ...(needsReason && { reason: Reason }) },
          { additionalProperties: false },
        ),
        response: entry,
      },
    },
    (request) => {
      const { version, reason } = request.body
      const removal = { id: request.params.entryId, version, reason: reason?.trim() ?? null }
      return done(removeEntry(store, shape, request.params.id, { ...removal, ...authorOf(store, request) }))
    },
  )

  plain.post<{ Params: OfEntry; Body: { version: number } }>(
    `${one}/restore`,
    { config, schema: { tags, params: EntryParams, body: Versioned, response: entry } },
    (request) =>
      done(
        restoreEntry(store, shape, request.params.id, {
          id: request.params.entryId,
          version: request.body.version,
          ...authorOf(store, request),
        }),
      ),
  )

  plain.get<{ Params: OfEntry }>(
    `${one}/revisions`,
    {
      config,
      schema: { tags, params: EntryParams, response: { 200: pageOf(entryRevisionOf(schemas.content)) } },
    },
    ({ params, session }) => {
      const sight = sightOf(store, params.id, staffIdOf(session))
      const items = listEntryRevisions(store, shape, params.id, params.entryId, sight)
      return items.length > 0 ? { items, next: null } : refuse('not-found')
    },
  )
}

const bodyOf = (content: TSchema, more: Record<string, TSchema> = {}) =>
  Type.Object({ ...more, content }, { additionalProperties: false })

function done<Content>(outcome: EntryOutcome<Content>): Entry & Content {
  if (outcome.ok) return outcome.entry
  return outcome.code === 'stale-version' ? refuseStale(outcome.current) : refuse(outcome.code)
}
