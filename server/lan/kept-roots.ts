import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const keptMs = 30 * 24 * 60 * 60 * 1000
const form = /^root-until-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})Z\.pem$/

/** Where an authority lies that was replaced at this moment. */
export const keptPath = (folder: string, at: number): string =>
  join(folder, `root-until-${new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')}Z.pem`)

/** Files of replaced authorities to which there is still a way back, newest first. A clock that was put back deletes nothing. */
export const keptRoots = (folder: string, now: number): string[] =>
  listReplaced(folder)
    .filter(({ at }) => now - at <= keptMs)
    .map(({ path }) => path)

/** Deletes the keys of those that were replaced longer ago. */
export function forgetReplacedRoots(folder: string, now: number): void {
  for (const { path, at } of listReplaced(folder)) if (now - at > keptMs) rmSync(path, { force: true })
}

const listReplaced = (folder: string): { path: string; at: number }[] =>
  readdirSync(folder)
    .flatMap((name) => {
      const [, day, hours, minutes, seconds] = form.exec(name) ?? []
      const at = Date.parse(`${day ?? ''}T${hours ?? ''}:${minutes ?? ''}:${seconds ?? ''}Z`)
      return Number.isNaN(at) ? [] : [{ path: join(folder, name), at }]
    })
    .toSorted((one, other) => other.at - one.at)
