import type { ConnectionView } from '../../contract/setup.ts'
import type { Http } from './http.ts'
import type { Outcome } from './outcome.ts'

export const getConnections = (http: Http): Promise<Outcome<ConnectionView>> => http.get('/api/settings/connections')
