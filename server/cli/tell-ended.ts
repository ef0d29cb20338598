import { resolve } from 'node:path'
import { askBox } from '../ops/control.ts'

/** After a command that ended sessions in the store: a running box shuts their open pages at once. @param exit 0: it was done */
export async function tellEnded(data: string, exit: number): Promise<number> {
  if (exit === 0) await askBox(resolve(data), 'sessions-ended')
  return exit
}
