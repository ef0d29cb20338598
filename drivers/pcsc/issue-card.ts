import type { FrameFault, ReaderFamily } from '../felica/exchange.ts'
import { families, type FamilyName } from '../felica/families.ts'
import { readIdm } from '../felica/lite-s.ts'
import { classify } from '../felica/my-number.ts'
import { writeRecord, type RecordFault } from '../felica/record.ts'
import type { CardRecord, IssueFault, IssueOutcome } from '../reader.ts'
import type { ReaderHandle } from './binding.ts'
import { isBreakdown, withCard, type Breakdown } from './connect.ts'

/** Frame code of Write Without Encryption. */
const writeCommand = 0x08

/**
 * Writes a member record on what lies on a reader, if it is the card with this IDm. A breakdown is told beside the outcome: the process
 * has to end then.
 */
export async function issueCard(
  reader: ReaderHandle,
  family: FamilyName | undefined,
  { record, idm, replaces }: { record: CardRecord; idm: string; replaces?: string },
  transmitMs: number,
): Promise<{ outcome: IssueOutcome; breakdown?: Breakdown }> {
  let writes = 0
  const done = await withCard(reader, transmitMs, async (transmit): Promise<IssueOutcome> => {
    if ((await classify(reader.atr ?? new Uint8Array(), transmit)) !== 'felica') return failed('no-card')
    if (!family) return failed('not-supported')
    const id = await readIdm(transmit)
    if (!id.ok) return failed(faultBefore(id.code))
    if (id.idm !== idm) return failed('exchanged')
    const counting: ReaderFamily = {
      ...families[family],
      carry(through, frame) {
        if (frame[1] === writeCommand) writes += 1
        return families[family].carry(through, frame)
      },
    }
    const own = [record.memberId, ...(replaces === undefined ? [] : [replaces])]
    const written = await writeRecord(transmit, counting, record, { idm, replaces: own })
    if (written.ok) return { ok: true }
    return written.code === 'occupied' ? written : failed(faultAfter(written.code, writes))
  })
  if (!done.ok) {
    return isBreakdown(done.code)
      ? { outcome: failed('transmit'), breakdown: done.code }
      : { outcome: failed(faultBefore(done.code)) }
  }
  return { outcome: done.value, ...(isBreakdown(done.broken) && { breakdown: done.broken }) }
}

const failed = (code: IssueFault): IssueOutcome => ({ ok: false, code })

/** A card that says nothing is, for whoever issues it, not there. */
function faultBefore(code: FrameFault): IssueFault {
  if (code === 'in-use') return code
  return code === 'transmit' || code === 'malformed' ? 'transmit' : 'no-card'
}

function faultAfter(code: RecordFault, writes: number): IssueFault {
  switch (code) {
    case 'compare':
    case 'foreign':
    case 'invalid':
    case 'newer':
    case 'no-memory':
      return code
    case 'read-only':
    case 'exchanged':
      // The first refusal of all leaves the card as it was.
      return writes > (code === 'read-only' ? 1 : 0) ? 'torn' : code
    default:
      return writes > 0 ? 'torn' : faultBefore(code)
  }
}
