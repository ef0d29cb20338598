import type { Page } from '../../contract/page.ts'
import type { Scan } from '../../contract/scan.ts'
import type { Http } from './http.ts'
import type { Outcome } from './outcome.ts'

/** Codes that were read today, newest first; what they say stays in the box. */
export const listScans = (http: Http): Promise<Outcome<Page<Scan>>> => http.get<Page<Scan>>('/api/scans')
