import { expect, test } from 'vitest'
import { Store } from '../../data/store.ts'
import type { Presence } from '../../state/box.ts'
import { EntryDrafts } from './entry-drafts.ts'

test('why an entry is taken away is a draft of its own, beside its correction, with the version that was looked at', () => {
  const session = {
    staff: { id: 'hanako', login: 'hanako', name: '見本 花子', role: 'pharmacist' as const },
    mustEnrol: false,
    isLocked: false,
    lockMinutes: 5,
  }
  const box = { presence: new Store<Presence>({ state: 'in', session }) }
  const drafts = () => new EntryDrafts(box, 'body-notes', 'member')
  const removal = { id: 'entry', isRemoval: true, version: 2, draft: { reason: '検査で陰性' } }
  const correction = { id: 'entry', isRemoval: false, version: 3, draft: { text: '書きかけ' } }
  drafts().save(removal)
  expect(drafts().first()).toEqual(removal)
  drafts().save(correction)
  expect(drafts().get(correction)).toEqual(correction)
  drafts().delete(removal)
  expect(drafts().get(removal)).toBeUndefined()
  expect(drafts().first()).toEqual(correction)
  expect(new EntryDrafts(box, 'memos', 'member').first()).toBeUndefined()
})
