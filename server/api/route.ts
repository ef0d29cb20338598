import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Type } from 'typebox'
import { Id } from '../../contract/text.ts'

/** The instance routes are added to: typed by their schemas. */
export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

/** Rows a list answers at once. */
export const pageSize = 100

export const IdParams = Type.Object({ id: Id })

/** `ids=a,b,c`: at most a page of them. */
export const IdList = Type.String({ pattern: '^[0-9a-f-]{36}(,[0-9a-f-]{36}){0,99}$' })
