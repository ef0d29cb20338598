import type { JanProposal } from '../../contract/otc.ts'
import type { Page } from '../../contract/page.ts'
import type { Scan } from '../../contract/scan.ts'
import type { Http } from './http.ts'
import { success, type Outcome } from './outcome.ts'

/** The JAN as it counts, and the name somebody typed last for it. */
export const proposeName = (http: Http, typed: string): Promise<Outcome<JanProposal>> =>
  http.get<JanProposal>(`/api/otc-names?jan=${encodeURIComponent(typed)}`)

/** The JAN that was scanned last at a counter, if its last code was one; of a scan told before, nothing. */
export async function lastScannedJan(
  http: Http,
  counterId: string | null,
  since: number,
): Promise<Outcome<JanProposal | null>> {
  const scans = await http.get<Page<Scan>>('/api/scans')
  if (!scans.ok) return scans
  const last = scans.value.items.find((scan) => scan.counterId === counterId)
  if (last?.kind !== 'jan' || last.scannedAt < since) return success(null)
  return http.get<JanProposal>(`/api/scans/${encodeURIComponent(last.id)}/jan`)
}
