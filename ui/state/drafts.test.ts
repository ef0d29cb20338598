import { expect, it } from 'vitest'
import type { Session } from '../../contract/session.ts'
import { Store } from '../data/store.ts'
import type { Presence } from './box.ts'
import { draftsOf, draftsOfKind } from './drafts.ts'

const session: Session = { staff: { id: 's1', login: 'mihon', name: '見本 花子', role: 'pharmacist' } }

it('keeps what was typed while the page is locked, and nothing of it once somebody has signed out', () => {
  const box = { presence: new Store<Presence>({ state: 'in', session }) }
  const countsOf = draftsOfKind<{ counted: number }>()
  draftsOf(box).set('memo', { text: '書きかけ' })
  countsOf(box).set('member', { counted: 3 })
  box.presence.set({ state: 'locked', session, reason: 'hand' })
  box.presence.set({ state: 'in', session })
  expect(draftsOf(box).get('memo')).toEqual({ text: '書きかけ' })
  expect(countsOf(box).get('member')).toEqual({ counted: 3 })
  box.presence.set({ state: 'out' })
  expect([...draftsOf(box), ...countsOf(box)]).toEqual([])
})
