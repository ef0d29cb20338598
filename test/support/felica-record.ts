import type { ReaderFamily, Transmit } from '../../drivers/felica/exchange.ts'
import { inSession } from '../../drivers/felica/lite-s.ts'
import {
  repairSurveyed,
  stateOf,
  surveyCard,
  type CardChoice,
  type RepairOutcome,
} from '../../drivers/felica/record.ts'
import type { CardRecordState } from '../../drivers/reader.ts'

/** The two halves of a touch by themselves, each in a session of its own: the product never does one without the other. */

export async function readRecord(
  transmit: Transmit,
  family: ReaderFamily,
  choice: CardChoice = {},
): Promise<CardRecordState> {
  const link = { transmit, family }
  const found = await inSession(link, () => surveyCard(link, choice.idm))
  return found.ok ? stateOf(found) : { state: 'unreadable' }
}

export async function repairRecord(
  transmit: Transmit,
  family: ReaderFamily,
  choice: CardChoice = {},
): Promise<RepairOutcome> {
  const link = { transmit, family }
  return inSession(link, async (): Promise<RepairOutcome> => {
    const found = await surveyCard(link, choice.idm)
    return found.ok ? repairSurveyed(link, found) : found
  })
}
