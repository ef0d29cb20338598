import { expect, test } from 'vitest'
import { buildTestApp, getJson, signIn } from '../../test/support/box.ts'
import { openTestStore } from '../../test/support/store.ts'

test('who looks after the box sees how it is reached; a box that serves its own machine alone says so', async () => {
  const { app } = buildTestApp(await openTestStore())
  for (const id of ['kanri', 'hoshu']) {
    const { status, body } = await getJson(app, await signIn(app, id), '/api/lan')
    expect(status).toBe(200)
    expect(body).toEqual({
      state: 'local-only',
      name: null,
      url: null,
      isRenamed: false,
      addresses: [],
      found: [],
      askedAt: null,
    })
  }
})

test('the desk is not shown what else is on the network', async () => {
  const { app } = buildTestApp(await openTestStore())
  for (const id of ['yaku', 'jimu']) expect((await getJson(app, await signIn(app, id), '/api/lan')).status).toBe(403)
  expect((await app.inject('/api/lan')).statusCode).toBe(401)
})
