import type { Readable } from 'node:stream'
import { Type } from 'typebox'
import { Image, ImageEdit, ImageSetting } from '../../contract/image.ts'
import { pageOf } from '../../contract/page.ts'
import { Id } from '../../contract/text.ts'
import { turnJpeg } from '../domain/jpeg-turn.ts'
import * as images from '../store/images.ts'
import { findMember } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import { collectPersons } from './audit-persons.ts'
import { refuse, refuseStale } from './errors.ts'
import { IdList, IdParams, pageSize, type Api } from './route.ts'
import { staffIdOf } from './staff-id.ts'
import { takeImage, type ImagesPort } from './take-image.ts'

const ListQuery = Type.Object(
  {
    view: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('done')])),
    ids: Type.Optional(IdList),
    cursor: Type.Optional(Type.String({ pattern: '^(\\d+\\.)?[0-9a-f-]{36}$' })),
  },
  { additionalProperties: false },
)
const MemberQuery = Type.Object({ cursor: Type.Optional(Id) }, { additionalProperties: false })
const FileQuery = Type.Object(
  /** Not read: makes the address of a turned image another one. */
  { v: Type.Optional(Type.Integer()) },
  { additionalProperties: false },
)
const VersionQuery = Type.Object({ version: Type.Integer() }, { additionalProperties: false })
const UploadParams = Type.Object({ key: Id })
const UploadQuery = Type.Object({ memberId: Type.Optional(Id) }, { additionalProperties: false })
const Count = Type.Object({ images: Type.Integer() })

interface ImageRouteOptions {
  store: Store
  images: ImagesPort
}

/** 処方箋 images: received, looked at, given to a person, marked as done, deleted. */
export function imageRoutes(api: Api, { store, images: port }: ImageRouteOptions): void {
  const tags = ['images']

  api.get(
    '/api/images',
    { config: { right: 'patients' }, schema: { tags, querystring: ListQuery, response: { 200: pageOf(Image) } } },
    ({ query }) => {
      if (query.ids !== undefined) {
        return { items: query.ids.split(',').flatMap((id) => images.findImage(store, id) ?? []), next: null }
      }
      const list = query.view === 'done' ? images.listDoneImages : images.listOpenImages
      return list(store, query.cursor ?? null, pageSize)
    },
  )

  /** How many are waiting, for a number beside the way to them. */
  api.get(
    '/api/images/open-count',
    { config: { right: 'patients' }, schema: { tags, response: { 200: Count } } },
    () => ({
      images: images.countOpenImages(store),
    }),
  )

  api.get(
    '/api/members/:id/images',
    {
      config: { right: 'patients' },
      schema: { tags, params: IdParams, querystring: MemberQuery, response: { 200: pageOf(Image) } },
    },
    ({ params, query }) =>
      images.listImagesOfMember(
        store,
        (findMember(store, params.id) ?? refuse('not-found')).id,
        query.cursor ?? null,
        pageSize,
      ),
  )

  for (const size of ['file', 'thumbnail'] as const) {
    api.get(
      `/api/images/:id/${size}`,
      { config: { right: 'patients' }, schema: { tags, params: IdParams, querystring: FileQuery } },
      ({ params, audited }, reply) => {
        const image = images.findImage(store, params.id)
        if (image) collectPersons(image, audited)
        const bytes = image && images.findImageBytes(store, image.id, size === 'file' ? 'jpeg' : 'thumbnail')
        if (!bytes) return refuse('not-found')
        return reply.type('image/jpeg').send(turnJpeg(bytes, image.turns))
      },
    )
  }

  api.patch(
    '/api/images/:id',
    { config: { right: 'patients' }, schema: { tags, params: IdParams, body: ImageEdit, response: { 200: Image } } },
    ({ params, body, session }) => {
      const edited = images.editImage(store, params.id, body, staffIdOf(session))
      if (edited.ok) return edited.image
      return edited.code === 'stale-version' ? refuseStale(edited.current) : refuse(edited.code)
    },
  )

  api.delete(
    '/api/images/:id',
    { config: { right: 'settings' }, schema: { tags, params: IdParams, querystring: VersionQuery } },
    ({ params, query, session, audited }, reply) => {
      collectPersons(images.findImage(store, params.id), audited)
      const deleted = images.deleteImage(store, params.id, query.version, staffIdOf(session))
      if (deleted.ok) return reply.code(204).send()
      return deleted.code === 'stale-version' ? refuseStale(deleted.current) : refuse(deleted.code)
    },
  )

  api.get(
    '/api/image-setting',
    { config: { right: 'patients' }, schema: { tags, response: { 200: ImageSetting } } },
    () => images.findImageSetting(store),
  )

  api.patch(
    '/api/image-setting',
    { config: { right: 'settings' }, schema: { tags, body: ImageSetting, response: { 200: ImageSetting } } },
    ({ body, session }) => {
      const edited = images.editImageSetting(store, body, staffIdOf(session))
      return edited.ok ? edited.setting : refuseStale(edited.current)
    },
  )

  void api.register((scope: Api, _options, done) => {
    takeRawBodies(scope)
    scope.put(
      '/api/image-uploads/:key',
      {
        config: { right: 'patients' },
        schema: { tags, params: UploadParams, querystring: UploadQuery, response: { 201: Image } },
      },
      async ({ params, query, body, session }, reply) => {
        const staffId = staffIdOf(session)
        const memberId =
          query.memberId === undefined ? null : (findMember(store, query.memberId)?.id ?? refuse('not-found'))
        const taken = await takeImage(store, port, body as Readable, {
          uploadKey: `${staffId}:${params.key}`,
          source: 'file',
          ticketId: null,
          staffId,
          memberId,
        })
        if (!taken.ok) return refuse(taken.code)
        void reply.code(201)
        return taken.image
      },
    )
    done()
  })
}

/** One file a request, as it is: nothing reads it before the route does, which counts its bytes. */
export function takeRawBodies(scope: Api): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', (_request, payload, done) => {
    done(null, payload)
  })
}
