import type { FactorAnswer, FirstSignIn, Session, SignInStep } from '../../contract/session.ts'
import type { DeviceProof } from '../../contract/device.ts'
import type { Http } from './http.ts'
import type { Outcome } from './outcome.ts'
import { showPasskey } from './passkeys.ts'

export const getSession = (http: Http): Promise<Outcome<Session>> => http.get('/api/session')

/** Undefined: signed in. Otherwise what is asked for next. */
export const signIn = (http: Http, id: string, password: string): Promise<Outcome<SignInStep | undefined>> =>
  onDevice(http, (device) => http.ask('POST', '/api/session', { id, password, ...device }))

export const startFirst = (http: Http, first: FirstSignIn): Promise<Outcome<SignInStep | undefined>> =>
  onDevice(http, (device) => http.ask('POST', '/api/session/start', { ...first, ...device }))

/** On an enrolled device its key is shown as well. Where that fails, the box asks for something else instead: nobody is kept out by it. */
async function onDevice<T>(
  http: Http,
  ask: (device: { device: DeviceProof } | undefined) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  // Fetched when somebody signs in: the first page is lighter without it, and a sign-in goes on where it cannot be had.
  const shown = await import('./device-key.ts').then(
    ({ showDevice }) => showDevice(http, 'sign-in'),
    () => undefined,
  )
  if (shown?.state !== 'shown') return ask(undefined)
  const outcome = await ask({ device: shown.proof })
  return !outcome.ok && outcome.failure.code === 'device-unproven' ? ask(undefined) : outcome
}

/** A second factor as the page takes it: the browser itself asks for a passkey. */
export type TypedFactor = Exclude<FactorAnswer, { kind: 'passkey' }> | { kind: 'passkey' }

export async function answerFactor(http: Http, factor: TypedFactor): Promise<Outcome<SignInStep | undefined>> {
  if (factor.kind !== 'passkey') return http.ask('POST', '/api/session/factor', factor)
  const response = await showPasskey(await http.ask('POST', '/api/session/passkey'))
  if (!response.ok) return response
  const answer: FactorAnswer = { kind: 'passkey', response: response.value }
  return http.ask('POST', '/api/session/factor', answer)
}

export const signOut = (http: Http): Promise<Outcome<undefined>> => http.send('DELETE', '/api/session')
