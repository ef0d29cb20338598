import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { expect, it } from 'vitest'
import { SteadyLists } from './steady-list.ts'

interface Person {
  id: string
  came?: number
}
const idOf = ({ id }: Person): string => id
const people = (...ids: string[]): Person[] => ids.map((id) => ({ id }))

function lists() {
  const held = { is: true }
  const controllers: ReactiveController[] = []
  let updates = 0
  const host: ReactiveControllerHost = {
    addController: (controller) => void controllers.push(controller),
    removeController: () => undefined,
    requestUpdate: () => {
      updates++
    },
    updateComplete: Promise.resolve(true),
  }
  const steady = new SteadyLists(host, () => held.is)
  const rows = (items: readonly Person[], of = 'recent') => steady.rows('people', of, items, idOf)
  return {
    held,
    steady,
    rows,
    ids: (items: readonly Person[], of?: string) => rows(items, of).map(idOf),
    updates: () => updates,
    leave: () => controllers.forEach((controller) => controller.hostDisconnected?.()),
  }
}

it('puts nobody else under the pointer: who comes new waits, and is counted', () => {
  const { steady, ids } = lists()
  expect(ids(people('a', 'b', 'c'))).toEqual(['a', 'b', 'c'])
  expect(ids(people('new', 'a', 'newer', 'b', 'c'))).toEqual(['a', 'b', 'c'])
  expect(steady.waiting).toBe(2)
  // Asked once more, without anything new.
  expect(ids(people('new', 'a', 'newer', 'b', 'c'))).toEqual(['a', 'b', 'c'])
  expect(steady.waiting).toBe(2)
})

it('keeps the place of who moved or is gone, and shows what is new of each row', () => {
  const { rows } = lists()
  rows(people('a', 'b', 'c'))
  expect(rows([{ id: 'c', came: 2 }, { id: 'a' }])).toEqual([{ id: 'a' }, { id: 'b' }, { id: 'c', came: 2 }])
})

it('adds at the end what comes after all that is shown, as the next page does', () => {
  const { steady, ids } = lists()
  ids(people('a', 'b'))
  expect(ids(people('a', 'b', 'c', 'd'))).toEqual(['a', 'b', 'c', 'd'])
  expect(steady.waiting).toBe(0)
})

it('is in order again as soon as the pointer has left, or when it is asked for', async () => {
  const { held, steady, ids, updates } = lists()
  ids(people('a', 'b'))
  expect(ids(people('new', 'b', 'a'))).toEqual(['a', 'b'])
  held.is = false
  expect(ids(people('new', 'b', 'a'))).toEqual(['new', 'b', 'a'])
  expect(steady.waiting).toBe(0)
  held.is = true
  expect(ids(people('newest', 'new', 'b', 'a'))).toEqual(['new', 'b', 'a'])
  await steady.take()
  expect(updates()).toBe(1)
  expect(ids(people('newest', 'new', 'b', 'a'))).toEqual(['newest', 'new', 'b', 'a'])
})

it('holds nothing over into another list, nor over leaving the page', () => {
  const { ids, leave } = lists()
  ids(people('a', 'b'))
  expect(ids(people('c', 'a'), 'search')).toEqual(['c', 'a'])
  leave()
  expect(ids(people('a', 'c'), 'search')).toEqual(['a', 'c'])
})
