import type { Reader, ReaderService, Verdict } from '../../contract/reader.ts'
import { ja } from '../text/ja.ts'

/** What is wrong with the reader itself; a card of the wrong kind is not its fault. */
const bad: ReadonlySet<Verdict> = new Set<Verdict>(['contact', 'other-program', 'driver-missing', 'dead'])

/** Whether a reader's verdict is one to look into. */
export const isBad = ({ verdict }: Pick<Reader, 'verdict'>): boolean => bad.has(verdict)

/** A reader that a person wants, and that is not there. One that was switched OFF may be away without being missed. */
const isLost = ({ isWanted, isConnected }: Reader): boolean => isWanted && !isConnected

/** Services that do not run although readers of their machine, the box or a satellite, need them. */
export const stoppedServices = (
  services: readonly ReaderService[],
  readers: readonly Reader[],
): (ReaderService & { state: StoppedState })[] => {
  const isNeeded = ({ service, satellite }: ReaderService) => {
    const own = readers.filter((reader) => reader.satellite === satellite)
    // A box may do with its satellites' readers; a satellite is there for its own.
    const isAnyOn = (satellite === undefined ? readers : own).some((reader) => reader.isOn)
    return !isAnyOn || own.some(({ kind, isWanted }) => kind === service && isWanted)
  }
  return services.flatMap((each) => {
    const { state } = each
    // The kernel's log only helps to judge; readers work without it.
    return state === 'ok' || state === 'no-kernel-log' || !isNeeded(each) ? [] : [{ ...each, state }]
  })
}

/** Why readers of one kind cannot work. */
export type StoppedState = Exclude<ReaderService['state'], 'ok' | 'no-kernel-log'>

/** The word beside リーダー on top of every page, the worst first. */
export const readersPill = (
  readers: readonly Reader[],
  services: readonly ReaderService[],
): { look: 'ok' | 'wait' | 'warn'; word: string } => {
  const lost = readers.filter(isLost).length
  const isOn = readers.filter((reader) => reader.isOn)
  const off = readers.filter(({ isConnected, isWanted }) => isConnected && !isWanted).length
  const worn = isOn.filter(isBad).length
  const stopped = stoppedServices(services, readers)
  if (stopped.some(({ satellite }) => satellite === undefined)) return { look: 'warn', word: ja.header.readersStopped }
  if (lost > 0) return { look: 'warn', word: ja.header.readersLost(lost) }
  if (worn > 0) return { look: 'warn', word: ja.header.readersBad(worn) }
  if (stopped.length > 0) return { look: 'warn', word: ja.header.readersBadSatellite }
  if (off > 0) return { look: isOn.length > 0 ? 'wait' : 'warn', word: ja.header.readersOff(off) }
  return isOn.length > 0
    ? { look: 'ok', word: ja.header.readersOk(isOn.length) }
    : { look: 'warn', word: ja.header.readersNone }
}
