import type { Dispensing } from '../../contract/dispensing.ts'
import type { Otc } from '../../contract/otc.ts'
import type { TakingMedication } from '../../contract/taking.ts'
import { compareDates, daysBetween } from './calendar-date.ts'
import { describe, takingState } from './taking.ts'

/** 手帳提示日より120日以内. */
export const windowDays = 120

/** Whether a day lies in the window before the notebook was presented: that day itself and `days` days back. */
export function isWithinWindow(presentedOn: string, on: string, days: number = windowDays): boolean {
  const ago = daysBetween(on, presentedOn)
  return ago >= 0 && ago <= days
}

const rank = { taking: 0, unknown: 1, 'not-started': 2, finished: 3 } as const

/**
 * 服用中のお薬一覧: the medications within the window. What has computable days counts by its last day of taking (a last day
 * still to come is within), the rest by the day of dispensing. Taking comes first, then 服用状況不明, not started, finished;
 * inside each the longest lasting, then the newest. Materials and containers are left out.
 */
export function takingList(
  dispensings: readonly Pick<Dispensing, 'id' | 'pharmacy' | 'prescription' | 'rps' | 'origin'>[],
  presentedOn: string,
  days: number = windowDays,
): TakingMedication[] {
  const list: TakingMedication[] = []
  for (const { id, pharmacy, prescription, rps, origin } of dispensings) {
    for (const rp of describe(rps, presentedOn)) {
      const dispensedOn = prescription.dispensedOn ?? rp.startOn
      if (dispensedOn === undefined) continue
      const state = takingState(rp, presentedOn)
      const isWithin =
        state === 'unknown' || rp.lastOn === null
          ? isWithinWindow(presentedOn, dispensedOn, days)
          : rp.lastOn >= presentedOn || isWithinWindow(presentedOn, rp.lastOn, days)
      if (!isWithin) continue
      for (const medication of rp.medications) {
        if (medication.kind) continue
        list.push({
          dispensingId: id,
          dispensedOn,
          ...(pharmacy.name !== undefined && { pharmacyName: pharmacy.name }),
          form: rp.form,
          ...(rp.usage !== undefined && { usage: rp.usage }),
          ...(rp.startOn !== undefined && { startOn: rp.startOn }),
          lastOn: rp.lastOn,
          state,
          medication,
          ...(origin && { source: origin.source }),
        })
      }
    }
  }
  return sortTaking(list)
}

/**
 * 市販薬 within the window. One with a last day counts by it; one of which nobody said that it ended stays in, 服用状況不明, however long
 * ago it was begun: leaving it out would say that it is not taken.
 */
export const otcTaking = (
  bought: readonly Pick<Otc, 'id' | 'name' | 'startOn' | 'endOn'>[],
  presentedOn: string,
  days: number = windowDays,
): TakingMedication[] =>
  bought.flatMap(({ id, name, startOn, endOn }) => {
    if (endOn !== undefined && endOn < presentedOn && !isWithinWindow(presentedOn, endOn, days)) return []
    const state =
      presentedOn < startOn
        ? 'not-started'
        : endOn === undefined
          ? 'unknown'
          : presentedOn <= endOn
            ? 'taking'
            : 'finished'
    return [
      {
        dispensingId: id,
        dispensedOn: startOn,
        form: 'other' as const,
        startOn,
        lastOn: endOn ?? null,
        state,
        medication: { name, codes: {} },
        source: 'otc' as const,
      },
    ]
  })

/** Taking first, then 服用状況不明, not started, finished; inside each the longest lasting, then the newest. */
export const sortTaking = (list: TakingMedication[]): TakingMedication[] =>
  list.sort(
    (a, b) =>
      rank[a.state] - rank[b.state] ||
      compareDates(b.lastOn ?? '', a.lastOn ?? '') ||
      compareDates(b.dispensedOn, a.dispensedOn),
  )
