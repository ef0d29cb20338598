import type { ReaderDay } from '../../../contract/reader.ts'
import type { ChartDay } from '../../components/kb-day-chart.ts'
import { addDays, daysBack } from '../../format/calendar.ts'

const chartDays = 30

/** A bar for each of the last days, those on which nothing happened too. */
export const chartOf = (days: readonly ReaderDay[], today: string, isScanner: boolean): ChartDay[] => {
  const known = new Map(days.map((day) => [day.on, day]))
  return daysBack(today, addDays(today, 1 - chartDays))
    .reverse()
    .map((on) => {
      const day = known.get(on)
      if (!day) return { on, touches: 0, errors: 0, lost: 0 }
      const errors = isScanner ? day.scanErrors : day.mute + day.transmitErrors + day.inUse
      return { on, touches: isScanner ? day.scans : day.touches, errors, lost: day.disconnects + day.flaps }
    })
}
