import { AjvCompiler } from '@fastify/ajv-compiler'
import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'
import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify'

// Fastify's own compilers, but each schema is compiled when its route is asked for the first time: all of them at the start took
// 0.7 s and 19 MB, and on most days most are never needed. A test compiles every one.

const compile = AjvCompiler()(
  {},
  { customOptions: { removeAdditional: false, coerceTypes: true, allErrors: true } },
) as FastifySchemaCompiler<unknown>
const compileSerializer = SerializerSelector()({}, {}) as FastifySerializerCompiler<unknown>

type Validate = ReturnType<FastifySchemaCompiler<unknown>>

/** Checks what a request brings: its errors are on the function after it has answered false, as Ajv does it. */
export const validatorCompiler: FastifySchemaCompiler<unknown> = (route) => {
  let compiled: Validate | undefined
  const validate: Validate = (data: unknown) => {
    compiled ??= compile(route)
    const result = compiled(data)
    validate.errors = compiled.errors ?? null
    return result
  }
  return validate
}

/** Writes what a route answers: nothing that its schema does not name. */
export const serializerCompiler: FastifySerializerCompiler<unknown> = (route) => {
  let compiled: ReturnType<typeof compileSerializer> | undefined
  return (data) => (compiled ??= compileSerializer(route))(data)
}
