import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'
import { expect, test } from 'vitest'
import { buildTestApp } from '../../test/support/box.ts'
import { openTestStore } from '../../test/support/store.ts'
import { validatorCompiler } from './lazy-schemas.ts'

test('every schema of every route compiles, though the box compiles each only when it is asked for', async () => {
  const { app } = buildTestApp(await openTestStore())
  const compileSerializer = SerializerSelector()({}, {})
  let validators = 0
  let serializers = 0
  app.addHook('onRoute', ({ method, url, schema = {} }) => {
    const of = { method: String(method), url }
    for (const httpPart of ['body', 'querystring', 'params', 'headers'] as const) {
      const part = schema[httpPart]
      if (part === undefined) continue
      validatorCompiler({ ...of, schema: part, httpPart })({})
      validators++
    }
    for (const [httpStatus, answer] of Object.entries(schema.response ?? {})) {
      compileSerializer({ ...of, schema: answer, httpStatus })
      serializers++
    }
  })
  await app.ready()
  expect(validators).toBeGreaterThan(100)
  expect(serializers).toBeGreaterThan(100)
})

test('a request is checked by the schema of its own route, each time anew', () => {
  const schema = { type: 'object', properties: { count: { type: 'integer' } }, required: ['count'] }
  const validate = validatorCompiler({ schema, method: 'GET', url: '/', httpPart: 'querystring' })
  expect(validate({ count: '3' })).toBe(true)
  expect(validate({ count: 'three' })).toBe(false)
  expect(validate.errors?.map(({ instancePath }) => instancePath)).toEqual(['/count'])
  expect(validate({ count: 4 })).toBe(true)
  expect(validate.errors).toBeNull()
})
