import type { OwnFactors, PasswordChange, RecoveryCodes, TotpSecret } from '../../contract/account.ts'
import type { Http } from './http.ts'
import type { Outcome } from './outcome.ts'
import { makePasskey } from './passkeys.ts'

export const changePassword = (http: Http, change: PasswordChange): Promise<Outcome<undefined>> =>
  http.send('POST', '/api/account/password', change)

export const getFactors = (http: Http): Promise<Outcome<OwnFactors>> => http.get('/api/account/factors')

export const beginTotp = (http: Http, current: string): Promise<Outcome<TotpSecret>> =>
  http.ask('POST', '/api/account/totp', { current })

export const confirmTotp = (http: Http, code: string): Promise<Outcome<RecoveryCodes>> =>
  http.ask('POST', '/api/account/totp/confirmation', { code })

export async function addPasskey(http: Http, current: string, label: string): Promise<Outcome<RecoveryCodes>> {
  const made = await makePasskey(await http.ask('POST', '/api/account/passkeys/challenge', { current }))
  return made.ok ? http.ask('POST', '/api/account/passkeys', { label, response: made.value }) : made
}

export const removeTotp = (http: Http, current: string): Promise<Outcome<undefined>> =>
  http.send('POST', '/api/account/totp/removal', { current })

export const removePasskey = (http: Http, current: string, id: string): Promise<Outcome<undefined>> =>
  http.send('POST', `/api/account/passkeys/${encodeURIComponent(id)}/removal`, { current })

export const renewRecoveryCodes = (http: Http, current: string): Promise<Outcome<RecoveryCodes>> =>
  http.ask('POST', '/api/account/recovery-codes', { current })
