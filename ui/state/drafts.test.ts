import { expect, it } from 'vitest'
import type { Session } from '../../contract/session.ts'
import { Store } from '../data/store.ts'
import type { Presence } from './box.ts'
import { draftsOf, draftsOfKind } from './drafts.ts'

const sessionOf = (id: string): Session => ({
  staff: { id, login: id, name: `見本 ${id}`, role: 'pharmacist' },
  mustEnrol: false,
  isLocked: false,
  lockMinutes: 5,
})
const boxOf = (session: Session) => ({ presence: new Store<Presence>({ state: 'in', session }) })

it('keeps what was typed while the page is locked, and until the same person is back after signing out', () => {
  const session = sessionOf('hanako')
  const box = boxOf(session)
  const countsOf = draftsOfKind<{ counted: number }>()
  draftsOf(box).set('memo', { text: '書きかけ' })
  countsOf(box).set('member', { counted: 3 })
  box.presence.set({ state: 'locked', session, reason: 'hand' })
  box.presence.set({ state: 'in', session })
  expect(draftsOf(box).get('memo')).toEqual({ text: '書きかけ' })
  box.presence.set({ state: 'out' })
  box.presence.set({ state: 'in', session: sessionOf('hanako') })
  expect(draftsOf(box).get('memo')).toEqual({ text: '書きかけ' })
  expect(countsOf(box).get('member')).toEqual({ counted: 3 })
})

it('shows nobody what another person typed, and nothing while nobody is signed in', () => {
  const box = boxOf(sessionOf('hanako'))
  draftsOf(box).set('memo', { text: '書きかけ' })
  box.presence.set({ state: 'out' })
  expect(draftsOf(box).size).toBe(0)
  draftsOf(box).set('memo', { text: '誰のものでもない' })
  box.presence.set({ state: 'in', session: sessionOf('jiro') })
  expect(draftsOf(box).size).toBe(0)
  draftsOf(box).set('memo', { text: '次郎の' })
  box.presence.set({ state: 'in', session: sessionOf('hanako') })
  expect(draftsOf(box).get('memo')).toEqual({ text: '書きかけ' })
})
