import type { Principal } from '../../contract/staff.ts'
import type { Store } from '../store/open.ts'
import { listStaff } from '../store/staff.ts'
import { mayUse } from './rights.ts'

/** 代行入力: in whose name somebody else may type: whoever answers for the pharmacy and may sign in today, and nobody in their own. */
export const listPrincipals = (store: Store, ownId: string): Principal[] =>
  listStaff(store)
    .filter(({ id, role, state }) => id !== ownId && state === 'active' && mayUse(role, 'decisions'))
    .map(({ id, name }) => ({ id, name }))

export const mayBeNamed = (store: Store, id: string, ownId: string): boolean =>
  listPrincipals(store, ownId).some((principal) => principal.id === id)
