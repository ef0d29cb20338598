import { expect, test } from 'vitest'
import { buildTestApp } from '../../test/support/box.ts'
import { createBrowser } from '../../test/support/sign-in.ts'
import { createClock, openTestStore, password } from '../../test/support/store.ts'
import { createGuesses } from './guesses.ts'
import { createAttempts, ofPlace, placeOf } from './attempts.ts'

async function box() {
  const clock = createClock()
  const { app } = buildTestApp(await openTestStore(clock.now))
  const at = (address: string) => createBrowser(app, address)
  const guess = async (browser: ReturnType<typeof at>, id: string) =>
    (await browser.post('/api/session', { id, password: 'not this one' })).json<{ code: string }>().code
  return { clock, at, guess }
}

test('hammering one account at one PC keeps out neither anybody else there, nor that person at the PC beside it', async () => {
  const { at, guess } = await box()
  const guesser = at('192.0.2.7')
  for (let time = 0; time < 5; time++) expect(await guess(guesser, 'jimu')).toBe('wrong-credentials')
  for (let time = 0; time < 40; time++) expect(await guess(guesser, 'jimu')).toBe('too-many-attempts')
  expect((await at('192.0.2.7').post('/api/session', { id: 'yaku', password })).statusCode).toBe(204)
  expect((await at('192.0.2.8').post('/api/session', { id: 'jimu', password })).statusCode).toBe(204)
})

test('many accounts from one address are slowed down together, for half a minute at most, and nobody elsewhere', async () => {
  const { clock, at, guess } = await box()
  const guesser = at('192.0.2.7')
  for (let time = 0; time < 20; time++) expect(await guess(guesser, `id-${String(time)}`)).toBe('wrong-credentials')
  expect(await guess(guesser, 'id-20')).toBe('too-many-attempts')
  expect((await at('192.0.2.8').post('/api/session', { id: 'jimu', password })).statusCode).toBe(204)
  for (let time = 0; time < 20; time++) {
    clock.set(clock.now() + 30_000)
    expect(await guess(guesser, `more-${String(time)}`)).toBe('wrong-credentials')
  }
  clock.set(clock.now() + 30_000)
  expect((await at('192.0.2.7').post('/api/session', { id: 'yaku', password })).statusCode).toBe(204)
})

test('an enrolled device is not slowed by what others guess at its address', () => {
  const attempts = createAttempts(() => 0)
  for (let time = 0; time < 30; time++) attempts.begin(`place ${placeOf('192.0.2.7', null)}`, ofPlace)
  expect(attempts.begin(`place ${placeOf('192.0.2.7', null)}`, ofPlace)).toBeGreaterThan(0)
  expect(attempts.begin(`place ${placeOf('192.0.2.7', 'device-1')}`, ofPlace)).toBe(0)
})

test('no list of made-up ids, from however many addresses, sets back what is known of a real account', async () => {
  let now = 0
  const attempts = createAttempts(() => now)
  for (let time = 0; time < 14; time++) {
    now += attempts.waitMs('jimu')
    attempts.count('jimu')
  }
  expect(attempts.waitMs('jimu')).toBe(5 * 60 * 1000)
  for (let junk = 0; junk < 20_000; junk++) attempts.begin(`junk ${String(junk)}`)
  expect(attempts.waitMs('jimu')).toBe(5 * 60 * 1000)
})

test('a place that must wait is told so before anything is kept of the id, for start codes too', async () => {
  const { at, guess } = await box()
  const guesser = at('192.0.2.7')
  const code = (answer: { json: () => unknown }) => (answer.json() as { code: string }).code
  const start = async (id: string) =>
    code(await guesser.post('/api/session/start', { id, code: 'AAAA-AAAA', password }))
  for (let time = 0; time < 20; time++) expect(await start(`id-${String(time)}`)).toBe('wrong-credentials')
  expect(await start('id-20')).toBe('too-many-attempts')
  // None of these is counted for the person, who comes in elsewhere without a wait.
  for (let time = 0; time < 60; time++) expect(await guess(guesser, 'jimu')).toBe('too-many-attempts')
  expect((await at('192.0.2.8').post('/api/session', { id: 'jimu', password })).statusCode).toBe(204)
})

test('many addresses are not many times the guesses: past fifty the account is tried every half minute, but on enrolled devices goes on', () => {
  let now = 0
  const guesses = createGuesses(
    () => now,
    createAttempts(() => now),
    createAttempts(() => now),
  )
  for (const staffId of ['jimu', undefined]) {
    const guessed = { staffId, login: 'jimu', what: 'password' } as const
    const wait = (place: string) => guesses.begin(guessed, place).waitMs
    for (let time = 0; time < 50; time++) expect(wait(`198.51.100.${String(time)}`)).toBe(0)
    expect(wait('203.0.113.1')).toBe(30_000)
    expect(wait(placeOf('198.51.100.1', `device-${String(staffId)}`))).toBe(0)
    now += 30_000
    expect(wait('203.0.113.2')).toBe(0)
    expect(wait('203.0.113.3')).toBe(30_000)
  }
})

test('what was taken back leaves nothing behind, and does not make others wait', () => {
  const attempts = createAttempts(() => 0)
  for (let time = 0; time < 5; time++) attempts.begin('real')
  for (let key = 0; key < 9_999; key++) {
    attempts.begin(`right ${String(key)}`)
    attempts.takeBack(`right ${String(key)}`)
  }
  expect(attempts.begin('real')).toBeGreaterThan(0)
})

test('who mistypes now and then at a shared PC is never slowed: right ones are not counted, and an hour forgets the rest', () => {
  let now = 0
  const attempts = createAttempts(() => now)
  for (let time = 0; time < 100; time++) {
    expect(attempts.begin('place', ofPlace)).toBe(0)
    attempts.takeBack('place')
  }
  for (let time = 0; time < 100; time++) {
    now += 61 * 60 * 1000
    expect(attempts.begin('jimu')).toBe(0)
  }
})

test('a clock that is set back keeps nobody waiting until it has caught up', () => {
  let now = 10 * 60 * 60 * 1000
  const attempts = createAttempts(() => now)
  for (let time = 0; time < 6; time++) attempts.begin('jimu')
  now = 0
  expect(attempts.begin('jimu')).toBeLessThanOrEqual(2000)
  now = 2000
  expect(attempts.begin('jimu')).toBe(0)
})
