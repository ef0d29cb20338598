import type { Session } from '../../contract/session.ts'
import type { Http } from './http.ts'
import type { Outcome } from './outcome.ts'

export const getSession = (http: Http): Promise<Outcome<Session>> => http.get('/api/session')

export const signIn = (http: Http, id: string, password: string): Promise<Outcome<undefined>> =>
  http.send('POST', '/api/session', { id, password })

export const signOut = (http: Http): Promise<Outcome<undefined>> => http.send('DELETE', '/api/session')
