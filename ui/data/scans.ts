import type { OutsideNotebook } from '../../contract/outside-notebook.ts'
import type { Page } from '../../contract/page.ts'
import type { Scan } from '../../contract/scan.ts'
import type { Http } from './http.ts'
import type { Outcome } from './outcome.ts'

/** Codes that were read today, newest first, without what they say. */
export const listScans = (http: Http): Promise<Outcome<Page<Scan>>> => http.get<Page<Scan>>('/api/scans')

/** What a notebook says that was scanned today. */
export const getNotebook = (http: Http, id: string): Promise<Outcome<OutsideNotebook>> =>
  http.get<OutsideNotebook>(`/api/scans/${id}/notebook`)
