import type { CardRecordState, PresentedCard } from '../reader.ts'
import type { CardFault, FrameFault, ReaderFamily, Transmit } from './exchange.ts'
import { inSession, readIdm } from './lite-s.ts'
import { isDamaged, repairSurveyed, stateOf, surveyCard } from './record.ts'

export type FelicaTouch =
  { ok: true; card: Extract<PresentedCard, { kind: 'felica' }> } | { ok: false; code: CardFault }

/**
 * Everything one touch of a FeliCa card has to do: the id by the reader's own command, the member record if the reader can carry
 * frames, and the repair of a half-written copy; where no whole copy is left, the broken ones are emptied, and `torn` is told this once. Id and record are always of one and the same card: if another answers, the touch
 * is `moved`. A card whose record cannot be read, or that was lifted meanwhile, counts by its id alone. Only for a card that
 * `classify` called FeliCa.
 * @param family undefined for a reader that carries no frames
 * @param recall the record of a card that was read a moment ago, by its id: no frame is sent to it then
 */
export async function readTouch(
  transmit: Transmit,
  family: ReaderFamily | undefined,
  recall: (idm: string) => CardRecordState | undefined = () => undefined,
): Promise<FelicaTouch> {
  const id = await readIdm(transmit)
  if (!id.ok) return { ok: false, code: toCardFault(id.code) }
  const present = (record: CardRecordState): FelicaTouch => ({
    ok: true,
    card: { kind: 'felica', idm: id.idm, record },
  })
  if (!family) return present({ state: 'none' })
  const recalled = recall(id.idm)
  if (recalled) return present(recalled)
  const link = { transmit, family }
  const found = await inSession(link, async () => {
    const survey = await surveyCard(link, id.idm)
    // Whether that worked, the next touch shows.
    if (survey.ok && isDamaged(survey)) await repairSurveyed(link, survey)
    return survey
  })
  if (found.ok) return present(stateOf(found))
  return found.code === 'exchanged' ? { ok: false, code: 'moved' } : present({ state: 'unreadable' })
}

/** No id at all: a reader that refuses or answers nonsense has, for the person at the counter, a mute card on it. */
function toCardFault(code: FrameFault): CardFault {
  return code === 'silent' || code === 'refused' || code === 'malformed' ? 'mute' : code
}
