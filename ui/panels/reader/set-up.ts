import type { Reader, ScannerSetup } from '../../../contract/reader.ts'
import type { ConflictRow } from '../../components/kb-conflict.ts'
import type { Http } from '../../data/http.ts'
import type { Failure } from '../../data/outcome.ts'
import { changeReader } from '../../data/readers.ts'
import { scannerSetup as words } from '../../text/readers.ts'

/** How a scanner is to be set up, and how it stood when somebody began to choose. */
export interface SetupChoice {
  scanner: ScannerSetup
  from: Reader
}

/** `rows`: somebody else set it up otherwise meanwhile, as it is `now`. */
type Done = { isDone: true } | { failure: Failure } | { now: Reader; rows: ConflictRow[] }

export const isSameSetup = (a: Partial<ScannerSetup> | undefined, b: Partial<ScannerSetup> | undefined): boolean =>
  a?.framing === b?.framing && a?.appendHeader === b?.appendHeader

/** Sets it up. Where the scanner was only moved or switched meanwhile, there is nothing to be asked. */
export async function setUpScanner(http: Http, { scanner, from }: SetupChoice): Promise<Done> {
  const outcome = await changeReader(http, from, { scanner })
  if (outcome.ok) return { isDone: true }
  const { failure } = outcome
  if (failure.code !== 'stale-version') return { failure }
  const now = failure.current as Reader
  if (isSameSetup(now.scanner, scanner)) return { isDone: true }
  if (isSameSetup(now.scanner, from.scanner)) return setUpScanner(http, { scanner, from: now })
  return { now, rows: rowsOf(scanner, now) }
}

const rowsOf = (mine: ScannerSetup, { scanner }: Reader): ConflictRow[] => [
  {
    label: words.framing,
    mine: words.framings[mine.framing],
    theirs: scanner ? words.framings[scanner.framing] : '',
  },
  {
    label: words.header,
    mine: words.headers[mine.appendHeader],
    theirs: scanner ? words.headers[scanner.appendHeader] : '',
  },
]
