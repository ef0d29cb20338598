import type { Feedback, NewFeedback, SupportContact } from '../../contract/account.ts'
import type { Page } from '../../contract/page.ts'
import type { Http } from './http.ts'
import type { Outcome } from './outcome.ts'

export const sendFeedback = (http: Http, feedback: NewFeedback): Promise<Outcome<undefined>> =>
  http.send('POST', '/api/feedback', feedback)

/** What staff said, newest first; for an admin. */
export const listFeedback = (http: Http, cursor: string | null): Promise<Outcome<Page<Feedback>>> =>
  http.get(cursor === null ? '/api/feedback' : `/api/feedback?cursor=${encodeURIComponent(cursor)}`)

/** The same as a file. */
export const feedbackFile = '/api/feedback/file'

export const getContact = (http: Http): Promise<Outcome<SupportContact>> => http.get('/api/support-contact')

export const saveContact = (http: Http, contact: SupportContact): Promise<Outcome<SupportContact>> =>
  http.ask('PATCH', '/api/support-contact', contact)
