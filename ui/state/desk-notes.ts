import type { DeskEvent } from '../../contract/desk.ts'

/** A desk event as a page shows it. `shownAt`: the page's clock. */
export interface DeskNote extends DeskEvent {
  shownAt: number
}

/** More would cover the page; the oldest gives way. */
const maxNotes = 4

const minute = 60_000

/** How long a note stays by itself, in milliseconds. What somebody has to act on stays long enough to be found by whoever was away. */
const staysFor = ({ level, code }: DeskEvent): number =>
  level === 'done' ? 8000 : level === 'warning' || code === 'scan-part' ? 5 * minute : minute

/** Whether a page tells it: its own counter's, and what belongs to no counter. A page without a counter hears only the latter. */
export const concerns = (event: Pick<DeskEvent, 'counterId'>, own: string | null): boolean =>
  event.counterId === null || event.counterId === own

/** The notes with this event among them, newest first. One with the same key is replaced where it stands. */
export const takeNote = (notes: readonly DeskNote[], event: DeskEvent, now: number): readonly DeskNote[] => {
  const note = { ...event, shownAt: now }
  return notes.some(({ key }) => key === event.key)
    ? notes.map((each) => (each.key === event.key ? note : each))
    : [note, ...notes].slice(0, maxNotes)
}

/** The notes whose time is not over. */
export const liveNotes = (notes: readonly DeskNote[], now: number): readonly DeskNote[] => {
  const live = notes.filter((note) => now - note.shownAt < staysFor(note))
  return live.length === notes.length ? notes : live
}

/** Milliseconds until the next note's time is over, or undefined when there is none. */
export const nextEnd = (notes: readonly DeskNote[], now: number): number | undefined =>
  notes.length === 0 ? undefined : Math.max(0, Math.min(...notes.map((note) => note.shownAt + staysFor(note) - now)))
