import { Type } from 'typebox'
import {
  NewNotice,
  NewNoticeKey,
  Notice,
  NoticeEdit,
  NoticeEdition,
  NoticeImport,
  NoticeKey,
  NoticeKind,
  NoticeReader,
  UnreadCount,
} from '../../contract/notice.ts'
import { pageOf } from '../../contract/page.ts'
import { noticeFileLimit, readPublicKey } from '../domain/notice-file.ts'
import { importNotices } from '../store/notice-import.ts'
import { listNoticeKeys, saveNoticeKey, setNoticeKeyRemoved } from '../store/notice-keys.ts'
import {
  acknowledge,
  countUnread,
  editNotice,
  findNotice,
  listNoticeEditions,
  listNoticeReaders,
  listNotices,
  saveNotice,
  setNoticeRemoved,
  type NoticeOutcome,
} from '../store/notices.ts'
import type { Store } from '../store/open.ts'
import { refuse, refuseStale } from './errors.ts'
import { IdList, IdParams, type Api } from './route.ts'

/** Notices on one page. */
const noticesPerPage = 30
const Query = Type.Object(
  {
    kind: Type.Optional(NoticeKind),
    unread: Type.Optional(Type.Boolean()),
    ids: Type.Optional(IdList),
    cursor: Type.Optional(Type.String({ pattern: '^\\d{1,15}:[0-9a-f-]{36}$' })),
  },
  { additionalProperties: false },
)
const VersionQuery = Type.Object({ version: Type.Integer() }, { additionalProperties: false })
const Acknowledgement = Type.Object({ edition: Type.Integer({ minimum: 1 }) }, { additionalProperties: false })

/** お知らせ, as whoever asks sees them. */
export function noticeRoutes(api: Api, { store }: { store: Store }): void {
  const tags = ['notices']

  api.get(
    '/api/notices/unread-count',
    { config: { right: 'box-state', isPolled: true }, schema: { tags, response: { 200: UnreadCount } } },
    ({ session }) => ({ unread: countUnread(store, whoIs(session)) }),
  )

  api.get(
    '/api/notices',
    { config: { right: 'box-state' }, schema: { tags, querystring: Query, response: { 200: pageOf(Notice) } } },
    ({ query, session }) => {
      const staffId = whoIs(session)
      if (query.ids !== undefined) {
        const items = query.ids.split(',').flatMap((id) => findNotice(store, staffId, id) ?? [])
        return { items, next: null }
      }
      const filter = { kind: query.kind ?? null, isUnreadOnly: query.unread ?? false }
      const { items, next } = listNotices(store, staffId, filter, readCursor(query.cursor), noticesPerPage)
      return { items, next: next && `${next.at}:${next.id}` }
    },
  )

  api.post(
    '/api/notices',
    { config: { right: 'settings' }, schema: { tags, body: NewNotice, response: { 201: Notice } } },
    ({ body, session }, reply) => {
      if (body.title.trim() === '') refuse('invalid-request')
      void reply.code(201)
      return saveNotice(store, whoIs(session), body)
    },
  )

  api.patch(
    '/api/notices/:id',
    { config: { right: 'settings' }, schema: { tags, params: IdParams, body: NoticeEdit, response: { 200: Notice } } },
    ({ params, body, session }) => {
      if (body.title.trim() === '') refuse('invalid-request')
      return done(editNotice(store, whoIs(session), params.id, body))
    },
  )

  api.delete(
    '/api/notices/:id',
    { config: { right: 'settings' }, schema: { tags, params: IdParams, querystring: VersionQuery } },
    ({ params, query, session }, reply) => {
      done(setNoticeRemoved(store, whoIs(session), params.id, query.version, true))
      return reply.code(204).send()
    },
  )

  api.post(
    '/api/notices/:id/restore',
    { config: { right: 'settings' }, schema: { tags, params: IdParams, response: { 200: Notice } } },
    ({ params, session }) => done(setNoticeRemoved(store, whoIs(session), params.id, null, false)),
  )

  api.post(
    '/api/notices/:id/acknowledgement',
    {
      config: { right: 'box-state' },
      schema: { tags, params: IdParams, body: Acknowledgement, response: { 200: Notice } },
    },
    ({ params, body, session }) => done(acknowledge(store, whoIs(session), params.id, body.edition)),
  )

  api.get(
    '/api/notices/:id/readers',
    { config: { right: 'box-state' }, schema: { tags, params: IdParams, response: { 200: pageOf(NoticeReader) } } },
    ({ params, session }) => {
      if (!findNotice(store, whoIs(session), params.id)) refuse('not-found')
      return { items: listNoticeReaders(store, params.id), next: null }
    },
  )

  api.get(
    '/api/notices/:id/editions',
    { config: { right: 'box-state' }, schema: { tags, params: IdParams, response: { 200: pageOf(NoticeEdition) } } },
    ({ params }) => {
      const items = listNoticeEditions(store, params.id)
      return items.length > 0 ? { items, next: null } : refuse('not-found')
    },
  )
  fileRoutes(api, store)
}

/** Signed notice files, and whose are taken. */
function fileRoutes(api: Api, store: Store): void {
  const tags = ['notices']

  api.register((uploads, _options, registered) => {
    uploads.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, parsed) => {
      parsed(null, body)
    })
    uploads.post(
      '/api/notices/import',
      // One byte more than may be: what is too large is said to be so.
      {
        bodyLimit: noticeFileLimit + 1,
        config: { right: 'desk' },
        schema: { tags, response: { 200: NoticeImport } },
      },
      ({ body, session }) => {
        if (!Buffer.isBuffer(body)) return refuse('notice-file-malformed')
        const outcome = importNotices(store, whoIs(session), body)
        if (!outcome.ok) return refuse(outcome.code)
        const { issuer, added, updated, known } = outcome
        return { issuer, added, updated, known }
      },
    )
    registered()
  })

  api.get(
    '/api/notice-keys',
    { config: { right: 'box-state' }, schema: { tags, response: { 200: pageOf(NoticeKey) } } },
    () => ({
      items: listNoticeKeys(store).map(({ publicKey: _publicKey, ...key }) => key),
      next: null,
    }),
  )

  api.post(
    '/api/notice-keys',
    { config: { right: 'settings' }, schema: { tags, body: NewNoticeKey, response: { 201: NoticeKey } } },
    ({ body, session }, reply) => {
      const publicKey = readPublicKey(body.publicKey)
      if (!publicKey) return refuse('notice-key-malformed')
      const key = saveNoticeKey(store, whoIs(session), body.name.trim(), publicKey)
      void reply.code(201)
      return key ?? refuse('notice-key-known')
    },
  )

  for (const [method, path, isRemoved] of [
    ['DELETE', '/api/notice-keys/:id', true],
    ['POST', '/api/notice-keys/:id/restore', false],
  ] as const)
    api.route({
      method,
      url: path,
      config: { right: 'settings' },
      schema: { tags, params: IdParams },
      handler: ({ params, session }, reply) => {
        if (!setNoticeKeyRemoved(store, whoIs(session), params.id, isRemoved)) refuse('not-found')
        return reply.code(204).send()
      },
    })
}

const whoIs = (session: { staff: { id: string } } | null): string => session?.staff.id ?? refuse('not-signed-in')

function readCursor(cursor: string | undefined): { at: number; id: string } | null {
  if (cursor === undefined) return null
  const colon = cursor.indexOf(':')
  return { at: Number(cursor.slice(0, colon)), id: cursor.slice(colon + 1) }
}

function done(outcome: NoticeOutcome): Notice {
  if (outcome.ok) return outcome.notice
  return outcome.code === 'stale-version' ? refuseStale(outcome.current) : refuse(outcome.code)
}
