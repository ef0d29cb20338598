import type { RouteOptions } from 'fastify'
import { expect, test } from 'vitest'
import { auditDeeds } from '../../contract/audit.ts'
import { buildTestApp } from '../../test/support/box.ts'
import { openTestStore } from '../../test/support/store.ts'
import { auditTable } from './audit-table.ts'

/**
 * Routes that are about nobody who takes medicines here: the box, its readers, its staff, what is told to everybody. Whoever adds a route
 * decides: a row of audit-table.ts, or a word here.
 */
const aboutNobody = [
  /^GET \/(health|\*)$/,
  /^GET \/api\/(status|openapi\.json|support-contact|image-setting|disclosure-setting|otc-names|scans|scans\/:id\/jan|audit\/staff)$/,
  /^(POST|PATCH) \/api\/(support-contact|image-setting|disclosure-setting)$/,
  // Who comes and goes has rows of its own (audit-sessions.ts).
  / \/api\/(session|account|passkeys|lock-setting|break-glass|maintenance|devices?|device-codes|device-nonces|device-enrolments|staff|feedback|readers|counters|notices|notice-keys|interaction-tables|terms|lan|settings|virtual-reader)(\/|$)/,
  // Events of readers; what follows from them has rows of its own.
  /^POST \/api\/satellite\/events$/,
  // Numbers only.
  /^GET \/api\/(links|images)\/open-count$/,
  // Of drugs that are sent along, without anybody's name.
  /^POST \/api\/leftovers\/plan$/,
  // Which files could not be read and why.
  /^GET \/api\/intake\/rejected$/,
  // The plan of an exchange without its people.
  /^(GET|POST) \/api\/replacements$|^(GET|PATCH|DELETE) \/api\/replacements\/:id$|^POST \/api\/replacements\/:id\/restore$/,
  /^GET \/api\/feeds$/,
]

async function openRoutes() {
  const { app } = buildTestApp(await openTestStore())
  const registered: RouteOptions[] = []
  app.addHook('onRoute', (route) => void registered.push(route))
  await app.ready()
  return registered.flatMap(({ method, url, config, schema: { body, params, querystring, response } = {} }) =>
    [method].flat().map((each) => ({
      name: `${each} ${url}`,
      audit: config?.audit,
      response,
      schema: JSON.stringify([body, params, querystring, response]),
    })),
  )
}

test('every route that shows or changes what is known of a person is in the audit trail', async () => {
  const routes = await openRoutes()
  expect(routes.length).toBeGreaterThan(150)
  const undeclared = routes
    .filter(({ name, audit }) => !audit && !aboutNobody.some((word) => word.test(name.replace('HEAD ', 'GET '))))
    .map(({ name }) => name)
  expect(undeclared).toEqual([])
})

test('what is about nobody has no field for a person, neither asked nor answered', async () => {
  const routes = await openRoutes()
  const naming = routes
    // Staff have names of their own.
    .filter(({ name, audit }) => !audit && !/\/api\/(staff|account|session)/.test(name))
    .filter(({ schema }) => /"(kana|birthOn|memberId|patientId|patientIds|memberIds)"/.test(schema))
    .map(({ name }) => name)
  expect(naming).toEqual([`POST /api/satellite/events`])
})

test('the table names no route that is not there, and every deed is some route’s', async () => {
  const names = new Set((await openRoutes()).map(({ name }) => name))
  expect(Object.keys(auditTable).filter((name) => !names.has(name))).toEqual([])
  expect(auditDeeds.filter((deed) => !Object.values(auditTable).includes(deed))).toEqual([])
})

/** Objects with kana that carry no id of whom they are, nor does anything around them. */
function unnamed(schema: unknown, isNamed = false): number {
  if (typeof schema !== 'object' || schema === null) return 0
  if (Array.isArray(schema)) return schema.reduce((sum: number, each) => sum + unnamed(each, isNamed), 0)
  const { properties } = schema as { properties?: Record<string, unknown> }
  const names = Object.keys(properties ?? {})
  const isNamedHere = isNamed || ['id', 'memberId', 'patientId', 'memberIds'].some((name) => names.includes(name))
  // Of a comparison it is a word for how alike two are.
  const isName = (properties?.['kana'] as { type?: string } | undefined)?.type === 'string'
  const mine = isName && !isNamedHere ? 1 : 0
  return Object.values(schema).reduce((sum: number, each) => sum + unnamed(each, isNamedHere), mine)
}

test('whoever is shown with kana is shown with an id, which the row takes from there', async () => {
  const shown = (await openRoutes()).filter(({ audit }) => audit)
  expect(shown.some(({ response }) => JSON.stringify(response).includes('"kana"'))).toBe(true)
  // The address names the person.
  const naming = shown.filter(({ name, response }) => unnamed(response, name.includes('/members/:id')) > 0)
  expect(naming.map(({ name }) => name)).toEqual([])
})
