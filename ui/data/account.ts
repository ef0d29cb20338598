import type { PasswordChange } from '../../contract/account.ts'
import type { Http } from './http.ts'
import type { Outcome } from './outcome.ts'

export const changePassword = (http: Http, change: PasswordChange): Promise<Outcome<undefined>> =>
  http.send('POST', '/api/account/password', change)
