import type { Page } from '../../contract/page.ts'
import type { Principal } from '../../contract/staff.ts'
import type { Http } from './http.ts'
import type { Outcome } from './outcome.ts'

/** In whose name somebody else may type. */
export const listPrincipals = (http: Http): Promise<Outcome<Page<Principal>>> => http.get('/api/staff/principals')
