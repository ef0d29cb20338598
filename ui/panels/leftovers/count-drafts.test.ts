import { expect, test } from 'vitest'
import type { LeftoverDraft, Leftovers } from '../../../contract/leftovers.ts'
import { Store } from '../../data/store.ts'
import type { Presence } from '../../state/box.ts'
import { CountDrafts } from './count-drafts.ts'
import { onTopOf, startFrom, startNew, type Editing } from './editing.ts'

const boxOf = () => {
  const session = {
    staff: { id: 'hanako', login: 'hanako', name: '見本 花子', role: 'pharmacist' as const },
    mustEnrol: false,
    isLocked: false,
    lockMinutes: 5,
  }
  return { presence: new Store<Presence>({ state: 'in', session }) }
}
const draft: LeftoverDraft = {
  today: '2026-04-03',
  drugs: [{ key: 'a', name: '試験用錠', form: 'internal', perDay: '2', guess: '6' }],
}
const saved = (id: string, version: number, note: string): Leftovers => ({
  ...{ id, memberId: 'member', version, by: '見本 花子', savedAt: 0, createdAt: 0 },
  count: { fromOn: '2026-04-03', goal: null, lines: [], note },
  plan: { endOn: null, days: 0, results: [] },
})
const typing = (editing: Editing, note: string): Editing => ({ ...editing, typed: { ...editing.typed, note } })

test('a new count and the correction of a saved one are two drafts: opening one throws the other not away', () => {
  const box = boxOf()
  const drafts = () => new CountDrafts(box, 'member')
  const fresh = typing(startNew(draft), '数えかけ')
  const corrected = typing(startFrom(saved('record', 1, '前の備考')), '直しかけ')
  drafts().save(fresh)
  drafts().save(corrected)
  expect(drafts().get('')?.typed.note).toBe('数えかけ')
  expect(drafts().get('record')?.typed.note).toBe('直しかけ')
  // The one typed last is what the page opens with.
  expect(drafts().all()).toEqual([corrected, fresh])
  drafts().save(typing(fresh, '数えかけ、続き'))
  expect(
    drafts()
      .all()
      .map(({ slot }) => slot),
  ).toEqual(['', 'record'])
  drafts().delete('')
  expect(drafts().all()).toEqual([corrected])
  expect(new CountDrafts(box, 'member2').all()).toEqual([])
})

test('what is as it was at first is no draft', () => {
  const drafts = new CountDrafts(boxOf(), 'member')
  const fresh = startNew(draft)
  drafts.save(typing(fresh, 'a'))
  drafts.save(typing(fresh, ''))
  expect(drafts.all()).toEqual([])
})

test('what was typed while a count was on its way is a correction of what was saved', () => {
  const more = onTopOf(saved('record', 1, '送ったとき'), typing(startNew(draft), '送ったあと'))
  expect(more).toMatchObject({ slot: 'record', saved: { version: 1 }, typed: { note: '送ったあと' } })
  expect(more.first.note).toBe('送ったとき')
})
