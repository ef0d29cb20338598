import { expect, it, vi } from 'vitest'
import type { Counter } from '../../../contract/counter.ts'
import { failed, success, type Outcome } from '../../data/outcome.ts'
import { Store } from '../../data/store.ts'
import type { Box, Presence } from '../../state/box.ts'
import { renamesOf } from '../../state/drafts.ts'
import { Changes } from './changes.ts'

const from: Counter = { id: 'c1', name: '窓口', version: 1 }

/** A box whose counter stands as `now` says, whatever a page has seen of it. */
function boxWith(now: Counter) {
  const rename = vi.fn(({ version }: Counter, name: string): Promise<Outcome<undefined>> => {
    if (version !== now.version)
      return Promise.resolve(failed({ kind: 'refused', code: 'stale-version', current: { ...now } }))
    Object.assign(now, { name, version: now.version + 1 })
    return Promise.resolve(success(undefined))
  })
  const session = {
    staff: { id: 'hanako', login: 'hanako', name: '見本', role: 'admin' as const },
    mustEnrol: false,
    isLocked: false,
    lockMinutes: 5,
  }
  const presence = new Store<Presence>({ state: 'in', session })
  const box = { presence, counters: { rename } } as unknown as Box
  return { box, rename, now, changes: new Changes(box) }
}

it('does not write over a name that another page gave since this one began to type', async () => {
  const { box, now, changes } = boxWith({ ...from, name: '窓口 東', version: 2 })
  renamesOf(box).set(from.id, { name: '窓口 西', from })
  expect(await changes.rename({ name: '窓口 西', from })).toBe(false)
  expect(now.name).toBe('窓口 東')
  const { clash } = changes.state.value
  expect(clash?.rows).toMatchObject([{ mine: '窓口 西', theirs: '窓口 東' }])
  // What was typed stays until one of the two is chosen.
  expect(renamesOf(box).get(from.id)?.name).toBe('窓口 西')
  await clash?.keepMine()
  expect(now.name).toBe('窓口 西')
})

it('gives up what was typed with the choice of the other name', async () => {
  const { box, now, changes } = boxWith({ ...from, name: '窓口 東', version: 2 })
  renamesOf(box).set(from.id, { name: '窓口 西', from })
  await changes.rename({ name: '窓口 西', from })
  changes.state.value.clash?.takeTheirs?.()
  expect(renamesOf(box).has(from.id)).toBe(false)
  expect(now.name).toBe('窓口 東')
})

it('asks nothing where the name is as it was, or as it is to be', async () => {
  const same = boxWith({ ...from, version: 5 })
  expect(await same.changes.rename({ name: '窓口 西', from })).toBe(true)
  expect(same.now.name).toBe('窓口 西')
  const done = boxWith({ ...from, name: '窓口 西', version: 5 })
  expect(await done.changes.rename({ name: '窓口 西', from })).toBe(true)
  expect(done.rename).toHaveBeenCalledOnce()
})
