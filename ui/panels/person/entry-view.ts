import type { TemplateResult } from 'lit'
import type { ChangeNoun } from '../../../contract/events.ts'
import type { Entry } from '../../../contract/entry.ts'
import type { Box } from '../../state/box.ts'
import type { Draft } from '../../state/drafts.ts'

/** One field of an entry's form. */
export interface EntryField {
  id: string
  /** Its word, which may depend on what is chosen in another field. */
  label: string | ((draft: Draft) => string)
  kind: 'text' | 'area' | 'choice'
  /** Values and their words, of a choice. */
  choices?: Readonly<Record<string, string>>
  hint?: string
  isNeeded?: boolean
  max?: number
  /** A row of digits: the keyboard of a tablet shows them. */
  isNumeric?: boolean
}

/** How one kind of entry is typed and shown. */
export interface EntryView<T extends Entry, Typed extends object> {
  /** Under `/api/members/ID/`. */
  path: string
  noun: ChangeNoun
  fields: readonly EntryField[]
  /** What a new form begins with. */
  blank: (today: string) => Draft
  /** What the fields hold for an entry, or for what it said once. */
  toDraft: (content: Partial<Typed>) => Draft
  toTyped: (draft: Draft) => Typed
  item: (entry: T, today: string) => TemplateResult
  /** Sections with a heading and a button each; one without a heading where absent. */
  groups?: readonly { label: string; holds: (entry: T) => boolean; begin: Draft }[]
  /** Stands under the form and may fill fields. */
  helper?: (box: Box, draft: Draft, fill: (part: Draft) => void) => TemplateResult
  /** Taking away asks for a reason. */
  needsReason?: { word: string; hint: string }
  words: {
    title: string
    none: string
    noneHint: string
    remove: string
    removed: string
    removedList: (n: number) => string
  }
}

/** Leaves out what is empty. */
export const filled = <T extends Record<string, string>>(draft: T): Partial<T> =>
  Object.fromEntries(Object.entries(draft).filter(([, value]) => value.trim() !== '')) as Partial<T>

export const labelOf = ({ label }: EntryField, draft: Draft): string =>
  typeof label === 'string' ? label : label(draft)

/** What a field holds, in words. */
export const wordOf = ({ id, choices }: EntryField, draft: Draft): string => {
  const value = draft[id] ?? ''
  return choices?.[value] ?? value
}
